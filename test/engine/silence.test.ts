import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, said, startScene } from "./support/scene";

describe("credentials in stack configuration, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    afterEach(() => scene.close());

    it("are in nothing that is said, logged or stored, even when a service says them back", async () => {
        scene = await startScene({ program: { "index.ts": program }, env: environment });
        const privateKey = await configureCredentials(scene);
        const { opaKeyId, opaKeySecret } = scene.tenant.credentials;
        const echo = JSON.stringify({ message: `No: ${opaKeyId} ${opaKeySecret} Bearer ${privateKey}` });
        const refusal = { method: "POST", path: /\/secret_folders$/, status: 400, body: echo };
        const heard: string[] = [];
        const run = async (...args: string[]) => void heard.push(said(await scene.succeed(...args)));

        scene.tenant.fail(refusal);
        heard.push(await scene.fail("up", "--yes", "--skip-preview"));
        await run("up", "--yes", "--skip-preview");
        await run("preview", "--diff");
        await run("preview", "--json");
        await run("refresh", "--yes", "--skip-preview");
        await run("stack", "export");
        await run("destroy", "--yes", "--skip-preview");
        const texts = [...heard, ...storedBy(scene)];

        const secrets = [...pemLines(privateKey), privateKey, opaKeyId, opaKeySecret];
        assert.deepEqual(leaksIn(texts, secrets), []);
        assert.match(heard[0] ?? "", /No: \[redacted\]/);
        for (const line of [
            /okta POST \S+\/mappings 20\d request \S+ in \d+ ms/,
            /okta POST \/oauth2\/v1\/token 200 /,
            /opa POST \S+ 201 in/,
        ])
            assert.match(heard.join("\n"), line);
        assert.ok(texts.some((text) => text.includes('"ciphertext"')));
    });

    it("would be found in any of their forms", () => {
        const secret = "a-secret-of-some-length";
        const jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln";
        const encoded = ["", "x", "xy"].map((before) => Buffer.from(`${before}${secret}z`).toString("base64"));

        const found = [secret, jwt, ...encoded].map((planted) => leaksIn([`said: ${planted}`], [secret]).length);

        assert.deepEqual(found, [1, 1, 1, 1, 1]);
    });
});

/** None of the credentials comes this way. */
const environment = {
    OKTA_API_TOKEN: undefined,
    OKTAPAM_KEY: undefined,
    OKTAPAM_SECRET: undefined,
    OKTA_OPA_LOG: "debug",
};

const program = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
const push = new GroupPushMapping("push", {
    appId: config.require("appId"),
    sourceGroupId: config.require("groupId"),
    targetGroupName: "silent",
    deleteTargetGroupOnDestroy: true,
});
const folder = new OpaSecretFolder("folder", { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name: "silent" });
new OpaSecurityPolicy("policy", {
    name: "silent",
    resourceGroup: "platform",
    principals: { userGroups: [{ name: "silent" }] },
    pushedBy: [push.id],
    rules: [{ name: "silent", secretFolderId: folder.id, privileges: ["reveal"] }],
});
`;

/** Tells the stack what the program needs, and who it is. Resolves with the private key. */
async function configureCredentials({ tenant, administrator, succeed }: Scene): Promise<string> {
    const scopes = ["okta.apps.manage", "okta.apps.read", "okta.groups.manage", "okta.groups.read"];
    const { clientId, keyId, privateKeyPem = "" } = tenant.addOAuthClient({ scopes, requiresDpop: true });
    const group = await administrator.okta("POST", "/api/v1/groups", { profile: { name: "silent" } });
    const plain = {
        appId: tenant.opaAppId,
        groupId: (group as { id: string }).id,
        "okta:clientId": clientId,
        "okta:privateKeyId": keyId,
        "okta:scopes": JSON.stringify(scopes),
    };
    for (const [key, value] of Object.entries(plain)) await succeed("config", "set", key, value);
    const secret = {
        // An argument that begins with a dash would be taken for an option.
        "okta:privateKey": `\n${privateKeyPem}`,
        "opa:key": tenant.credentials.opaKeyId,
        "opa:secret": tenant.credentials.opaKeySecret,
    };
    for (const [key, value] of Object.entries(secret)) await succeed("config", "set", "--secret", key, value);
    return privateKeyPem;
}

/** The body's lines of a private key; the last may be too short to be told from anything else. */
function pemLines(pem: string): readonly string[] {
    return ["PRIVATE KEY", ...pem.split("\n").filter((line) => line.length === 64)];
}

/** Every file of the state, with its history, and the stack's file. */
function storedBy({ folder }: Scene): readonly string[] {
    const state = join(folder, "..", "state");
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = [...files.map((file) => join(file.parentPath, file.name)), join(folder, "Pulumi.dev.yaml")];
    return paths.map((path) => readFileSync(path, "utf8"));
}

/** Those secrets, and anything that looks like a JWT (a bearer token, an assertion, a proof), as they are or in base64. */
function leaksIn(texts: readonly string[], secrets: readonly string[]): readonly string[] {
    const told = (form: string) => texts.some((text) => text.includes(form));
    const jwts = texts.flatMap((text) => text.match(/eyJ[\w-]{8,}\.[\w-]+/g) ?? []);
    return [...secrets.filter((secret) => [secret, ...base64Forms(secret)].some(told)), ...jwts];
}

/** What base64 makes of a text wherever in a longer one it begins, without the ends that its neighbours change. */
function base64Forms(secret: string): readonly string[] {
    return [0, 1, 2].map((before) => {
        const whole = Buffer.from(`${"-".repeat(before)}${secret}`);
        const isWhole = whole.length - (whole.length % 3);
        return whole
            .subarray(0, isWhole)
            .toString("base64")
            .slice(before === 0 ? 0 : 4);
    });
}
