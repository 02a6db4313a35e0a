import assert from "node:assert/strict";
import { assign, assignUser, makeApp, makeGroup, makeGroupRule } from "../../tenant/store/make-okta";
import { bodyOf, headerLines } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

interface AppUser {
    readonly id: string;
    readonly scope: string;
    readonly credentials: { readonly userName: string };
    readonly _embedded?: { readonly user: { readonly status: string } };
}

async function people({ me }: Scene, appId: string, query = ""): Promise<AppUser[]> {
    return made(await me.okta("GET", `/api/v1/apps/${appId}/users${query}`));
}

const logins = (users: readonly AppUser[]) => users.map(({ credentials }) => credentials.userName);

describe("the people of an app in the tenant's Okta", () => {
    const at = sceneForEach();

    /** An app that is assigned to a group with Ana and Ben in it, and to Chloe and Ana themselves. */
    async function app(): Promise<string> {
        const { store } = at.scene.tenant;
        const { id } = makeApp(store, 0, { name: "workday", label: "Workday" });
        assign(store, 0, id, await at.scene.group("hr", "ana@example.com", "ben@example.com"));
        for (const login of ["chloe@example.com", "ana@example.com"]) assignUser(store, id, at.scene.userId(login));
        return id;
    }

    it("are those it is assigned to, each once: themselves, or through a group", async () => {
        const users = await people(at.scene, await app());

        assert.deepEqual(
            users.map(({ credentials, scope }) => [credentials.userName, scope]),
            [
                ["ana@example.com", "USER"],
                ["ben@example.com", "GROUP"],
                ["chloe@example.com", "USER"],
            ],
        );
    });

    it("are found by the beginning of a name, and come with the user when asked", async () => {
        const appId = await app();

        const [found, expanded] = [
            await people(at.scene, appId, "?q=Bau"),
            await people(at.scene, appId, "?expand=user"),
        ];

        assert.deepEqual(logins(found), ["ben@example.com"]);
        assert.deepEqual([found[0]?._embedded, expanded[0]?._embedded?.user.status], [undefined, "ACTIVE"]);
    });

    it("are listed 50 to a page, at most 500, and the links keep what was asked", async () => {
        const { tenant, me } = at.scene;
        tenant.seedMany({ users: 60 });
        const path = `/api/v1/apps/${tenant.opaAppId}/users`;
        const store = tenant.store;
        for (const { id, login } of store.users.values()) {
            if (login.startsWith("person")) assignUser(store, tenant.opaAppId, id);
        }

        const first = await me.okta("GET", `${path}?q=person&expand=user`);
        const [, next = ""] = headerLines(first, "link");
        const target = new URL(/<(.+)>/.exec(next)?.[1] ?? "");
        const second = await me.okta("GET", `${target.pathname}${target.search}`);
        const tooMany = await me.okta("GET", `${path}?limit=501`);

        assert.deepEqual(
            [bodyOf<unknown[]>(first).length, bodyOf<unknown[]>(second).length, tooMany.status],
            [50, 10, 400],
        );
        assert.deepEqual([target.searchParams.get("q"), target.searchParams.get("expand")], ["person", "user"]);
    });

    it("lose who is deactivated, however they were assigned", async () => {
        const appId = await app();
        for (const login of ["ana@example.com", "ben@example.com"]) {
            await at.scene.admin.okta("POST", `/api/v1/users/${at.scene.userId(login)}/lifecycle/deactivate`);
        }

        assert.deepEqual(logins(await people(at.scene, appId)), ["chloe@example.com"]);
    });

    it("may be pushed when they are assigned themselves, as through a group", async () => {
        const { tenant, admin } = at.scene;
        const [everyoneId = ""] = tenant.store.appAssignments.get(tenant.opaAppId)?.keys() ?? [];
        made(await admin.okta("DELETE", `/api/v1/apps/${tenant.opaAppId}/groups/${everyoneId}`));
        assignUser(tenant.store, tenant.opaAppId, at.scene.userId("ben@example.com"));
        await at.scene.mapping("payments", "ana@example.com", "ben@example.com");
        tenant.clock.flush();

        assert.deepEqual([...(tenant.store.opaGroupNamed("payments")?.members ?? [])], ["ben@example.com"]);
        assert.deepEqual(logins(await people(at.scene, tenant.opaAppId)), ["ben@example.com"]);
    });
});

describe("what else is known of a group in the tenant's Okta", () => {
    const at = sceneForEach();

    it("are the rules that fill it, by a part of their name, with its name when asked", async () => {
        const groupId = await at.scene.group("payments");
        makeGroupRule(at.scene.tenant.store, 0, {
            name: "Payments people",
            expression: 'user.department=="Payments"',
            groupIds: [groupId],
        });
        makeGroupRule(at.scene.tenant.store, 0, { name: "Others", expression: "false", groupIds: [] });

        const rules = made<Record<string, unknown>[]>(
            await at.scene.me.okta("GET", "/api/v1/groups/rules?search=payments&expand=groupIdToGroupNameMap"),
        );

        assert.deepEqual(
            rules.map(({ status, actions, _embedded }) => [status, actions, _embedded]),
            [
                [
                    "ACTIVE",
                    { assignUserToGroups: { groupIds: [groupId] } },
                    { groupIdToGroupNameMap: { [groupId]: "payments" } },
                ],
            ],
        );
    });

    it("are the apps it is assigned to, and of a person the groups", async () => {
        const { tenant, me } = at.scene;
        const groupId = await at.scene.group("payments", "ana@example.com");
        assign(tenant.store, 0, tenant.opaAppId, groupId);

        const apps = made<{ id: string }[]>(await me.okta("GET", `/api/v1/groups/${groupId}/apps`));
        const groups = made<{ profile: { name: string } }[]>(
            await me.okta("GET", "/api/v1/users/ana@example.com/groups"),
        );

        assert.deepEqual(
            apps.map(({ id }) => id),
            [tenant.opaAppId],
        );
        assert.deepEqual(
            groups.map(({ profile }) => profile.name),
            ["Everyone", "All staff", "payments"],
        );
    });

    it("is where it comes from: a directory's has a profile of its own, and members by import only", async () => {
        const { tenant, me } = at.scene;
        const directory = makeApp(tenant.store, 0, { name: "active_directory", label: "example.com" });
        const { id } = makeGroup(tenant.store, 0, { name: "AD-Payments", type: "APP_GROUP", appId: directory.id });
        const mapping = { sourceGroupId: id, targetGroupName: "AD-Payments" };
        made(await me.okta("POST", at.scene.mappings, mapping));
        tenant.importMembers(id, ["ana@example.com"]);
        tenant.clock.flush();
        tenant.importMembers(id, ["ben@example.com"]);
        tenant.clock.flush();

        const group = made<{ objectClass: string[]; profile: Record<string, unknown> }>(
            await me.okta("GET", `/api/v1/groups/${id}`),
        );
        const added = await me.okta("PUT", `/api/v1/groups/${id}/users/${at.scene.userId("ana@example.com")}`);

        assert.deepEqual(group.objectClass, ["okta:windows_security_principal"]);
        assert.equal(group.profile["samAccountName"], "AD-Payments");
        assert.equal(added.status, 403);
        assert.deepEqual([...(tenant.store.opaGroupNamed("AD-Payments")?.members ?? [])], ["ben@example.com"]);
        assert.throws(() => tenant.importMembers(id, ["nobody@example.com"]), /nobody@example.com/);
        assert.throws(() => tenant.importMembers("00gNothing", []), /00gNothing/);
    });
});
