import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ask } from "./support/asking";
import { sceneForEach } from "./support/scene";

/** What the tenant serves for itself, each with what it would do. */
const own = [
    { method: "GET", target: "/" },
    { method: "GET", target: "/page/page.mjs" },
    { method: "GET", target: "/control/state" },
    { method: "GET", target: "/control/requests" },
    { method: "GET", target: "/control/events" },
    { method: "POST", target: "/control/reset" },
    { method: "POST", target: "/%63ontrol/reset" },
    { method: "POST", target: "/control/faults", text: '{"status":503}' },
    { method: "PUT", target: "/control/settings", text: '{"pushDelayMs":1}' },
    { method: "DELETE", target: "/control/requests" },
] as const;

const run = promisify(execFile);

const hasCurl = () =>
    run("curl", ["--version"]).then(
        () => true,
        () => false,
    );

describe("a page of somebody else's in a browser on this machine", () => {
    const at = sceneForEach();

    const ways: Readonly<Record<string, (here: string) => Record<string, string>>> = {
        "from its own address": () => ({ origin: "https://evil.example" }),
        "from another port of this machine": () => ({ origin: "http://127.0.0.1:1" }),
        "from a frame or a file, which have no origin": () => ({ origin: "null" }),
        "by a name of its own that leads here": () => ({ host: "evil.example" }),
        "by such a name, of its own origin": (here) => ({
            host: `evil.example:${here}`,
            origin: `http://evil.example:${here}`,
        }),
        "by a name that begins like this machine's": () => ({ host: "localhost.evil.example" }),
        "without an origin, as a picture or a script is asked for": () => ({ "sec-fetch-site": "cross-site" }),
        "without an origin, from another port": () => ({ "sec-fetch-site": "same-site" }),
    };
    for (const [way, headersFor] of Object.entries(ways)) {
        it(`gets nothing and changes nothing ${way}`, async () => {
            const { tenant, me } = at.scene;
            await me.okta("GET", "/api/v1/groups");
            const headers = { ...headersFor(new URL(tenant.url).port), "content-type": "text/plain" };

            for (const call of own) {
                const { status, text } = await ask(tenant, { ...call, headers });
                assert.equal(status, 403, `${call.method} ${call.target}`);
                assert.match(text, /programs on this machine and its own page alone/);
            }

            const again = await me.okta("GET", "/api/v1/groups");
            assert.deepEqual([again.status, tenant.requests.length, tenant.settings.pushDelayMs], [200, 2, 300]);
        });
    }

    it("may link to the tenant's page", async () => {
        const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };

        assert.equal((await ask(at.scene.tenant, { target: "/", headers })).status, 200);
    });
});

describe("those the tenant itself is for", () => {
    const at = sceneForEach();

    it("are its own page and programs, by each name of this machine", async () => {
        const { tenant } = at.scene;
        const { port } = new URL(tenant.url);

        for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, "localhost", "localhost:9000"]) {
            const page = { host, origin: `http://${host}`, "sec-fetch-site": "same-origin" };
            for (const headers of [{ host }, page, { host, "sec-fetch-site": "none" }]) {
                const { status } = await ask(tenant, { method: "POST", target: "/control/reset", headers });
                assert.equal(status, 204, JSON.stringify(headers));
            }
        }
        const fetched = await fetch(`${tenant.control}/reset`, { method: "POST" });
        assert.equal(fetched.status, 204);
    });

    it("are people with curl, as the README says it", async function () {
        const { tenant } = at.scene;
        if (!(await hasCurl())) {
            process.stdout.write("      not tried with curl: it is not on the PATH\n");
            this.skip();
        }
        const curl = async (...args: string[]) => {
            const asking = ["-s", "-o", "/dev/null", "-w", "%{http_code}"];
            return (await run("curl", [...asking, ...args])).stdout;
        };
        const order = '{"method":"POST","path":"mappings$","drop":"after"}';

        const codes = [
            await curl("-d", '{"speed":10}', `${tenant.control}/clock`),
            await curl("-d", order, `${tenant.control}/faults`),
            await curl("-X", "DELETE", `${tenant.control}/faults`),
            await curl("-X", "POST", `${tenant.control}/reset`),
            await curl(`${tenant.control}/state`),
        ];

        assert.deepEqual(codes, ["204", "204", "204", "204", "200"]);
    });
});

describe("curl -X PUT, which sends no length of its own", () => {
    const at = sceneForEach();

    it("is answered 411 by Okta's API, as documented, unless it is told that there is no body", async function () {
        if (!(await hasCurl())) {
            process.stdout.write("      not tried with curl: it is not on the PATH\n");
            this.skip();
        }
        const { tenant } = at.scene;
        const url = `${tenant.okta}/api/v1/groups/${await at.scene.group("payments")}/users/${at.scene.userId("ana@example.com")}`;
        const put = async (...args: string[]) => {
            const asking = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-X", "PUT"];
            const who = ["-H", `Authorization: SSWS ${tenant.credentials.oktaApiToken}`];
            return (await run("curl", [...asking, ...who, ...args, url])).stdout;
        };

        assert.deepEqual([await put(), await put("-d", "")], ["411", "204"]);
    });
});

describe("the APIs", () => {
    const at = sceneForEach();

    it("go on ignoring the host, which the Okta plugin sends without a port and in the target too", async () => {
        const { tenant } = at.scene;
        const authorization = `SSWS ${tenant.credentials.oktaApiToken}`;

        for (const [target, host] of [
            ["/api/v1/groups", "example.okta.com"],
            ["http://example.okta.com/api/v1/groups", "example.okta.com"],
            ["http://127.0.0.1/api/v1/groups", "127.0.0.1"],
        ] as const) {
            const { status } = await ask(tenant, { target, headers: { host, authorization } });
            assert.equal(status, 200, target);
        }
    });
});
