import type { Kind } from "../../../resources/audit/document";
import type { Tenant } from "../../../tenant";
import { makeGroup, makeMapping } from "../../../tenant/store/make-okta";
import { makeFolder, makeOpaGroup, makeSecret } from "../../../tenant/store/make-opa";
import type { SecurityPolicy } from "../../../tenant/store/opa-records";
import { mfa, policyByHand, roles } from "../../review/support/ground";
import { checkout, type Files } from "../../review/support/played";

/** The teams that all of this is about. */
export const ground = (oncallId: string, platform = ""): Files => {
    const files = checkout(
        {
            "a/payments":
                "members: [ana@example.com, ben@example.com]\nconditions: { mfa: phishing-resistant, mfaEvery: 10m }\nfolders: [prod]\n" +
                "access:\n  owners: { members: [chloe@example.com], privileges: manage }\n" +
                "  oncall: { group: OnCall, privileges: [list, secret_reveal], conditions: { approval: oncall } }\n" +
                `  deploy: { workloadRole: ${roles.deploy}, privileges: [secret_reveal], folder: prod }\n` +
                "  auditors: { opaGroup: Audit, privileges: [list], conditions: none }\n",
            "b/search": "members: [dario@example.com]\nprivileges: [list]\n",
            "b/ledger": "members: [emma@example.com]\nretired: { reason: moved }\n",
        },
        "  pulumi-okta-opa:approvals: { oncall: { id: 65f0c0ffee1234567890abcd, name: On-call, lasts: 8h } }\n" +
            `  pulumi-okta-opa:groups: { OnCall: { id: ${oncallId}, maxMembers: 3 } }\n`,
    );
    return { ...files, "platform.yaml": `${files["platform.yaml"]}${platform}` };
};

/** A way to get more than is declared. */
export interface Overlap {
    readonly title: string;
    readonly seed: (tenant: Tenant) => void;
    /** What must be found: its kind, and a part of its text. Everything else that is found is wrong. */
    readonly finds: readonly (readonly [Kind, RegExp])[];
    /** Does by hand in the org what the finding says. Left out: a run of Pulumi does it. */
    readonly remedy?: (tenant: Tenant) => void;
}

const policyNamed = ({ store }: Tenant, name: string): SecurityPolicy => {
    const found = [...store.policies.values()].find((one) => one.name === name);
    if (!found) throw new Error(`no policy ${name}`);
    return found;
};

const byHand =
    (path: string, ...may: Parameters<typeof policyByHand>[1]["may"]) =>
    (tenant: Tenant): void =>
        policyByHand(tenant, { name: "by hand", groups: ["everyone"], path, may });

const without =
    (name: string) =>
    (tenant: Tenant): void => {
        tenant.store.policies.delete(policyNamed(tenant, name).id);
    };

const groupNamed = ({ store }: Tenant, name: string) => {
    const found = [...store.opaGroups.values()].find((one) => one.name === name && one.deletedAtMs === undefined);
    if (!found) throw new Error(`no group ${name}`);
    return found;
};

const folderAt = ({ store }: Tenant, path: string) => {
    const found = [...store.folders.values()].find((one) => store.pathOf(one) === path);
    if (!found) throw new Error(`no folder ${path}`);
    return found;
};

const changed =
    (name: string, change: (policy: SecurityPolicy, tenant: Tenant) => void) =>
    (tenant: Tenant): void =>
        change(policyNamed(tenant, name), tenant);

const team = "team-payments secrets";

/** A group as the wire of a policy has it. */
const principal = (tenant: Tenant, name: string) => ({
    type: "user_group" as const,
    id: groupNamed(tenant, name).id,
    name,
});

const reader = byHand("teams/payments", "list", "secret_reveal");

/** As a resource of this stack, or of another one, marks what it makes. */
const marked = (resource: string, stack = "scratch/dev") => `Secrets [pulumi:${stack}/${resource}]`;

const secretsOf = (tenant: Tenant, name: string, path: string, more: Partial<SecurityPolicy> = {}): SecurityPolicy => {
    policyByHand(tenant, { name, groups: ["everyone"], path, may: ["secret_reveal"] });
    return Object.assign(policyNamed(tenant, name), more);
};

const joins = (group: string, who: string) => (tenant: Tenant) => void groupNamed(tenant, group).members.add(who);
const leaves = (group: string, who: string) => (tenant: Tenant) => void groupNamed(tenant, group).members.delete(who);

const ownGroup = ({ store }: Tenant, name: string) => {
    const found = [...store.groups.values()].find((one) => one.name === name && one.type === "OKTA_GROUP");
    if (!found) throw new Error(`no group ${name} in Okta`);
    return found;
};

const appId = ({ store }: Tenant): string => [...store.mappings.values()][0]?.appId ?? "";

/** Lets Okta push a group to a group of this name. */
function push(tenant: Tenant, source: string, target: string): void {
    const { store, clock } = tenant;
    const to = makeGroup(store, clock.nowMs(), { name: target, type: "APP_GROUP", appId: appId(tenant) });
    makeMapping(store, clock.nowMs(), {
        ...{ appId: appId(tenant), sourceGroupId: ownGroup(tenant, source).id, targetGroupId: to.id },
        status: "ACTIVE",
    });
    const people = [...store.membersOf(ownGroup(tenant, source).id)].map((id) => store.users.get(id)?.login ?? "");
    makeOpaGroup(store, target, [], people);
    // Lets the search know it.
    tenant.seedMany({});
}

const pushOff =
    (source: string, target: string) =>
    ({ store }: Tenant): void => {
        for (const [id, { sourceGroupId, targetGroupId }] of store.mappings) {
            const [from, to] = [store.groups.get(sourceGroupId)?.name, store.groups.get(targetGroupId)?.name];
            if (from === source && to === target) store.mappings.delete(id);
        }
    };

export const overlaps: readonly Overlap[] = [
    {
        title: "a policy by hand on the folder of all teams",
        seed: byHand("teams", "list", "secret_reveal"),
        finds: [["policy-above", /"by hand".* "everyone".*reveal, see names in "teams" and below.*3 teams/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand that only lists",
        seed: byHand("teams", "list"),
        finds: [["policy-above", /see names in "teams"/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand on the folder of a team",
        seed: byHand("teams/payments", "secret_reveal"),
        finds: [["policy-on-folder", /team "payments"/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand on a folder inside",
        seed: byHand("teams/payments/prod", "secret_delete"),
        finds: [["policy-inside", /delete in "teams\/payments\/prod"/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand on a folder inside that no team declares",
        seed: (tenant) => {
            const { resourceGroupId, projectId, id: parentId } = folderAt(tenant, "teams/search");
            const place = { parentId, resourceGroupId, projectId };
            makeFolder(tenant.store, tenant.clock.nowMs(), "admin", { name: "attic", description: "", ...place });
            byHand("teams/search/attic", "secret_reveal")(tenant);
        },
        finds: [["policy-inside", /"teams\/search\/attic".*team "search"/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand on one secret",
        seed: (tenant) => {
            reader(tenant);
            const folder = folderAt(tenant, "teams/payments");
            const { resourceGroupId, projectId, id: parentId } = folder;
            const place = { parentId, resourceGroupId, projectId };
            const secret = makeSecret(tenant.store, 0, "ana", { name: "card", description: "", ...place });
            for (const rule of policyNamed(tenant, "by hand").rules) {
                Object.assign(rule, { targets: [{ type: "secret", id: secret.id, name: "card" }] });
            }
        },
        finds: [["policy-on-secret", /secret [0-9a-f-]+ in "teams\/payments"/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand that lets delete the folders of all teams",
        seed: byHand("teams", "folder_delete"),
        finds: [["policy-above", /delete folders/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand in the resource group of the teams",
        seed: (tenant) => {
            const { resourceGroupId } = folderAt(tenant, "teams");
            secretsOf(tenant, "by hand", "teams", { resourceGroupId });
        },
        finds: [["policy-above", /"by hand"/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand under conditions",
        seed: (tenant) =>
            policyByHand(tenant, {
                ...{ name: "by hand", groups: ["platform-admins"], path: "teams/search" },
                ...{ may: ["secret_reveal"], conditions: [mfa(0, "phr")] },
            }),
        finds: [["policy-on-folder", /"platform-admins" \(1\) reveal .*phishing-resistant MFA each time/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand for a workload role",
        seed: (tenant) =>
            policyByHand(tenant, { name: "by hand", roles: [roles.backup], path: "teams", may: ["secret_reveal"] }),
        finds: [["policy-above", /workload role "backup" reveal/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy by hand for the group of another team",
        seed: (tenant) =>
            policyByHand(tenant, {
                ...{ name: "by hand", groups: ["team-search"], path: "teams/payments", may: ["secret_reveal"] },
            }),
        finds: [["policy-on-folder", /group "team-search" \(1\) reveal/]],
        remedy: without("by hand"),
    },
    {
        title: "the automation, which may reveal",
        seed: (tenant) =>
            policyByHand(tenant, {
                ...{ name: "by hand", groups: ["security-automation"], path: "teams", may: ["secret_reveal"] },
            }),
        finds: [["policy-above", /"security-automation" \(1\) reveal/]],
        remedy: without("by hand"),
    },
    {
        title: "a policy of another stack",
        seed: (tenant) =>
            void secretsOf(tenant, "theirs", "teams/payments", { description: marked("x-policy", "a/b") }),
        finds: [["policy-on-folder", /"theirs" \(of "resource x-policy of stack a\/b"\)/]],
        remedy: without("theirs"),
    },
    {
        title: "a policy of another part of the program",
        seed: (tenant) => void secretsOf(tenant, "ours", "teams", { description: marked("glass") }),
        finds: [["policy-above", /"ours" \(of "resource glass of this stack"\)/]],
        remedy: without("ours"),
    },
    {
        title: "a group more on the policy of a team",
        seed: changed(team, (policy, tenant) => policy.userGroups.push(principal(tenant, "platform-admins"))),
        finds: [
            ["more-principals", /"team-payments secrets" of team "payments" is also for group "platform-admins" \(1\)/],
        ],
    },
    {
        title: "a workload role more on the policy of a team",
        seed: changed(team, ({ workloadRoles }) => workloadRoles.push({ type: "workload_role", id: roles.backup })),
        finds: [["more-principals", /is also for workload role "backup"/]],
    },
    {
        title: "another group on the policy of a level",
        seed: changed("team-payments-auditors secrets", (policy, tenant) => {
            policy.userGroups = [principal(tenant, "everyone")];
        }),
        finds: [["more-principals", /"team-payments-auditors secrets".*"everyone"/]],
    },
    {
        title: "more privileges in the policy of a team",
        seed: changed("team-search secrets", ({ rules }) => {
            for (const { privileges } of rules) {
                for (const { flags } of privileges) Object.assign(flags, { secret_reveal: true });
            }
        }),
        finds: [["more-privileges", /lets group "team-search" \(1\) also reveal in "teams\/search"/]],
    },
    {
        title: "MFA dropped from the policy of a team",
        seed: changed(team, ({ rules }) => {
            for (const rule of rules) Object.assign(rule, { conditions: [] });
        }),
        finds: [["weaker-conditions", /asks less than is declared for reveal, .*: no conditions/]],
    },
    {
        title: "a longer time for MFA in the policy of a team",
        seed: changed(team, ({ rules }) => {
            for (const rule of rules) Object.assign(rule, { conditions: [mfa(7200, "phr")] });
        }),
        finds: [["weaker-conditions", /MFA every 2 h/]],
    },
    {
        title: "an approval dropped from the policy of a level",
        seed: changed("team-payments-oncall secrets", ({ rules }) => {
            for (const rule of rules) {
                Object.assign(rule, { conditions: rule.conditions.filter(({ type }) => type === "mfa") });
            }
        }),
        finds: [["weaker-conditions", /team-payments-oncall secrets.* for reveal /]],
    },
    {
        title: "a rule more on another folder in the policy of a team",
        seed: changed("team-search secrets", ({ rules }, tenant) => {
            const { id, name } = folderAt(tenant, "teams/payments");
            const [rule] = rules;
            if (rule)
                rules.push({
                    ...structuredClone(rule),
                    id: tenant.store.ids.opa(),
                    name: "more",
                    targets: [{ type: "secret_folder", id, name }],
                });
        }),
        finds: [
            [
                "rule-elsewhere",
                /a rule that is not declared: group "team-search" \(1\) may see names in "teams\/payments"/,
            ],
        ],
    },
    {
        title: "the policy of a retired team, switched on again",
        seed: changed("team-ledger secrets", (policy) => {
            policy.active = true;
        }),
        finds: [["retired-in-force", /"team-ledger secrets" of team "ledger", which is retired/]],
    },
    {
        title: "a policy with the name of a team's, in its place",
        seed: changed("team-search secrets", (policy) => {
            policy.description = "";
        }),
        finds: [["name-taken", /"team-search secrets", which team "search" declares, is not the one/]],
        remedy: without("team-search secrets"),
    },
    {
        title: "somebody in a team's group in OPA",
        seed: joins("team-payments", "hugo@example.com"),
        finds: [["extra-member", /OPA has "hugo@example.com" in group "team-payments" of team "payments"/]],
        remedy: leaves("team-payments", "hugo@example.com"),
    },
    {
        title: "a service user in a team's group in OPA",
        seed: joins("team-payments-owners", "pulumi-security"),
        finds: [["extra-member", /"pulumi-security" in group "team-payments-owners"/]],
        remedy: leaves("team-payments-owners", "pulumi-security"),
    },
    {
        title: "somebody in a team's group in Okta",
        seed: (tenant) => {
            const hugo = tenant.store.userWithLogin("hugo@example.com")?.id ?? "";
            tenant.store.membersOf(ownGroup(tenant, "team-search").id).add(hugo);
            joins("team-search", "hugo@example.com")(tenant);
        },
        finds: [["extra-member", /"hugo@example.com" in group "team-search"/]],
    },
    {
        title: "somebody who is declared and only in OPA",
        seed: (tenant) => {
            const ana = tenant.store.userWithLogin("ana@example.com")?.id ?? "";
            tenant.store.membersOf(ownGroup(tenant, "team-payments").id).delete(ana);
        },
        finds: [["only-in-opa", /OPA has "ana@example.com" in group "team-payments", and Okta does not/]],
    },
    {
        title: "somebody in an existing group, only in OPA",
        seed: joins("OnCall", "kira@example.com"),
        finds: [["only-in-opa", /"kira@example.com" in group "OnCall"/]],
        remedy: leaves("OnCall", "kira@example.com"),
    },
    {
        title: "an existing group with more people than the stack allows",
        seed: (tenant) => {
            for (const login of ["hugo@example.com", "kira@example.com", "ana@example.com"]) {
                const { id = "" } = tenant.store.userWithLogin(login) ?? {};
                tenant.store.membersOf(ownGroup(tenant, "OnCall").id).add(id);
                joins("OnCall", login)(tenant);
            }
        },
        finds: [["over-cap", /Group "OnCall" has 5 people in OPA, and the stack allows 3/]],
        remedy: (tenant) => {
            for (const login of ["hugo@example.com", "kira@example.com"]) {
                const { id = "" } = tenant.store.userWithLogin(login) ?? {};
                tenant.store.membersOf(ownGroup(tenant, "OnCall").id).delete(id);
                leaves("OnCall", login)(tenant);
            }
        },
    },
    {
        title: "an administrator's role of a team's group",
        seed: (tenant) => void groupNamed(tenant, "team-payments").roles.push("security_admin"),
        finds: [["admin-role", /"team-payments".*"security_admin"/]],
        remedy: (tenant) => void groupNamed(tenant, "team-payments").roles.splice(0),
    },
    {
        title: "a folder of a team that is not declared any more",
        seed: (tenant) => {
            const { resourceGroupId, projectId, id: parentId } = folderAt(tenant, "teams");
            const place = { parentId, resourceGroupId, projectId };
            const about = { name: "cards", description: marked("cards-folder") };
            makeFolder(tenant.store, 0, "admin", { ...about, ...place });
        },
        finds: [["orphan-folder", /"teams\/cards" was made by "resource cards-folder of this stack"/]],
        remedy: (tenant) => void tenant.store.folders.delete(folderAt(tenant, "teams/cards").id),
    },
    {
        title: "a folder with the mark of a declared one, in another place",
        seed: (tenant) => {
            const { resourceGroupId, projectId, id: parentId } = folderAt(tenant, "elsewhere");
            const place = { parentId, resourceGroupId, projectId };
            const about = { name: "payments", description: marked("payments-folder") };
            makeFolder(tenant.store, 0, "admin", { ...about, ...place });
        },
        finds: [["orphan-folder", /"elsewhere\/payments"/]],
        remedy: (tenant) => void tenant.store.folders.delete(folderAt(tenant, "elsewhere/payments").id),
    },
    {
        title: "a team's folder with the mark of another stack",
        seed: (tenant) => {
            folderAt(tenant, "teams/search").description = marked("search-folder", "other/prod");
        },
        finds: [["folder-of-another-stack", /"teams\/search" of team "search".*search-folder of stack other\/prod/]],
        remedy: (tenant) => {
            folderAt(tenant, "teams/search").description = marked("search-folder");
        },
    },
    {
        title: "a policy of a team that is not declared any more",
        seed: (tenant) =>
            void secretsOf(tenant, "team-cards secrets", "elsewhere", { description: marked("cards-policy") }),
        finds: [
            [
                "orphan-policy",
                /"team-cards secrets" was made by "resource cards-policy.*"everyone".*reveal in "elsewhere"/,
            ],
        ],
        remedy: without("team-cards secrets"),
    },
    {
        title: "a policy of a level that is not declared any more, switched off",
        seed: (tenant) => {
            const about = { description: marked("payments-policy%2Fleads"), active: false };
            secretsOf(tenant, "team-payments-leads secrets", "teams/payments", about);
        },
        finds: [["orphan-policy", /payments-policy\/leads.*It is switched off/]],
        remedy: without("team-payments-leads secrets"),
    },
    {
        title: "a group and its push of a team that is not declared any more",
        seed: (tenant) => {
            makeGroup(tenant.store, 0, { name: "team-cards", description: "Secrets of team cards" });
            push(tenant, "team-cards", "team-cards");
        },
        finds: [
            ["orphan-group", /"team-cards" of Okta \("Secrets of team cards"\)/],
            ["orphan-push", /from group "team-cards"/],
        ],
        remedy: (tenant) => {
            pushOff("team-cards", "team-cards")(tenant);
            tenant.store.groups.delete(ownGroup(tenant, "team-cards").id);
        },
    },
    {
        title: "a second push of a team's group",
        seed: (tenant) => push(tenant, "team-payments", "admins"),
        finds: [["stray-push", /from group "team-payments" to "admins"/]],
        remedy: pushOff("team-payments", "admins"),
    },
];
