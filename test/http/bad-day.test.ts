import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { usualConditions } from "../../resources/http/connect";
import { ApiFailure } from "../../resources/http/failure/api-failure";
import { openOkta } from "../../resources/okta/connection/connect";
import { seeded } from "./support/random";
import { json, ScriptedServer } from "./support/scripted-server";

describe("3,000 calls over a real port on a bad day", () => {
    it("are all answered, but for those POSTs of which nobody can know, and none is done twice", async () => {
        const random = seeded(11);
        const done = new Map<string, number>();
        const server = new ScriptedServer(({ method, url }, response) => {
            const choice = random();
            // Half of the failures come before the effect, half after it.
            if (choice >= 0.03 && method !== "GET") done.set(url, method === "PUT" ? 1 : (done.get(url) ?? 0) + 1);
            if (!fail(choice, response)) json(response, {});
        });
        const origin = `http://127.0.0.1:${await server.start()}`;
        const credential = { type: "api-token", apiToken: "token-of-the-test" } as const;
        // No waits between tries: this is about sockets.
        const send = openOkta({ origin, credential }, { ...usualConditions({}), random: () => 0 });
        const calls = Array.from({ length: 3_000 }, (_, number) => ({
            method: (["GET", "PUT", "POST"] as const)[number % 3] ?? "GET",
            path: `/api/v1/groups/${number}`,
        }));

        const outcomes = await Promise.all(calls.map((call) => send(call).then(() => "answered", checkUnknown)));

        await server.close();
        const answeredWrites = calls.filter(({ method }, index) => method !== "GET" && outcomes[index] === "answered");
        assert.ok(outcomes.includes("unknown"));
        assert.ok(answeredWrites.every(({ path }) => done.get(path) === 1));
        assert.ok([...done.values()].every((times) => times === 1));
        assert.ok(server.calls.length > 3_050, `${server.calls.length}`);
    }).timeout(60_000);
});

function checkUnknown(failure: unknown): string {
    assert.ok(
        failure instanceof ApiFailure && failure.mayHaveHappened && failure.details.method === "POST",
        `${failure}`,
    );
    return "unknown";
}

/** Three in a hundred before, three after the effect: a drop, a 503, an answer cut off. */
function fail(choice: number, response: ServerResponse): boolean {
    const kind = choice < 0.06 ? Math.floor((choice % 0.03) * 100) : -1;
    if (kind === 0) response.destroy();
    if (kind === 1) json(response, {}, 503);
    if (kind === 2) {
        response.writeHead(500, { "content-length": "50" }).write("{");
        setImmediate(() => response.destroy());
    }
    return kind >= 0;
}
