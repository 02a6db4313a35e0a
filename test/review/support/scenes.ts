import { canonicalText } from "../../../resources/access/document";
import type { Review } from "../../../resources/review/page/document";
import type { Live } from "../../../resources/review/snapshot";
import { checkout, type Files, inFolders, reviewed } from "./played";

/** Changes whose pages are in docs/review. */
const scenes = {
    harmless: {
        author: "ben@acme.com",
        base: { "commerce/search": team(["ana", "ben", "chloe", "dario", "emma"]) },
        head: { "commerce/search": team(["ana", "ben", "chloe", "dario"]) },
    },
    risky: {
        author: "ben@acme.com",
        base: {
            "commerce/payments": `${team(["ana", "ben", "chloe"])}privileges: write-only
folders: [prod]
access:
  owners: { members: [ana@acme.com, kim@acme.com], privileges: manage, conditions: { mfaEvery: each-time } }
`,
        },
        head: {
            "commerce/payments": `${team(["ana", "ben", "chloe"])}privileges: write-only
folders: [prod]
access:
  owners: { members: [ana@acme.com, kim@acme.com], privileges: manage }
  oncall: { group: OnCall-Payments, folder: prod, privileges: reveal, conditions: { approval: oncall, approvalLasts: 8h } }
  deploy: { workloadRole: 3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11, folder: prod, privileges: secret_reveal }
`,
        },
    },
    removal: {
        author: "kim@acme.com",
        base: {
            "commerce/search": team(["ana", "ben"]),
            "risk/fraud": team(["dario"]),
            "risk/kyc": team(["emma", "ben"]),
        },
        head: { "commerce/search": team(["ana", "ben"]) },
    },
} as const satisfies Record<string, { readonly author: string; readonly base: Files; readonly head: Files }>;

/** How many secrets are in which folder. */
const held: Readonly<Record<string, number>> = {
    teams: 0,
    "teams/fraud": 2,
    "teams/fraud/cases": 5,
    "teams/kyc": 0,
    "teams/payments": 1,
    "teams/payments/prod": 4,
    "teams/search": 3,
};

export const sceneNames = Object.keys(scenes) as (keyof typeof scenes)[];

function team(people: readonly string[]): string {
    return `members: [${people.map((name) => `${name}@acme.com`).join(", ")}]\n`;
}

const config =
    "  pulumi-okta-opa:conditions: { mfa: any }\n  pulumi-okta-opa:approvals: { oncall: { id: 65f0c0ffee1234567890abcd, name: On-call secrets } }\n";

/** The page of a scene. */
export function pageOf(name: keyof typeof scenes): Promise<Review> {
    const { base, head, author } = scenes[name];
    // With the usual caps.
    const placed = (teams: Files) => {
        const files = checkout(teams, config);
        return { ...files, "platform.yaml": (files["platform.yaml"] ?? "").replace(/^budget: .*\n/m, "") };
    };
    return inFolders([placed(base), placed(head)], async ([was = "", is = ""]) =>
        reviewed(was, is, liveOf(base), { author }),
    );
}

/** What lives: what base declares, a break-glass policy, and one that lets the on-call people see another folder. */
function liveOf(base: Files): Live {
    const oncall = ["ana", "ben", "chloe", ...Array.from({ length: 20 }, (_, index) => `oncall${index + 1}`)];
    const member = (name: string) => ({ name: `${name}@acme.com`, isService: false, isActive: name !== "oncall20" });
    const place = { resourceGroup: "platform", project: "team-secrets" };
    const mfa = { conditionType: "mfa" as const, reAuthFrequencyInSeconds: 0, acrValues: "phr" };
    const rule = (policy: string, path: string, group: string) => ({
        ...{ policy, policyId: `id of ${policy}`, rule: path, ...place, path, workloadRoles: [] },
        ...{
            groups: [{ id: `id of ${group}`, name: group }],
            privileges: ["list", "secret_reveal"],
            conditions: [mfa],
        },
    });
    const own = Object.entries(base).flatMap(([file, text]) => {
        const name = file.slice(file.indexOf("/") + 1);
        return [`team-${name}`, ...(text.includes("owners") ? [`team-${name}-owners`] : [])].map((group) =>
            rule(`${group} secrets`, `teams/${name}`, group),
        );
    });
    const access: Live["access"] = {
        ...{ format: 1, rows: [], notUnderstood: [], nowhere: [], otherRules: [], incomplete: [] },
        rules: [...own, rule("break-glass", "teams", "Break-glass"), rule("pager", "elsewhere", "OnCall-Payments")],
        groups: [
            { id: "id of Break-glass", name: "Break-glass", members: ["kim", "lee", "oncall1", "sam"].map(member) },
            { id: "id of OnCall-Payments", name: "OnCall-Payments", members: oncall.map(member) },
        ],
        folders: Object.entries(held).flatMap(([path, secrets]) => {
            const [, team] = path.split("/");
            const isThere = team === undefined || Object.keys(base).some((file) => file.endsWith(`/${team}`));
            return isThere ? [{ folderId: `id of ${path}`, ...place, path, secrets }] : [];
        }),
        taken: "2026-11-24T02:10:00Z",
    };
    return { access, text: canonicalText(access) };
}
