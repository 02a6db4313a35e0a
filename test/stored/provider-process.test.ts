import { strict as assert } from "node:assert";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { startTenant, type Tenant } from "../../tenant";
import type { PartialFailure } from "./support/partial-failure";
import { ProviderProcess, secret } from "./support/provider-process";
import { storedText } from "./support/stored-text";

describe("the text stored with a resource, in the SDK's own provider process", () => {
    let tenant: Tenant;
    let provider: ProviderProcess | undefined;
    beforeEach(async () => {
        tenant = await startTenant({ speed: 100 });
    });
    afterEach(async () => {
        await provider?.close();
        provider = undefined;
        await tenant.close();
    });

    const start = async (variables: Readonly<Record<string, string>> = tenant.environment, config: Properties = {}) => {
        provider = await ProviderProcess.start(variables, config);
        return provider;
    };

    async function folderInputs(name: string): Promise<Properties> {
        const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
        return { __provider: await storedText("opa:SecretFolder"), ...place, name };
    }

    const foldersNamed = (name: string) => [...tenant.store.folders.values()].filter((folder) => folder.name === name);

    it("makes, reads, changes and deletes an object, and stays with it all the way", async () => {
        const process = await start();
        const { inputs, failures } = await process.check(await folderInputs("payments"));
        assert.deepEqual(failures, []);

        const { id, outputs } = await process.create(inputs);
        assert.equal(foldersNamed("payments").length, 1);

        const read = await process.read(id, outputs);
        assert.deepEqual(read.inputs, inputs);
        assert.deepEqual(await process.diff(id, read.outputs, inputs), { changes: false, replaces: [] });

        const news = { ...inputs, description: "Payments team" };
        assert.deepEqual(await process.diff(id, outputs, news), { changes: true, replaces: [] });
        const updated = await process.update(id, outputs, news);
        assert.equal(foldersNamed("payments")[0]?.description, "Payments team");

        await process.delete(id, updated);
        assert.deepEqual(foldersNamed("payments"), []);
        assert.equal((await process.read(id, updated)).id, "");
        for (const bag of [inputs, outputs, read.outputs, read.inputs, updated]) {
            assert.equal(bag["__provider"], inputs["__provider"]);
        }
    });

    it("keeps an unfinished object with the text, so that it can be read, finished and deleted", async () => {
        const process = await start();
        const { inputs } = await process.check(await folderInputs("payments"));
        tenant.fail({ method: "GET", path: /secret_folders\/[^/]+$/, status: 403 });

        const failure: { message?: string; partial?: PartialFailure } = await process.create(inputs).then(
            () => assert.fail("was finished"),
            (thrown: object) => thrown,
        );

        assert.match(failure.message ?? "", /: GET \S+\/secret_folders\/\S+, 403\b/);
        assert.ok(failure.partial);
        const { id, properties } = failure.partial;
        assert.equal(foldersNamed("payments").length, 1);
        assert.equal(properties["__provider"], inputs["__provider"]);
        assert.equal((await process.read(id, properties)).id, id);
        const finished = await process.update(id, properties, inputs);
        await process.delete(id, finished);
        assert.deepEqual(foldersNamed("payments"), []);
    });

    it("reports every mistake of a declaration without any call", async () => {
        const process = await start({});

        const { failures } = await process.check({ ...(await folderInputs("a name")), colour: "red" });

        assert.deepEqual(failures, [
            'colour: unknown key "colour". Known here: allowReplacement, createParents, deleteContents, description, name, onDelete, onExisting, parentFolder, project, resourceGroup.',
            'name: "a name": is not a folder name. Use only letters, digits, "-", "_" and ".", no spaces.',
        ]);
        assert.deepEqual(tenant.requests, []);
    });

    it("finds credentials in the stack configuration that the engine hands over, secret or not", async () => {
        const { OKTAPAM_API_HOST: host, OKTAPAM_TEAM: team, OKTAPAM_KEY: key, OKTAPAM_SECRET } = tenant.environment;
        const config = {
            "opa:host": host,
            "opa:team": team,
            "opa:key": key,
            "opa:secret": secret(OKTAPAM_SECRET ?? ""),
        };
        const process = await start({}, config);
        const { inputs } = await process.check(await folderInputs("payments"));

        await process.create(inputs);

        assert.equal(foldersNamed("payments").length, 1);
    });

    it("names missing credentials once and without a stack", async () => {
        const process = await start({});
        const inputs = await folderInputs("payments");

        await assert.rejects(process.create(inputs), {
            message: /^Credentials are missing, so nothing was sent:\n.*OKTAPAM_API_HOST.*\n.*OKTAPAM_TEAM.*\n.*\n/,
        });
        await assert.rejects(process.delete("1/2/3", inputs), { message: /^Credentials are missing/ });

        assert.ok(!process.said.some((line) => /^\s+at /.test(line)), process.said.join("\n"));
    });

    it("is one program for all kinds: they share a token and its budgets", async () => {
        const process = await start();
        const { inputs } = await process.check(await folderInputs("a"));
        const text = await storedText("opa:SecurityPolicy");

        await Promise.all(["a", "b", "c"].map((name) => process.create({ ...inputs, name })));
        assert.equal((await process.read("1/2", { __provider: text })).id, "");

        assert.ok(tenant.requests.some(({ path }) => path.includes("/security_policy")));
        assert.equal(tenant.requests.filter(({ path }) => path.endsWith("/service_token")).length, 1);
    });

    it("tells and keeps no credential, log or not, whether calls succeed or fail", async () => {
        const process = await start({ ...tenant.environment, OKTA_OPA_LOG: "debug" });
        const { inputs } = await process.check(await folderInputs("payments"));

        const { id, outputs } = await process.create(inputs);
        tenant.expireTokens();
        const read = await process.read(id, outputs);
        tenant.standing.hasOpaKey = false;
        const refused = await process.delete(id, outputs).catch((failure: unknown) => `${failure}`);

        assert.match(`${refused}`, /Check OKTAPAM_KEY, OKTAPAM_SECRET/);
        assert.ok(process.said.some((line) => /^opa GET \S+ 200 in \d+ ms, attempt 1, bucket OPA/.test(line)));
        const all = JSON.stringify([process.said, outputs, read, refused]);
        const { OKTA_API_TOKEN, OKTAPAM_KEY, OKTAPAM_SECRET } = tenant.environment;
        for (const value of [OKTA_API_TOKEN, OKTAPAM_KEY, OKTAPAM_SECRET, "eyJ"]) assert.ok(!all.includes(`${value}`));
    });

    it("stops waiting at the first interrupt, says so, and sends nothing more", async () => {
        const process = await start();
        const { inputs } = await process.check(await folderInputs("payments"));
        const retryAt = `${Math.floor(Date.now() / 1000) + 600}`;
        tenant.fail({ path: /resource_groups$/, status: 429, headers: { "X-RateLimit-Retry-At": retryAt } });
        const creating = process.create(inputs).catch((failure: unknown) => failure);
        await process.toSay(/^opa: waiting \d+ s for the rate limit of OPA \(until \d\d:\d\d:\d\d\)$/);
        const sent = tenant.requests.length;

        await process.interrupt();

        assert.match(
            `${await creating}`,
            /^Error: The run was interrupted, so this call was not sent: GET \S+\/resource_groups/,
        );
        assert.equal(tenant.requests.length, sent);
    });

    it("stops waiting when the engine is gone", async () => {
        const process = await start();
        const { inputs } = await process.check(await folderInputs("payments"));
        tenant.fail({ path: /resource_groups$/, status: 503, headers: { "Retry-After": "20" } });
        const creating = process.create(inputs).catch((failure: unknown) => failure);
        await process.toSay(/^opa: waiting \d+ s for another try of GET/);

        await process.loseEngine();

        assert.match(`${await creating}`, /^Error: The run was interrupted/);
    });
});
