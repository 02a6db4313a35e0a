import assert from "node:assert/strict";
import { connect } from "node:net";
import { ask, bodyOf, headerLines } from "./support/asking";
import { sceneForEach } from "./support/scene";

describe("the tenant's Okta, as an HTTP server", () => {
    const at = sceneForEach();

    const authorized = () => ({ authorization: `SSWS ${at.scene.tenant.credentials.oktaApiToken}` });

    it("takes a target in absolute form, whatever host and port are in it", async () => {
        const targets = [
            "http://127.0.0.1",
            `http://127.0.0.1:${new URL(at.scene.tenant.url).port}`,
            "http://acme.okta.com:99",
        ];

        for (const origin of targets) {
            const headers = { ...authorized(), host: "127.0.0.1", "proxy-authorization": "Basic Og==" };
            const answered = await ask(at.scene.tenant, { target: `${origin}/api/v1/users?limit=1`, headers });
            assert.equal(answered.status, 200);
            assert.equal(headerLines(answered, "content-type")[0], "application/json");
            assert.equal(bodyOf<unknown[]>(answered).length, 1);
        }
        assert.deepEqual([...new Set(at.scene.tenant.requests.map(({ path }) => path))], ["/api/v1/users"]);
    });

    it("says in each answer, good or bad, its date, its limits and the id of the request", async () => {
        const targets = ["/api/v1/users/me", "/api/v1/groups/00gNothing", "/api/v1/nothing", "/api/v1/users?search=x"];
        const answers = [];
        for (const target of targets) answers.push(await ask(at.scene.tenant, { target, headers: authorized() }));
        answers.push(await ask(at.scene.tenant, { target: "/api/v1/groups" }));
        for (const status of [400, 429, 500, 503]) {
            at.scene.tenant.fail({ status });
            answers.push(await at.scene.me.okta("GET", "/api/v1/groups"));
        }
        answers.push(await at.scene.me.okta("POST", "/api/v1/groups", "x".repeat(2 ** 20)));
        answers.push(await ask(at.scene.tenant, { target: "/api/v1/groups/50%" }));
        answers.push(await ask(at.scene.tenant, { target: `/api/v1/groups/${"x".repeat(5000)}` }));
        answers.push(await ask(at.scene.tenant, { method: "POST", target: "/oauth2/v1/token", text: "{}" }));

        const names = [
            "date",
            "x-rate-limit-limit",
            "x-rate-limit-remaining",
            "x-rate-limit-reset",
            "x-okta-request-id",
        ];
        for (const answered of answers) {
            assert.deepEqual(
                names.map((name) => headerLines(answered, name).length),
                [1, 1, 1, 1, 1],
                answered.text,
            );
            assert.match(headerLines(answered, "date")[0] ?? "", / GMT$/);
        }
        const ids = new Set(answers.map((answered) => headerLines(answered, "x-okta-request-id")[0]));
        assert.equal(ids.size, answers.length);
    });

    const refusals: readonly (readonly [
        title: string,
        ask: Omit<Parameters<typeof ask>[1], "headers"> & { headers?: Record<string, string>; isOpen?: true },
        status: number,
        code: string,
    ])[] = [
        ["no token", { target: "/api/v1/groups", isOpen: true }, 401, "E0000011"],
        [
            "a wrong token",
            { target: "/api/v1/groups", isOpen: true, headers: { authorization: "SSWS x" } },
            401,
            "E0000011",
        ],
        ...["constructor", "toString", "__proto__"].map(
            (name) =>
                [
                    `the token ${name}`,
                    { target: "/api/v1/groups", isOpen: true as const, headers: { authorization: `SSWS ${name}` } },
                    401,
                    "E0000011",
                ] as const,
        ),
        [
            "another scheme",
            { target: "/api/v1/groups", isOpen: true, headers: { authorization: "Basic x" } },
            401,
            "E0000011",
        ],
        ["an unknown path", { target: "/api/v1/nothing" }, 404, "E0000008"],
        ["another method", { method: "PATCH", target: "/api/v1/groups" }, 405, "E0000022"],
        ["a path that cannot be decoded", { target: "/api/v1/groups/50%" }, 400, "E0000001"],
        ["an Accept without JSON", { target: "/api/v1/groups", headers: { accept: "text/html" } }, 400, "E0000021"],
        ["a body of another type", { method: "POST", target: "/api/v1/groups", text: "{}" }, 400, "E0000021"],
        ...["json", "", "application/"].map(
            (type) =>
                [
                    `a body of the type "${type}"`,
                    { method: "POST", target: "/api/v1/groups", text: "{}", headers: { "content-type": type } },
                    400,
                    "E0000021",
                ] as const,
        ),
        [
            "a body that is no JSON",
            { method: "POST", target: "/api/v1/groups", text: "{", headers: { "content-type": "application/json" } },
            400,
            "E0000003",
        ],
        [
            "a body that is too large",
            { method: "POST", target: "/api/v1/groups", text: "x".repeat(2 ** 20 + 1) },
            413,
            "E0000001",
        ],
    ];
    for (const [title, { headers = {}, isOpen, ...call }, status, code] of refusals) {
        it(`refuses ${title} with ${status} ${code} and the form of every Okta error`, async () => {
            const answered = await ask(at.scene.tenant, {
                ...call,
                headers: { ...(isOpen ? {} : authorized()), ...headers },
            });

            const body = bodyOf(answered);
            assert.deepEqual([answered.status, body["errorCode"], body["errorLink"]], [status, code, code]);
            assert.deepEqual(Object.keys(body), ["errorCode", "errorSummary", "errorLink", "errorId", "errorCauses"]);
            assert.equal(at.scene.tenant.requests.length, 1);
        });
    }

    for (const line of ["PUT /api/v1/groups/x/users/y", "POST /api/v1/groups", "POST /oauth2/v1/token"]) {
        it(`refuses ${line} with neither length nor body with 411`, async () => {
            assert.match(await answerTo(line), /^HTTP\/1\.1 411 /);
        });
    }

    /** What comes back to a request line that no client library would send. */
    async function answerTo(line: string): Promise<string> {
        const { port } = new URL(at.scene.tenant.url);
        const socket = connect(Number(port), "127.0.0.1").setEncoding("utf8");
        const authorization = `Authorization: ${authorized().authorization}`;
        socket.end(`${line} HTTP/1.1\r\nHost: x\r\n${authorization}\r\nConnection: close\r\n\r\n`);
        const parts: string[] = [];
        for await (const part of socket) parts.push(String(part));
        return parts.join("");
    }

    for (const target of ["http://[", "http://", "http:///", "*", "/\\", "//", "//x:y:z/", "/%zz", "///["]) {
        it(`answers a target like ${target} with an error of its own, and goes on`, async () => {
            const answer = await answerTo(`GET ${target}`);

            assert.match(answer, /^HTTP\/1\.1 40[04] .*"errorCode":"E00000(01|08)"/s);
            assert.equal(at.scene.tenant.requests.length, 1);
            assert.equal((await at.scene.me.okta("GET", "/api/v1/groups")).status, 200);
        });
    }

    it("takes a path with two slashes for no other path", async () => {
        const answer = await answerTo("GET //x/api/v1/groups");

        assert.match(answer, /^HTTP\/1\.1 404 .*"errorCode":"E0000008"/s);
        assert.equal(at.scene.tenant.requests[0]?.path, "//x/api/v1/groups");
    });

    it("lets nobody in whose role was taken away, and lets the second identity in all the same", async () => {
        at.scene.tenant.standing.hasOktaRole = false;

        const answers = [
            await at.scene.me.okta("GET", "/api/v1/groups"),
            await at.scene.admin.okta("GET", "/api/v1/groups"),
        ];

        assert.deepEqual(
            answers.map(({ status }) => status),
            [403, 200],
        );
        assert.equal(bodyOf(answers[0] as (typeof answers)[0])["errorCode"], "E0000006");
    });

    it("names in the log who called", async () => {
        await at.scene.me.okta("GET", "/api/v1/users/me");
        await at.scene.admin.okta("GET", "/api/v1/users/me");
        await ask(at.scene.tenant, { target: "/api/v1/users/me" });

        assert.deepEqual(
            at.scene.tenant.requests.map(({ by }) => by),
            ["automation", "administrator", "nobody"],
        );
    });
});
