import assert from "node:assert/strict";
import { becomesFree } from "../../../resources/opa/secret-folder/tree/sibling-folder";
import { below, findAt, recentItemsAt, topOf } from "../../../resources/opa/secret-folder/tree/tree";
import { folder, listedOpa, secret } from "../support/listed-opa";

const key = { resourceGroupId: "g", projectId: "p" };
const tree = { "": [folder("teams")], teams: [folder("a"), folder("b")], a: [], b: [] };
type Places = Parameters<typeof listedOpa>[0];

describe("a name in a place", () => {
    const patience = { deadlineMs: 20, firstMs: 5, longestMs: 5 };
    const own = { owner: "acme/dev/payments", isAdopted: false };
    const marked = (owner: string) => folder("a", { description: `[pulumi:${owner}]` });
    const free = (lists: Places, read: object = marked("acme/dev/billing")) => {
        const { opa } = listedOpa({ ...tree, ...lists });
        const reading: typeof opa.send = async (request) =>
            request.path.endsWith("/secret_folders/a")
                ? { status: 200, headers: new Headers(), body: read }
                : opa.send(request);
        const place = below(topOf({ opa: { ...opa, send: reading }, key }), { id: "teams", name: "teams" });
        return becomesFree(place, "a", own, patience);
    };

    it("is free, or becomes so when another resource of the stack gives it up in time", async () => {
        assert.equal(await free({ teams: [folder("b")] }), true);
        assert.equal(
            await free({ teams: [[folder("b"), folder("a")], [folder("b"), folder("a")], [folder("b")]] }),
            true,
        );
        assert.equal(await free({ teams: [folder("b"), folder("a")] }), false);
    });

    it("is not waited for while anybody else has it", async () => {
        const given = { teams: [[folder("a")], []] };
        for (const read of [folder("a"), marked("acme/prod/billing"), marked(own.owner)]) {
            assert.equal(await free(given, read), false);
        }
        assert.equal(await free({ teams: [[secret("a")], []] }), false);
        const { opa } = listedOpa({ ...tree, teams: [[folder("hidden")], []] });
        const teams = below(topOf({ opa, key }), { id: "teams", name: "teams" });
        assert.equal(await becomesFree(teams, "hidden", own, patience), false);
    });

    it("is looked for anew where an earlier listing lacks it", async () => {
        const { opa } = listedOpa({ ...tree, teams: [[], [folder("a")]] });
        const teams = below(topOf({ opa, key }), { id: "teams", name: "teams" });

        assert.deepEqual(await recentItemsAt(teams), []);
        assert.equal(await findAt(teams, (items) => items.find(({ name }) => name === "a")?.id), "a");
    });
});
