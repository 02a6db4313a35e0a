import { logins, serviceUsers } from "../credentials";
import { assign, makeApp, makeGroup, makeUser } from "./make-okta";
import { makeFolder, makeOpaGroup, makeOpaUser, makePolicy } from "./make-opa";
import { type SecretPrivilege, secretPrivileges } from "./opa-records";
import type { Store } from "./store";

/** When the seeded organisation was set up, the same in every tenant. */
export const seededMs = Date.parse("2026-01-05T09:00:00Z");

/** The people of the organisation; all but the last are active. */
const people = [
    ["ana", "Ana", "Almeida"],
    ["ben", "Ben", "Bauer"],
    ["chloe", "Chloe", "Chen"],
    ["dario", "Dario", "Duarte"],
    ["emma", "Emma", "Eriksen"],
    ["farid", "Farid", "Farouk"],
    ["grace", "Grace", "Gupta"],
    ["hugo", "Hugo", "Hansen"],
    ["ines", "Ines", "Ibarra"],
    ["jonas", "Jonas", "Jensen"],
    ["kira", "Kira", "Kovacs"],
    ["leo", "Leo", "Lambert"],
] as const;

/** Fills an empty store with a small organisation and returns the id of its OPA app. */
export function seed(store: Store): string {
    const opaAppId = seedOkta(store);
    seedOpa(store);
    return opaAppId;
}

function seedOkta(store: Store): string {
    const everyone = makeGroup(store, seededMs, {
        name: "Everyone",
        description: "All users in your organization",
        type: "BUILT_IN",
    });
    for (const [name, firstName, lastName] of people) {
        const status = name === "leo" ? "DEPROVISIONED" : "ACTIVE";
        makeUser(store, seededMs, { login: `${name}@example.com`, firstName, lastName, status });
    }
    makeUser(store, seededMs, { login: logins.automation, firstName: "Pulumi", lastName: "Automation" });
    makeUser(store, seededMs, { login: logins.administrator, firstName: "Console", lastName: "Administrator" });
    const staff = makeGroup(store, seededMs, { name: "All staff", description: "Everyone on the payroll" });
    for (const user of store.users.values()) if (user.status === "ACTIVE") store.membersOf(staff.id).add(user.id);
    makeApp(store, seededMs, { name: "oidc_client", label: "Intranet" });
    const opa = makeApp(store, seededMs, {
        name: "okta_privileged_access_sso",
        label: "Okta Privileged Access",
        features: ["PUSH_NEW_USERS", "PUSH_USER_DEACTIVATION", "GROUP_PUSH", "PUSH_PROFILE_UPDATES"],
    });
    assign(store, seededMs, opa.id, everyone.id);
    return opa.id;
}

function seedOpa(store: Store): void {
    for (const user of store.users.values()) {
        const isIdentity = user.login === logins.automation || user.login === logins.administrator;
        if (user.status === "ACTIVE" && !isIdentity) makeOpaUser(store, user.login, "human");
    }
    for (const name of Object.values(serviceUsers)) makeOpaUser(store, name, "service");
    makeOpaGroup(store, "everyone", [], [...store.opaUsers.keys()]);
    makeOpaGroup(store, "owners", ["pam_admin"], [serviceUsers.administrator, "ana@example.com"]);
    const withBoth = [serviceUsers.automation];
    const automation = makeOpaGroup(store, "automation", ["resource_admin", "security_admin"], withBoth);
    const resources = makeOpaGroup(
        store,
        "resource-automation",
        ["resource_admin"],
        [serviceUsers["resource-automation"]],
    );
    makeOpaGroup(store, "security-automation", ["security_admin"], [serviceUsers["security-automation"]]);
    const delegated = makeOpaGroup(store, "platform-admins", [], ["ben@example.com"]);

    const platform = { id: store.ids.opa(), seq: store.ids.next(), name: "platform", description: "Platform team" };
    store.resourceGroups.set(platform.id, { ...platform, delegatedAdminGroupIds: [delegated.id] });
    const project = { id: store.ids.opa(), seq: store.ids.next(), name: "team-secrets", resourceGroupId: platform.id };
    store.projects.set(project.id, project);
    const teams = makeFolder(store, seededMs, serviceUsers.administrator, {
        name: "teams",
        description: "One folder for each team",
        parentId: null,
        resourceGroupId: platform.id,
        projectId: project.id,
    });
    makePolicy(store, {
        name: "automation manages team folders",
        type: "default",
        description: "Lets the automation make, change and delete the folders of the teams",
        active: true,
        resourceGroupId: platform.id,
        userGroups: [automation, resources].map(({ id, name }) => ({ type: "user_group", id, name })),
        workloadRoles: [],
        rules: [
            {
                id: store.ids.opa(),
                name: "team folders",
                resourceType: "secret_based_resource",
                targets: [{ type: "secret_folder", id: teams.id, name: teams.name }],
                privileges: [
                    { type: "secret", flags: flagsOf(["list", "folder_create", "folder_update", "folder_delete"]) },
                ],
                conditions: [],
            },
        ],
    });
}

function flagsOf(privileges: readonly SecretPrivilege[]): Record<string, boolean> {
    return Object.fromEntries(secretPrivileges.map((privilege) => [privilege, privileges.includes(privilege)]));
}
