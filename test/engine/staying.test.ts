import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { engineTestMs, exitCodes, payments, place, said, startTeams } from "./support/scene";

const search = { name: "search", members: ["chloe@example.com"], folders: ["dev"] };
const mobile = { name: "mobile", members: ["dario@example.com"] };

describe("a team that cannot be planned, on the real engine", function () {
    this.timeout(2 * engineTestMs);

    it("stays as it is, the others go on, nothing is deleted, and preview and run fail until it is right again", async () => {
        const scene = await startTeams([payments, search, mobile]);
        await scene.up();
        // One is wrong, one is changed, one is removed.
        const wrong = { name: "payments", members: ["nobody@example.com"], privileges: "manage" };
        const changed = { ...search, members: ["chloe@example.com", "emma@example.com"] };
        scene.configure({ ...place, "pulumi-okta-opa:teams": [wrong, changed] });

        const preview = await scene.pulumi("preview");
        const withPreview = await scene.pulumi("up", "--yes");
        const applied = await scene.pulumi("up", "--yes", "--skip-preview");
        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments, changed, mobile] });
        // The change was made, and the other two are as they were.
        await scene.succeed("preview", "--expect-no-changes");

        // A removal that could not come to its end leaves a part of a team, which nobody can keep as it was.
        const { store } = scene.tenant;
        const folder = only(store.folders.values(), ({ name }) => name === "search");
        const [id, seq] = [store.ids.opa(), store.ids.next()];
        store.secrets.set(id, { ...folder, id, seq, name: "key", parentId: folder.id });
        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments, mobile] });
        await scene.fail("up", "--yes", "--skip-preview");
        const more = { ...mobile, members: ["dario@example.com", "emma@example.com"] };
        const again = { ...changed, members: ["nobody@example.com"] };
        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments, more, again] });
        const partly = await scene.fail("up", "--yes", "--skip-preview");
        const state = await scene.state();
        await scene.close();

        assert.match(partly, /Of these, state has only a part, which stays: "search"\./);
        assert.match(partly, /mobile-members.* updated/);
        assert.doesNotMatch(partly, /delet(ed|ing)\b(?! in this run)/);
        assert.match(state, /::search-folder"/);
        assert.doesNotMatch(state, /::search-policy"/);

        for (const result of [preview, withPreview, applied]) {
            assert.equal(result.code, exitCodes.failed, said(result));
            assert.match(said(result), /As they were applied last stay: "payments"\. The others go on/);
            assert.match(said(result), /teams\[0\]\.members\[0\]: "nobody@example.com" does not exist in Okta\./);
        }
    });
});
