import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { engineTestMs, payments, place, said, startTeams, writesTo } from "./support/scene";

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

describe("a member who was deleted from Okta, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is left out with a warning, is no drift, and holds up nobody; one with a new login is named, and keeps the access", async () => {
        const scene = await startTeams([payments]);
        await scene.up();
        const { store } = scene.tenant;
        const group = only(store.groups.values(), (one) => one.name === "team-payments" && one.type === "OKTA_GROUP");
        const idOf = (login: string) => store.userWithLogin(login)?.id ?? assert.fail(login);
        const path = `/api/v1/users/${idOf("ben@example.com")}`;
        await scene.administrator.okta("DELETE", path);
        await scene.administrator.okta("DELETE", path);
        const mobile = { name: "mobile", members: ["chloe@example.com"] };

        const nightly = await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments, mobile] });
        const applied = await scene.up();
        const ana = idOf("ana@example.com");
        await scene.administrator.okta("POST", `/api/v1/users/${ana}`, { profile: { login: "anna@example.com" } });
        scene.tenant.clearRequests();
        const renamed = await scene.up();
        await scene.close();

        for (const text of [said(nightly), applied]) {
            assert.match(text, /warning: "ben@example.com" does not exist in Okta\. It was left out of the group/);
        }
        assert.ok([...store.policies.values()].some(({ name }) => name === "team-mobile secrets"));
        assert.match(
            renamed,
            /warning: "ana@example.com" has the login "anna@example.com" in Okta now, and keeps the access\./,
        );
        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual([...store.membersOf(group.id)], [ana]);
    });
});

describe("members whom Okta does not push, and logins of a format of the org's own, on the real engine", function () {
    this.timeout(engineTestMs);

    it("are in the group, and it is said what their state means", async () => {
        const logins = ["00123456", "acme/dario", "ACME\\emma", "new@example.com"];
        const scene = await startTeams([{ name: "payments", members: logins }]);
        const { store } = scene.tenant;
        for (const login of logins) {
            const profile = { login, email: "one@example.com", firstName: "One", lastName: "Person" };
            await scene.administrator.okta("POST", `/api/v1/users?activate=${login !== "new@example.com"}`, {
                profile,
            });
        }
        await scene.administrator.okta("POST", `/api/v1/users/00123456/lifecycle/suspend`);

        const applied = await scene.up();
        const group = only(store.groups.values(), (one) => one.name === "team-payments" && one.type === "OKTA_GROUP");
        await scene.close();

        assert.deepEqual([...store.membersOf(group.id)].map((id) => store.users.get(id)?.login).sort(), logins.sort());
        assert.match(applied, /warning: "new@example.com" is not activated in Okta yet \(STAGED\)/);
        assert.match(applied, /warning: "00123456" is suspended in Okta \(SUSPENDED\)/);
    });
});
