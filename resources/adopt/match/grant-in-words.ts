import { isDeepStrictEqual } from "node:util";
import { privileges as known, type Privilege, spelledOut } from "../../opa/security-policy/declared/privileges";
import type { DeclaredPrivileges, SpaceConditions } from "../../team-secrets-space/declared/declared-team";
import type { LivePolicy, LiveRule } from "../look/live-policies";
import { type Approvals, conditionsInWords } from "./conditions-in-words";

/** What a policy grants, as a space would declare it. */
export interface GrantInWords {
    readonly privileges: DeclaredPrivileges;
    /** Every key written out. */
    readonly conditions: SpaceConditions;
    /** The rules in the order in which a space has them. */
    readonly ruleNames: readonly string[];
}

/** The rules of a policy as one grant, or why they are not one grant. All of them are on one folder. */
export function grantInWords(
    { rules }: LivePolicy,
    approvals: Approvals,
): GrantInWords | { readonly unsayable: string } {
    const [first, second, ...more] = rules;
    if (!first) return { unsayable: "it has no rule" };
    if (more.length > 0) return { unsayable: `it has ${rules.length} rules on the folder, and a space has one` };
    const [main, names] = second && asksNothing(first) ? [second, first] : [first, second];
    const words = conditionsInWords(main.conditions, approvals);
    if ("unsayable" in words) return { unsayable: `its rule "${main.name}" ${words.unsayable}` };
    const unknown = main.privileges.filter((one) => !known.includes(one as Privilege));
    if (unknown.length > 0)
        return { unsayable: `its rule "${main.name}" grants ${unknown.join(", ")}, which this version does not know` };
    const granted = main.privileges as Privilege[];
    const { approval } = words.conditions;
    if (names) {
        if (!isNamesOnly(names, main)) {
            return {
                unsayable: `it has two rules on the folder that grant different things: ${rules.map(inWords).join("; ")}`,
            };
        }
        return {
            privileges: shortest([...granted, "list"]),
            conditions: words.conditions,
            ruleNames: [main.name, names.name],
        };
    }
    if (approval !== undefined && granted.includes("list") && granted.length > 1) {
        return {
            unsayable: `its rule "${main.name}" asks for an approval for seeing names too, which a space grants without one, in a second rule`,
        };
    }
    return { privileges: shortest(granted), conditions: words.conditions, ruleNames: [main.name] };
}

const asksNothing = ({ conditions }: LiveRule): boolean =>
    !conditions.some(({ conditionType }) => conditionType === "access_request");

/** A space lets people who need an approval see names without it, after the same MFA. */
function isNamesOnly(names: LiveRule, main: LiveRule): boolean {
    const withoutApproval = main.conditions.filter(({ conditionType }) => conditionType === "mfa");
    return (
        withoutApproval.length < main.conditions.length &&
        !main.privileges.includes("list") &&
        names.name !== main.name &&
        isDeepStrictEqual(names.privileges, ["list"]) &&
        isDeepStrictEqual(names.conditions, withoutApproval)
    );
}

const sets = ["write-only", "reveal", "contribute", "manage"] as const;

/** The named set for exactly these privileges if there is one, else the list of them. */
function shortest(granted: readonly Privilege[]): DeclaredPrivileges {
    const all = spelledOut(granted);
    const set = sets.find((word) => isDeepStrictEqual(spelledOut([word]), all));
    const [only] = all;
    return set ?? (only && all.length === 1 ? only : all);
}

/** A rule as it is, as text for people. */
export function inWords({ name, privileges, conditions }: Omit<LiveRule, "folderId">): string {
    const after = conditions.map((one) =>
        one.conditionType === "mfa"
            ? `MFA (${one.acrValues}, every ${one.reAuthFrequencyInSeconds} s)`
            : `approval "${one.requestTypeName}" (lasts ${one.expiresAfterSeconds} s)`,
    );
    return `"${name}" grants ${privileges.join(", ") || "nothing"}${after.length > 0 ? ` after ${after.join(" and ")}` : ""}`;
}
