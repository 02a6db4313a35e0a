import assert from "node:assert/strict";
import type { Tenant } from "../../tenant";
import { inventoryOf } from "./support/inventory";
import { engineTestMs, payments, place, type Scene, startScene } from "./support/scene";

/** What README.md asks for to preview, and to make groups and push them. */
const scopes = ["okta.apps.read", "okta.groups.read", "okta.users.read", "okta.apps.manage", "okta.groups.manage"];
const teams = { ...place, "pulumi-okta-opa:teams": [payments] };

/** How somebody gives credentials for Okta, and who they are then to the tenant. */
interface Way {
    readonly env: NodeJS.ProcessEnv;
    readonly config: Readonly<Record<string, unknown>>;
    readonly holder: string;
}

function token({ credentials }: Tenant): Way {
    return { env: {}, config: { "okta:apiToken": credentials.oktaApiToken }, holder: "automation" };
}

function appInEnvironment(tenant: Tenant): Way {
    const { clientId, keyId, privateKeyPem } = tenant.addOAuthClient({ scopes });
    const env = {
        OKTA_API_CLIENT_ID: clientId,
        OKTA_API_PRIVATE_KEY: privateKeyPem,
        OKTA_API_PRIVATE_KEY_ID: keyId,
        OKTA_API_SCOPES: scopes.join(","),
    };
    return { env, config: {}, holder: clientId };
}

function provenAppInConfiguration(tenant: Tenant): Way {
    const { clientId, keyId, privateKeyPem } = tenant.addOAuthClient({ scopes, requiresDpop: true });
    const config = {
        "okta:clientId": clientId,
        "okta:privateKey": privateKeyPem,
        "okta:privateKeyId": keyId,
        "okta:scopes": scopes,
    };
    return { env: {}, config, holder: clientId };
}

/** The first asks most of the plugin and of ours; `npm run test:long` takes the others, too. */
const ways = (
    [
        ["a service app with proofs of possession in stack configuration", provenAppInConfiguration],
        ["a service app in the environment", appInEnvironment],
        ["an API token in stack configuration", token],
    ] as const
).slice(0, process.env["ENGINE_CREDENTIALS"] === "all" ? undefined : 1);

describe("credentials for Okta, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene | undefined;

    afterEach(async () => {
        await scene?.close();
        scene = undefined;
    });

    for (const [what, wayOf] of ways) {
        it(`make, preview and take away a space as ${what}`, async () => {
            let way: Way | undefined;
            scene = await startScene({
                config: teams,
                env(tenant) {
                    way = wayOf(tenant);
                    return { OKTA_API_TOKEN: undefined, ...way.env };
                },
            });
            const { tenant, configure, succeed } = scene;
            configure({ ...teams, ...way?.config });
            const before = inventoryOf(tenant);

            await succeed("up", "--yes", "--skip-preview");
            const between = inventoryOf(tenant);
            await succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
            await succeed("destroy", "--yes", "--skip-preview");

            assert.notDeepEqual(between, before);
            assert.deepEqual(inventoryOf(tenant), before);
            // By the plugin's calls and by ours.
            const calls = tenant.requests.filter(({ api, path }) => api === "okta" && !path.endsWith("/token"));
            assert.deepEqual([...new Set(calls.map(({ by }) => by))], [way?.holder]);
            for (const path of ["/api/v1/groups", `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`]) {
                assert.ok(calls.some((call) => call.method === "POST" && call.path === path && call.status < 300));
            }
        });
    }

    for (const [what, wrong, told] of [
        [
            "a key that the plugin does not know",
            { "okta:deadlineSeconds": "60" },
            /okta:deadlineSeconds is none of the Okta plugin's keys/,
        ],
        [
            "scopes with commas",
            { "okta:clientId": "0oa", "okta:privateKey": "/no/such/file", "okta:scopes": scopes.join(",") },
            /okta:scopes is "okta\.apps\.read,.*Write `pulumi config set okta:scopes '\["okta\.apps\.read",/,
        ],
        [
            "an organisation with its domain",
            { "okta:orgName": "https://acme.okta.com", "okta:apiToken": "00token" },
            /okta:orgName is "https:\/\/acme\.okta\.com"\. Write `pulumi config set okta:orgName acme`/,
        ],
    ] as const) {
        it(`are refused with ${what}, before anything is sent`, async () => {
            const missing = { OKTA_API_TOKEN: undefined, OKTA_HTTP_PROXY: undefined, OKTA_ORG_NAME: undefined };
            scene = await startScene({ config: { ...teams, ...wrong }, env: { ...missing, OKTAPAM_TEAM: undefined } });

            const heard = await scene.fail("preview");

            assert.match(heard, told);
            // Together with what is missing, of OPA too.
            assert.match(heard, /OPA team: set OKTAPAM_TEAM/);
            assert.deepEqual(scene.tenant.requests, []);
        });
    }

    it("are refused by the plugin too, where nothing of ours looks at them first", async () => {
        const program = {
            "index.ts": 'import { Group } from "@pulumi/okta/group";\n\nnew Group("g", { name: "g" });\n',
        };
        scene = await startScene({ program, config: { "okta:deadlineSeconds": "60" } });

        assert.match(
            await scene.fail("preview"),
            /`okta:deadlineSeconds` is not a valid configuration key for the okta provider\. If the referenced key/,
        );
        scene.configure({ "okta:clientId": "0oa", "okta:scopes": "okta.apps.read,okta.groups.read" });
        assert.match(await scene.fail("preview"), /malformed resource inputs: invalid character 'o'/);
    });
});
