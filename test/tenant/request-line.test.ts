import assert from "node:assert/strict";
import { linesFor } from "../../tenant/request-line";
import type { RecordedRequest } from "../../tenant/request-log";
import { Store } from "../../tenant/store/store";

const call: RecordedRequest = {
    api: "okta",
    method: "GET",
    path: "/api/v1/groups",
    query: "",
    status: 200,
    atMs: Date.parse("2026-01-05T09:00:00.123Z"),
    by: "automation",
    userAgent: "curl/8.5.0",
    writes: false,
    isFaulted: false,
};

function storeWith(id: string, name: string): Store {
    const store = new Store();
    store.resourceGroups.set(id, { id, seq: 1, name, description: "", delegatedAdminGroupIds: [] });
    return store;
}

describe("the line for a call", () => {
    it("says when, which API, how it ended, what and who", () => {
        const lineOf = linesFor(new Store());

        const lines = [
            lineOf(call),
            lineOf({ ...call, api: "opa", method: "DELETE", path: "/v1/teams/example", status: 0, by: "nobody" }),
        ];

        assert.deepEqual(lines, [
            "09:00:00.123 okta  200 GET    /api/v1/groups (automation)",
            "09:00:00.123 opa  none DELETE /v1/teams/example (nobody)",
        ]);
    });

    it("has the query as it was before it was encoded", () => {
        const line = linesFor(new Store())({ ...call, query: "search=name+eq+%22a%26b%22&limit=2" });

        assert.match(line, / \/api\/v1\/groups\?search=name eq "a&b"&limit=2 /);
    });

    it("has a query as it is that was never encoded", () => {
        const line = linesFor(new Store())({ ...call, query: "search=100%" });

        assert.match(line, / \/api\/v1\/groups\?search=100% /);
    });

    it("names an object in place of its id, also when it is gone since", () => {
        const store = storeWith("9bf38d1b", "platform");
        const lineOf = linesFor(store);
        const path = "/v1/teams/example/resource_groups/9bf38d1b/projects";

        const before = lineOf({ ...call, path });
        store.clear();
        const after = lineOf({ ...call, path });

        assert.match(before, / \/v1\/teams\/example\/resource_groups\/\{platform\}\/projects /);
        assert.equal(after, before);
    });

    it("gives a terminal nothing to obey", () => {
        const store = storeWith("9bf38d1b", "plat\u001b[2J\u202eform");

        const line = linesFor(store)({ ...call, path: "/resource_groups/9bf38d1b", query: "search=%1b[31m%0aforged" });

        assert.ok(
            line.includes(" /resource_groups/{plat\\u{1b}[2J\\u{202e}form}?search=\\u{1b}[31m\\u{a}forged "),
            line,
        );
    });
});
