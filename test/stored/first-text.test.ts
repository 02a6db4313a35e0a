import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { startTenant, type Tenant } from "../../tenant";
import { ProviderProcess, secret } from "./support/provider-process";
import { firstText, storedText } from "./support/stored-text";

const kind = "opa:SecretFolder";
const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

describe("state with the first text, which serialised the whole provider", () => {
    let tenant: Tenant;
    let process: ProviderProcess | undefined;
    beforeEach(async () => {
        tenant = await startTenant({ speed: 100 });
    });
    afterEach(async () => {
        await process?.close();
        process = undefined;
        await tenant.close();
    });

    async function start(): Promise<ProviderProcess> {
        const { OKTAPAM_API_HOST: host, OKTAPAM_TEAM: team, OKTAPAM_KEY: key, OKTAPAM_SECRET } = tenant.environment;
        const given = secret(OKTAPAM_SECRET ?? "");
        process = await ProviderProcess.start(
            {},
            { "opa:host": host, "opa:team": team, "opa:key": key, "opa:secret": given },
        );
        return process;
    }
    const descriptions = () =>
        [...tenant.store.folders.values()].filter(({ name }) => name === "payments").map((one) => one.description);

    it("is read, planned without a change, updated to the new text and deleted, with configuration throughout", async () => {
        const plugin = await start();
        const { inputs } = await plugin.check({ __provider: firstText(kind), ...place, name: "payments" });
        const { id, outputs } = await plugin.create(inputs);
        const news: Properties = { ...inputs, __provider: await storedText(kind) };

        assert.notEqual(news["__provider"], outputs["__provider"]);
        assert.deepEqual(await plugin.diff(id, outputs, news), { changes: false, replaces: [] });
        assert.equal((await plugin.read(id, outputs)).id, id);
        const updated = await plugin.update(id, outputs, { ...news, description: "Payments team" });

        assert.equal(updated["__provider"], news["__provider"]);
        assert.deepEqual(descriptions(), ["Payments team"]);
        await plugin.delete(id, updated);
        assert.deepEqual(descriptions(), []);
    });

    it("is deleted by the first text, too", async () => {
        const plugin = await start();
        const { inputs } = await plugin.check({ __provider: await storedText(kind), ...place, name: "payments" });
        const { id, outputs } = await plugin.create(inputs);

        await plugin.delete(id, { ...outputs, __provider: firstText(kind) });

        assert.deepEqual(descriptions(), []);
    });
});

describe("a project without the package", () => {
    const folder = mkdtempSync(join(tmpdir(), "no-package-"));
    after(() => rmSync(folder, { recursive: true }));

    for (const [age, text] of [
        ["first", () => firstText(kind)],
        ["new", () => storedText(kind)],
    ] as const) {
        it(`gets an error that names the package for every call, each time, with the ${age} text`, async () => {
            const plugin = await ProviderProcess.start({}, {}, folder);
            try {
                const bag: Properties = { __provider: await text(), ...place, name: "payments" };
                const missing = { message: /Cannot find module 'pulumi-okta-opa\/provider'/ };
                for (let time = 0; time < 2; time++) {
                    await assert.rejects(plugin.delete("1/2/3", bag), missing);
                    await assert.rejects(plugin.read("1/2/3", bag), missing);
                    await assert.rejects(plugin.update("1/2/3", bag, bag), missing);
                    await assert.rejects(plugin.create(bag), missing);
                    await assert.rejects(plugin.diff("1/2/3", bag, bag), missing);
                    await assert.rejects(plugin.check(bag), missing);
                }
            } finally {
                await plugin.close();
            }
        });
    }
});
