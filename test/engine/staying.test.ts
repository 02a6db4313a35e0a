import assert from "node:assert/strict";
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
        await scene.close();

        for (const result of [preview, withPreview, applied]) {
            assert.equal(result.code, exitCodes.failed, said(result));
            assert.match(said(result), /As they were applied last stay: "payments"\. The others go on/);
            assert.match(said(result), /teams\[0\]\.members\[0\]: "nobody@example.com" does not exist in Okta\./);
        }
    });
});
