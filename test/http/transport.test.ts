import assert from "node:assert/strict";
import { agentsFor } from "../../resources/http/network/agents";
import { transport, userAgent } from "../../resources/http/network/transport";
import type { ApiRequest, Send } from "../../resources/http/send";
import { type Handler, json, ScriptedServer } from "./support/scripted-server";

describe("the transport", () => {
    let server: ScriptedServer | undefined;
    afterEach(async () => {
        await server?.close();
        server = undefined;
    });

    async function to(handler: Handler): Promise<{ send: Send; calls: ScriptedServer["calls"] }> {
        server = new ScriptedServer(handler);
        const origin = `http://127.0.0.1:${await server.start()}`;
        return {
            send: transport({ origin, timeoutMs: 5_000, userAgent: userAgent(), agentFor: agentsFor(origin) }),
            calls: server.calls,
        };
    }

    const get: ApiRequest = { method: "GET", path: "/a" };

    it("sends the query in its order, lists repeated, undefined left out", async () => {
        const { send, calls } = await to((_call, response) => json(response, {}));

        await send({
            ...get,
            query: { search: 'name eq "ä&b"', limit: 5, none: undefined, id: ["x", "y"], all: true },
        });

        assert.equal(calls[0]?.url, "/a?search=name+eq+%22%C3%A4%26b%22&limit=5&id=x&id=y&all=true");
    });

    it("sends JSON, a form, or no body and no content type", async () => {
        const { send, calls } = await to((_call, response) => json(response, {}));

        await send({ method: "PUT", path: "/a", body: { name: "ä", gone: undefined, nothing: null } });
        await send({ method: "POST", path: "/a", body: new URLSearchParams({ scope: "a b" }) });
        await send({ method: "DELETE", path: "/a" });

        assert.deepEqual(
            calls.map(({ body, headers }) => [headers["content-type"], body]),
            [
                ["application/json", '{"name":"ä","nothing":null}'],
                ["application/x-www-form-urlencoded;charset=UTF-8", "scope=a+b"],
                [undefined, ""],
            ],
        );
    });

    it("says how long the answer took", async () => {
        const { send } = await to((_call, response) => void setTimeout(() => json(response, {}), 50));

        const beganMs = performance.now();
        const { tookMs = 0 } = await send(get);

        const atMostMs = performance.now() - beganMs;
        assert.ok(tookMs >= 45 && tookMs <= Math.ceil(atMostMs), `${tookMs} ms of ${atMostMs} ms`);
    });

    it("names the package and its version as user agent, and asks for JSON", async () => {
        const { send, calls } = await to((_call, response) => json(response, {}));

        await send(get);

        assert.match(calls[0]?.headers["user-agent"] ?? "", /^pulumi-okta-opa\/\d+\.\d+\.\d+\S* node\/\d+/);
        assert.equal(calls[0]?.headers.accept, "application/json");
    });

    it("keeps connections alive, but gives each POST its own", async () => {
        const { send, calls } = await to((_call, response) => json(response, {}));

        for (const method of ["GET", "PUT", "POST", "POST", "GET"] as const) await send({ method, path: "/a" });

        assert.deepEqual(
            calls.map(({ connection }) => connection),
            [1, 1, 2, 3, 1],
        );
    });

    it("follows no redirect", async () => {
        const { send, calls } = await to((_call, response) =>
            response.writeHead(302, { location: "/elsewhere" }).end(),
        );

        assert.equal((await send(get)).status, 302);
        assert.equal(calls.length, 1);
    });

    it("answers an empty body as undefined, and each Link line", async () => {
        const { send } = await to((_call, response) =>
            response.writeHead(200, { link: ['<http://x/a>; rel="self"', '<http://x/b>; rel="next"'] }).end(),
        );

        const { body, headers } = await send(get);

        assert.equal(body, undefined);
        assert.equal(headers.get("link"), '<http://x/a>; rel="self", <http://x/b>; rel="next"');
    });

    it("refuses to send a path that would arrive as another", async () => {
        const { send, calls } = await to((_call, response) => json(response, {}));

        for (const path of [
            "/groups/..",
            "/groups/%2e%2e/x",
            "/groups/./x",
            "groups",
            "/a b",
            "/a?b=c",
            "/a#b",
            "//a/../b",
        ]) {
            await assert.rejects(send({ method: "DELETE", path }), { kind: "rejected", mayHaveHappened: false }, path);
        }
        assert.equal(calls.length, 0);
    });
});
