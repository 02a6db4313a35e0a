import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { engineTestMs, payments, said, startTeams } from "./support/scene";

describe("a member who was deactivated in Okta, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is left out with a warning, is no drift, and holds up neither the team nor others", async () => {
        const scene = await startTeams([payments]);
        await scene.up();
        const { store } = scene.tenant;
        const group = only(store.groups.values(), (one) => one.name === "team-payments" && one.type === "OKTA_GROUP");
        const ben = store.userWithLogin("ben@example.com")?.id ?? "";

        await scene.administrator.okta("POST", `/api/v1/users/${ben}/lifecycle/deactivate`);
        const nightly = said(
            await scene.succeed("preview", "--refresh", "--run-program", "--diff", "--expect-no-changes"),
        );
        const applied = await scene.up();
        const logins = [...store.membersOf(group.id)].map((id) => store.users.get(id)?.login);
        await scene.succeed("preview", "--expect-no-changes");
        await scene.close();

        for (const text of [nightly, applied]) {
            assert.match(text, /warning: "ben@example.com" is deactivated in Okta and was left out of the group/);
        }
        assert.deepEqual(logins, ["ana@example.com"]);
    });
});
