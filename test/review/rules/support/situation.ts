import type { Access } from "../../../../resources/access/document";
import type { Review } from "../../../../resources/review/page/document";
import type { Live } from "../../../../resources/review/snapshot";
import { checkout, type Files, inFolders, reviewed } from "../../support/played";

export const people = (...names: string[]) => `members: [${names.map((name) => `${name}@example.com`).join(", ")}]\n`;
export const payments = (text: string): Files => ({ "a/payments": text });
export const mfa = "  pulumi-okta-opa:conditions: { mfa: any }\n  pulumi-okta-opa:minimum: { reveal: { mfa: any } }\n";

/** A snapshot with one policy that no declaration has made, on the folder of all teams. */
export function live(group: string, members: readonly string[], isService = false): Live {
    const access: Access = {
        ...{ format: 1, rows: [], notUnderstood: [], nowhere: [], otherRules: [], incomplete: [] },
        rules: [
            {
                ...{ policy: "by hand", policyId: "p", rule: "r", resourceGroup: "platform", project: "team-secrets" },
                ...{ path: "teams", groups: [{ id: "g", name: group }], workloadRoles: [] },
                ...{ privileges: ["list", "secret_reveal"], conditions: [] },
            },
        ],
        groups: [{ id: "g", name: group, members: members.map((name) => ({ name, isService, isActive: true })) }],
        taken: "2026-11-25T00:00:00Z",
    };
    return { access, text: JSON.stringify(access) };
}

interface Situation {
    readonly base: Files;
    readonly head: Files;
    readonly config?: readonly [base: string, head: string];
    /** Lines that the platform files end with. */
    readonly platform?: readonly [base: string, head: string];
    readonly live?: Live;
    readonly author?: string;
    readonly unknownAuthor?: string;
    readonly refuse?: { readonly noNewAccess?: true; readonly neverGrant?: readonly string[] };
}

/** The page of such a change. */
export function pageOf({ base, head, config = ["", ""], platform = ["", ""], live: seen, ...more }: Situation) {
    const side = (teams: Files, at: 0 | 1): Files => {
        const files = checkout(teams, config[at]);
        return { ...files, "platform.yaml": `${files["platform.yaml"]}${platform[at]}` };
    };
    return inFolders([side(base, 0), side(head, 1)], async ([was = "", is = ""]) => reviewed(was, is, seen, more));
}

/** Findings of a rule, as level and sentence. */
export const foundBy = ({ findings }: Review, rule: string) =>
    findings
        .filter((one) => one.rule === rule)
        .map(({ level, what, blocks }) => `${level}${blocks ? "!" : ""}: ${what}`);
