import type { Tenant } from "../../../tenant";
import { mfa, oktaGroup, opaGroup, policyByHand, roles, workloadRoles } from "./ground";
import { checkout, type Files, type Played } from "./played";

/** A kind of change. The rows of its page are in `golden/rows.json`, under the title. */
export interface Kind extends Pick<Played, "before" | "meanwhile" | "first"> {
    readonly title: string;
    /** Files of teams, and lines of the stack's configuration. */
    readonly base: readonly [Files, string?];
    readonly head: readonly [Files, string?];
    /** Whether nobody's access changes; or if so only where overlapping rules are taken so. */
    readonly isSilent?: true | "each-its-own" | "strictest";
    /** Who is in groups that OPA does not have yet, which the page cannot know. */
    readonly unknown?: Readonly<Record<string, readonly string[]>>;
}

const team = (...lines: string[]): string => `${lines.join("\n")}\n`;
const logins = (...names: string[]): string => `[${names.map((name) => `${name}@example.com`).join(", ")}]`;
const people = (...names: string[]): string => `members: ${logins(...names)}`;
const access = (...levels: string[]): string => `access:\n${levels.map((one) => `  ${one}`).join("\n")}`;
const owners = (...names: string[]): string => `owners: { members: ${logins(...names)}, privileges: manage }`;
const config = (...lines: string[]): string => lines.map((line) => `  pulumi-okta-opa:${line}\n`).join("");
const oncallRequest = "approvals: { oncall: { id: 65f0c0ffee1234567890abcd, name: On-call, lasts: 8h } }";
const payments = (...lines: string[]): Files => ({ "a/payments": team(...lines) });
const search = (...lines: string[]): Files => ({ "b/search": team(...lines) });
const both = (...names: string[]): string => people("ana", "ben", ...names);
const withStaff = (tenant: Tenant): void => oktaGroup(tenant, "Staff", "chloe", "dario");
const withBoth = (tenant: Tenant): void => {
    withStaff(tenant);
    oktaGroup(tenant, "OnCall", "dario", "emma");
};
const reader =
    (path: string, ...groups: string[]) =>
    (tenant: Tenant): void => {
        policyByHand(tenant, { name: "by hand", groups, path, may: ["list", "secret_reveal"] });
    };
const pipeline = (role: string, more = ""): string =>
    access(`deploy: { workloadRole: ${role}, privileges: [secret_reveal]${more} }`);

export const kinds: readonly Kind[] = [
    { title: "somebody joins a team", base: [payments(both())], head: [payments(both("emma"))] },
    { title: "somebody leaves a team", base: [payments(both("emma"))], head: [payments(both())] },
    {
        title: "one joins and one leaves",
        base: [payments(people("ana", "ben"))],
        head: [payments(people("ana", "emma"))],
    },
    {
        title: "somebody moves from team to team",
        base: [{ ...payments(both("emma")), ...search(people("chloe")) }],
        head: [{ ...payments(both()), ...search(people("chloe", "emma")) }],
    },
    {
        title: "somebody is in two teams and leaves one",
        base: [{ ...payments(both()), ...search(people("ana")) }],
        head: [{ ...payments(people("ben")), ...search(people("ana")) }],
    },
    {
        title: "a login is written in capitals",
        base: [payments(people("ana"))],
        head: [payments("members: [Ana@Example.com]")],
        isSilent: true,
    },
    { title: "a new team", base: [payments(both())], head: [{ ...payments(both()), ...search(people("chloe")) }] },
    {
        title: "a team is removed",
        base: [{ ...payments(both()), ...search(people("chloe")) }],
        head: [payments(both())],
    },
    {
        title: "a team with levels is removed",
        base: [{ ...payments(both()), ...search(people("chloe"), access(owners("dario"))) }],
        head: [payments(both())],
    },
    {
        title: "a team's file moves to another area",
        base: [payments(both())],
        head: [{ "z/payments": team(both()) }],
        isSilent: true,
    },
    {
        title: "a team gets another name and another folder",
        base: [{ ...payments(both()), ...search(people("chloe")) }],
        head: [{ ...payments(both()), "b/seek": team(people("chloe")) }],
    },
    {
        title: "a description",
        base: [payments(both())],
        head: [payments(both(), "description: Cards")],
        isSilent: true,
    },
    {
        title: "the folder is renamed in place",
        base: [payments(both())],
        head: [payments(both(), "folderName: pay")],
        isSilent: true,
    },
    {
        title: "the folder is renamed, and somebody joins",
        base: [payments(both())],
        head: [payments(both("emma"), "folderName: pay")],
    },
    {
        title: "the folder is renamed, with a policy made by hand in it",
        base: [payments(both())],
        head: [payments(both(), "folderName: pay")],
        before: (tenant) => opaGroup(tenant, "Audit", "kira"),
        meanwhile: reader("teams/payments", "Audit"),
        isSilent: true,
    },
    {
        title: "the group is renamed",
        base: [payments(both())],
        head: [payments(both(), "groupName: team-pay")],
        isSilent: true,
    },
    {
        title: "the group is renamed, which a policy made by hand lets in",
        base: [payments(both())],
        head: [payments(both(), "groupName: team-pay")],
        meanwhile: reader("teams", "team-payments"),
    },
    { title: "fewer privileges for a team", base: [payments(both())], head: [payments(both(), "privileges: list")] },
    {
        title: "more privileges for a team",
        base: [payments(both(), "privileges: list")],
        head: [payments(both(), "privileges: manage")],
    },
    {
        title: "write-only in place of contribute",
        base: [payments(both())],
        head: [payments(both(), "privileges: write-only")],
    },
    {
        title: "reveal goes and delete comes",
        base: [payments(both(), "privileges: [list, secret_reveal]")],
        head: [payments(both(), "privileges: [list, secret_delete]")],
    },
    {
        title: "a named set is spelled out",
        base: [payments(both(), "privileges: reveal")],
        head: [payments(both(), "privileges: [secret_reveal, list]")],
        isSilent: true,
    },
    { title: "a new level of people", base: [payments(both())], head: [payments(both(), access(owners("chloe")))] },
    {
        title: "a level of people is removed",
        base: [payments(both(), access(owners("chloe")))],
        head: [payments(both())],
    },
    {
        title: "a new level of some of the team",
        base: [payments(both())],
        head: [payments(both(), access(owners("ana", "chloe")))],
    },
    {
        title: "a level gets another name",
        base: [payments(both(), access(owners("chloe")))],
        head: [payments(both(), access(owners("chloe").replace("owners", "leads")))],
        isSilent: true,
    },
    {
        title: "somebody becomes an owner who was a member",
        base: [payments(both(), access(owners("chloe")))],
        head: [payments(people("ana"), access(owners("chloe", "ben")))],
    },
    {
        title: "an owner becomes a member",
        base: [payments(people("ana"), access(owners("ben", "chloe")))],
        head: [payments(both(), access(owners("chloe")))],
    },
    {
        title: "a level gets more privileges",
        base: [payments(both(), access(`audit: { members: ${logins("emma")}, privileges: list }`))],
        head: [payments(both(), access(`audit: { members: ${logins("emma")}, privileges: reveal }`))],
    },
    {
        title: "a folder inside, where nobody has more",
        base: [payments(both())],
        head: [payments(both(), "folders: [prod]")],
        isSilent: true,
    },
    {
        title: "a folder inside with a level of its own",
        base: [payments(both())],
        head: [
            payments(
                both(),
                "folders: [prod]",
                access(`oncall: { members: ${logins("emma")}, folder: prod, privileges: reveal }`),
            ),
        ],
    },
    {
        title: "a level moves to a folder inside",
        base: [payments(both(), "folders: [prod]", access(owners("emma")))],
        head: [payments(both(), "folders: [prod]", access(owners("emma").replace(" }", ", folder: prod }")))],
    },
    {
        title: "a level moves from a folder inside to the whole space",
        base: [payments(both(), "folders: [prod]", access(owners("emma").replace(" }", ", folder: prod }")))],
        head: [payments(both(), "folders: [prod]", access(owners("emma")))],
    },
    {
        title: "a level moves between two folders",
        base: [payments(both(), "folders: [dev, prod]", access(owners("emma").replace(" }", ", folder: dev }")))],
        head: [payments(both(), "folders: [dev, prod]", access(owners("emma").replace(" }", ", folder: prod }")))],
    },
    {
        title: "the team loses reveal, but not in a folder where a level gives it",
        base: [
            payments(
                both(),
                "folders: [dev]",
                access(`devs: { members: ${logins("ana")}, folder: dev, privileges: contribute }`),
            ),
        ],
        head: [
            payments(
                both(),
                "privileges: write-only",
                "folders: [dev]",
                access(`devs: { members: ${logins("ana")}, folder: dev, privileges: contribute }`),
            ),
        ],
    },
    {
        title: "somebody joins a team who had one folder of it",
        base: [
            payments(
                both(),
                "folders: [dev/eu]",
                access(`devs: { members: ${logins("emma")}, folder: dev/eu, privileges: manage }`),
            ),
        ],
        head: [
            payments(
                both("emma"),
                "folders: [dev/eu]",
                access(`devs: { members: ${logins("emma")}, folder: dev/eu, privileges: manage }`),
            ),
        ],
    },
    {
        title: "an empty folder inside goes with its level",
        base: [
            payments(
                both(),
                "folders: [dev]",
                access(`devs: { members: ${logins("emma")}, folder: dev, privileges: reveal }`),
            ),
        ],
        head: [payments(both())],
    },
    { title: "a team asks for MFA", base: [payments(both())], head: [payments(both(), "conditions: { mfa: any }")] },
    {
        title: "a team no longer asks for MFA",
        base: [payments(both(), "conditions: { mfa: any }")],
        head: [payments(both())],
    },
    {
        title: "MFA is asked less often",
        base: [payments(both(), "conditions: { mfa: any, mfaEvery: each-time }")],
        head: [payments(both(), "conditions: { mfa: any }")],
    },
    {
        title: "MFA is asked more often",
        base: [payments(both(), "conditions: { mfa: any, mfaEvery: 2h }")],
        head: [payments(both(), "conditions: { mfa: any, mfaEvery: 10m }")],
    },
    {
        title: "MFA need not resist phishing any more",
        base: [payments(both(), "conditions: { mfa: phishing-resistant }")],
        head: [payments(both(), "conditions: { mfa: any }")],
    },
    {
        title: "MFA resists phishing, but counts for longer",
        base: [payments(both(), "conditions: { mfa: any, mfaEvery: 10m }")],
        head: [payments(both(), "conditions: { mfa: phishing-resistant, mfaEvery: 2h }")],
    },
    {
        title: "the default is written down",
        base: [payments(both(), "conditions: { mfa: any }")],
        head: [payments(both(), "conditions: { mfa: any, mfaEvery: 30m }")],
        isSilent: true,
    },
    {
        title: "the stack asks for MFA",
        base: [payments(both())],
        head: [payments(both()), config("conditions: { mfa: any }")],
    },
    {
        title: "the stack no longer asks for MFA",
        base: [
            { ...payments(both()), ...search(people("chloe"), "conditions: { mfa: any }") },
            config("conditions: { mfa: any }"),
        ],
        head: [{ ...payments(both()), ...search(people("chloe"), "conditions: { mfa: any }") }],
    },
    {
        title: "a team takes the stack's conditions away for itself",
        base: [payments(both()), config("conditions: { mfa: any }")],
        head: [payments(both(), "conditions: none"), config("conditions: { mfa: any }")],
    },
    {
        title: "a level takes its conditions away for itself",
        base: [payments(both(), "conditions: { mfa: any }", access(owners("chloe")))],
        head: [
            payments(both(), "conditions: { mfa: any }", access(owners("chloe").replace(" }", ", conditions: none }"))),
        ],
    },
    {
        title: "a minimum is set that all keep",
        base: [payments(both(), "conditions: { mfa: any }")],
        head: [payments(both(), "conditions: { mfa: any }"), config("minimum: { reveal: { mfa: any } }")],
        isSilent: true,
    },
    {
        title: "reveal only after an approval",
        base: [payments(both()), config(oncallRequest)],
        head: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
    },
    {
        title: "an approval is no longer asked",
        base: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
        head: [payments(both()), config(oncallRequest)],
    },
    {
        title: "approvals last longer, by the stack",
        base: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
        head: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest.replace("8h", "24h"))],
    },
    {
        title: "an approval is another request type",
        base: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
        head: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest.replace("65f0", "75f0"))],
    },
    {
        title: "a request type only gets another name",
        base: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
        head: [
            payments(both(), "conditions: { approval: oncall }"),
            config(oncallRequest.replace("On-call", "Nights")),
        ],
        isSilent: true,
    },
    {
        title: "MFA in place of an approval",
        base: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
        head: [payments(both(), "conditions: { mfa: any }"), config(oncallRequest)],
    },
    {
        title: "an approval that the team never needs",
        base: [payments(both()), config(oncallRequest)],
        head: [
            payments(
                both(),
                access(
                    `oncall: { members: ${logins("ana", "emma")}, privileges: reveal, conditions: { approval: oncall } }`,
                ),
            ),
            config(oncallRequest),
        ],
    },
    {
        title: "a second rule with a stricter MFA",
        base: [payments(both(), "conditions: { mfa: any }")],
        head: [
            payments(
                both(),
                "conditions: { mfa: any }",
                access(
                    `strict: { members: ${logins("ana")}, privileges: reveal, conditions: { mfa: phishing-resistant } }`,
                ),
            ),
        ],
        isSilent: "each-its-own",
    },
    {
        title: "a second rule with a weaker MFA",
        base: [payments(both(), "conditions: { mfa: phishing-resistant }")],
        head: [
            payments(
                both(),
                "conditions: { mfa: phishing-resistant }",
                access(`weak: { members: ${logins("ana")}, privileges: reveal, conditions: { mfa: any } }`),
            ),
        ],
        isSilent: "strictest",
    },
    {
        title: "a second rule with MFA that is asked less often",
        base: [payments(both(), "conditions: { mfa: any, mfaEvery: 10m }")],
        head: [
            payments(
                both(),
                "conditions: { mfa: any, mfaEvery: 10m }",
                access(
                    `weak: { members: ${logins("ana")}, privileges: reveal, conditions: { mfa: any, mfaEvery: 2h } }`,
                ),
            ),
        ],
        isSilent: "strictest",
    },
    {
        title: "a second rule whose approval lasts for longer",
        base: [payments(both(), "conditions: { approval: oncall }"), config(oncallRequest)],
        head: [
            payments(
                both(),
                "conditions: { approval: oncall }",
                access(
                    `long: { members: ${logins("ana")}, privileges: reveal, conditions: { approval: oncall, approvalLasts: 24h } }`,
                ),
            ),
            config(oncallRequest),
        ],
    },
    {
        title: "a second rule without MFA",
        base: [payments(both(), "conditions: { mfa: any }")],
        head: [
            payments(
                both(),
                "conditions: { mfa: any }",
                access(`open: { members: ${logins("ana")}, privileges: reveal, conditions: none }`),
            ),
        ],
        isSilent: "strictest",
    },
    {
        title: "the one rule goes that asked for nothing",
        base: [
            payments(
                both(),
                "conditions: { mfa: any }",
                access(`open: { members: ${logins("ana")}, privileges: reveal, conditions: none }`),
            ),
        ],
        head: [payments(both(), "conditions: { mfa: any }")],
        isSilent: "strictest",
    },
    {
        title: "a team is retired",
        base: [payments(both(), access(owners("chloe")))],
        head: [payments(both(), access(owners("chloe")), "retired: { reason: moved }")],
    },
    {
        title: "a team is retired and keeps its auditors",
        base: [payments(both(), access(`audit: { members: ${logins("emma")}, privileges: list }`))],
        head: [
            payments(
                both(),
                access(`audit: { members: ${logins("emma")}, privileges: list }`),
                "retired: { reason: moved, keeps: [audit] }",
            ),
        ],
    },
    {
        title: "a team is no longer retired",
        base: [payments(both(), "retired: { reason: moved }")],
        head: [payments(both())],
    },
    {
        title: "somebody joins a retired team",
        base: [payments(both(), "retired: { reason: moved }")],
        head: [payments(both("emma"), "retired: { reason: moved }")],
        isSilent: true,
    },
    {
        title: "somebody joins a retired team, whose group a policy made by hand lets in",
        base: [payments(both(), "retired: { reason: moved }")],
        head: [payments(both("emma"), "retired: { reason: moved }")],
        meanwhile: reader("teams", "team-payments"),
    },
    {
        title: "a group that Okta has, in place of people",
        base: [{ ...payments(both()), ...search("group: Staff") }],
        head: [{ ...payments("group: Staff"), ...search("group: Staff") }],
        before: withStaff,
    },
    {
        title: "people in place of a group that Okta has",
        base: [{ ...payments("group: Staff"), ...search("group: Staff") }],
        head: [{ ...payments(both()), ...search("group: Staff") }],
        before: withStaff,
    },
    {
        title: "another group that Okta has",
        base: [
            {
                ...payments("group: Staff"),
                ...search("group: Staff", access("oncall: { group: OnCall, privileges: list }")),
            },
        ],
        head: [
            {
                ...payments("group: OnCall"),
                ...search("group: Staff", access("oncall: { group: OnCall, privileges: list }")),
            },
        ],
        before: withBoth,
    },
    {
        title: "a new level for a group that OPA has",
        base: [payments(both())],
        head: [payments(both(), access("audit: { opaGroup: Audit, privileges: reveal }"))],
        before: (tenant) => opaGroup(tenant, "Audit", "kira", "ana"),
        meanwhile: reader("elsewhere", "Audit"),
    },
    {
        title: "a new level for a group that is empty",
        base: [payments(both())],
        head: [payments(both(), access("audit: { opaGroup: Audit, privileges: reveal }"))],
        before: (tenant) => opaGroup(tenant, "Audit"),
        meanwhile: reader("elsewhere", "Audit"),
    },
    {
        title: "a level for the group of another team",
        base: [{ ...payments(both()), ...search(people("chloe")) }],
        head: [
            {
                ...payments(both(), access("seekers: { opaGroup: team-search, privileges: reveal }")),
                ...search(people("chloe")),
            },
        ],
    },
    {
        title: "somebody joins a team that another team lets in",
        first: checkout({ ...payments(both()), ...search(people("chloe")) }),
        base: [
            {
                ...payments(both(), access("seekers: { opaGroup: team-search, privileges: reveal }")),
                ...search(people("chloe")),
            },
        ],
        head: [
            {
                ...payments(both(), access("seekers: { opaGroup: team-search, privileges: reveal }")),
                ...search(people("chloe", "emma")),
            },
        ],
    },
    {
        title: "a new group of which nobody knows who is in it",
        base: [payments(both())],
        head: [payments(both(), access("oncall: { group: OnCall, privileges: reveal }"))],
        before: withBoth,
        unknown: { OnCall: ["dario@example.com", "emma@example.com"] },
    },
    {
        title: "a group loses its level",
        base: [
            payments(
                both(),
                access("oncall: { group: OnCall, privileges: reveal }", "staff: { group: Staff, privileges: list }"),
            ),
        ],
        head: [payments(both(), access("staff: { group: Staff, privileges: list }"))],
        before: withBoth,
    },
    {
        title: "a group gets a level, and some of it are in the team",
        base: [payments(people("ana", "dario"), access("staff: { group: Staff, privileges: list }"))],
        head: [payments(people("ana", "dario"), access("staff: { group: Staff, privileges: reveal }"))],
        before: withStaff,
    },
    {
        title: "a pipeline comes",
        base: [payments(both())],
        head: [payments(both(), pipeline(roles.deploy))],
        before: workloadRoles,
    },
    {
        title: "a pipeline goes",
        base: [payments(both(), pipeline(roles.deploy))],
        head: [payments(both())],
        before: workloadRoles,
    },
    {
        title: "a pipeline is another one",
        base: [payments(both(), pipeline(roles.deploy))],
        head: [payments(both(), pipeline(roles.backup))],
        before: workloadRoles,
    },
    {
        title: "a pipeline is for one folder only",
        base: [payments(both(), "folders: [prod]", pipeline(roles.deploy))],
        head: [payments(both(), "folders: [prod]", pipeline(roles.deploy, ", folder: prod"))],
        before: workloadRoles,
    },
    {
        title: "the stack asks for MFA, and a pipeline cannot",
        base: [payments(both(), pipeline(roles.deploy))],
        head: [payments(both(), pipeline(roles.deploy)), config("conditions: { mfa: any }")],
        before: workloadRoles,
    },
    {
        title: "somebody leaves who can still reveal by a policy made by hand above",
        base: [payments(both())],
        head: [payments(people("ana"))],
        before: (tenant) => opaGroup(tenant, "Break-glass", "ben", "kira"),
        meanwhile: reader("teams", "Break-glass"),
    },
    {
        title: "somebody joins who could reveal already by a policy made by hand above",
        base: [payments(people("ana"))],
        head: [payments(both())],
        before: (tenant) => opaGroup(tenant, "Break-glass", "ben", "kira"),
        meanwhile: reader("teams", "Break-glass"),
    },
    {
        title: "somebody joins who could reveal with MFA by a policy made by hand",
        base: [payments(people("ana"))],
        head: [payments(both())],
        before: (tenant) => opaGroup(tenant, "Break-glass", "ben"),
        meanwhile: (tenant) =>
            policyByHand(tenant, {
                name: "glass",
                groups: ["Break-glass"],
                path: "teams",
                may: ["secret_reveal"],
                conditions: [mfa(0, "phr")],
            }),
    },
    {
        title: "a policy made by hand reaches into one folder of a team that somebody leaves",
        base: [payments(both(), "folders: [prod]")],
        head: [payments(people("ana"), "folders: [prod]")],
        before: (tenant) => opaGroup(tenant, "Break-glass", "ben"),
        meanwhile: reader("teams/payments/prod", "Break-glass"),
    },
    {
        title: "a team goes whose group a policy made by hand lets in elsewhere",
        base: [{ ...payments(both()), ...search(people("chloe")) }],
        head: [payments(both())],
        meanwhile: reader("teams/payments", "team-search"),
    },
    {
        title: "a service user is in a group that gets a level",
        base: [payments(both())],
        head: [
            payments(
                both(),
                access(
                    "robots: { opaGroup: Robots, privileges: reveal }",
                    `strict: { opaGroup: Robots, privileges: manage, conditions: { mfa: any } }`,
                ),
            ),
        ],
        before: (tenant) => opaGroup(tenant, "Robots", "pulumi-security", "kira"),
        meanwhile: reader("elsewhere", "Robots"),
    },
    {
        title: "a project's folder moves to another folder above",
        base: [payments(both()), config("exceptions: { payments: { allowReplacement: true } }")],
        head: [
            payments(both(), "parentFolder: elsewhere"),
            config("exceptions: { payments: { allowReplacement: true } }"),
        ],
        before: automationTakesTeams,
    },
    {
        title: "everybody changes at once",
        base: [
            { ...payments(both(), access(owners("chloe"))), ...search(people("dario"), "conditions: { mfa: any }") },
            config("conditions: { mfa: any }"),
        ],
        head: [
            {
                ...payments(people("emma", "ana"), access(owners("ana")), "privileges: reveal"),
                "c/new": team(people("dario")),
            },
            config("conditions: { mfa: any, mfaEvery: 1h }"),
        ],
    },
];

/** Lets the automation make folders there too. */
function automationTakesTeams(tenant: Tenant): void {
    for (const policy of tenant.store.policies.values()) {
        const [rule] = policy.rules;
        const folder = [...tenant.store.folders.values()].find(
            ({ name, parentId }) => name === "elsewhere" && parentId === null,
        );
        if (policy.name !== "automation manages team folders" || !rule || !folder) continue;
        policy.rules = [
            ...policy.rules,
            { ...rule, targets: [{ type: "secret_folder", id: folder.id, name: folder.name }] },
        ];
    }
}
