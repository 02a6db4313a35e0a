import type { DeclaredAccessRequest, DeclaredCondition } from "../../opa/security-policy/declared/condition";
import { anyFactor } from "../../opa/security-policy/declared/condition-schema";
import type { Approval } from "../../team-secrets-space/declared/conditions";
import type { SpaceConditions } from "../../team-secrets-space/declared/declared-team";

/** Request types by the names that declarations use: first those of the stack, then those to be added to it. */
export type Approvals = Readonly<Record<string, Approval>>;

/** OPA's conditions as a space declares them, or the part that no space can declare. */
export type InWords = { readonly conditions: SpaceConditions } | { readonly unsayable: string };

/** How long MFA is valid by default. */
const usualMfaEvery = "30m";

/** The conditions of a rule, every key written out. */
export function conditionsInWords(conditions: readonly DeclaredCondition[], approvals: Approvals): InWords {
    const requests = conditions.filter((one) => one.conditionType === "access_request");
    const [mfa] = conditions.filter((one) => one.conditionType === "mfa");
    const [request, another] = requests;
    if (another) return { unsayable: `asks for ${requests.length} approvals at once` };
    const every = mfa && (mfa.reAuthFrequencyInSeconds === 0 ? "each-time" : duration(mfa.reAuthFrequencyInSeconds));
    if (mfa && every === undefined)
        return { unsayable: `asks for MFA every ${mfa.reAuthFrequencyInSeconds} s, which is no whole minutes` };
    const lasts = request && duration(request.expiresAfterSeconds);
    if (request && lasts === undefined) {
        return { unsayable: `has an approval that lasts ${request.expiresAfterSeconds} s, which is no whole minutes` };
    }
    return {
        conditions: {
            ...(mfa ? { mfa: mfa.acrValues === anyFactor ? "any" : "phishing-resistant", mfaEvery: every } : {}),
            ...(request ? { approval: nameOf(request, approvals), approvalLasts: lasts } : {}),
        },
    };
}

/** What a layer must declare so that it results in these conditions, given the layers below; undefined if it cannot. */
export function layerFor(
    wanted: SpaceConditions,
    below: SpaceConditions,
    approvals: Approvals,
): { readonly own: SpaceConditions | "none" | undefined } | undefined {
    const isNothing = Object.keys(wanted).length === 0;
    if (isNothing) return { own: Object.keys(below).length === 0 ? undefined : "none" };
    if ((below.mfa && !wanted.mfa) || (below.approval !== undefined && wanted.approval === undefined)) return undefined;
    const there: SpaceConditions = {
        ...below,
        mfaEvery: below.mfaEvery ?? usualMfaEvery,
        approvalLasts: below.approvalLasts ?? approvals[wanted.approval ?? ""]?.lasts,
    };
    const own = Object.entries(wanted).filter(([key, value]) => there[key as keyof SpaceConditions] !== value);
    return { own: own.length === 0 ? undefined : Object.fromEntries(own) };
}

/** The request types of these conditions that the stack does not list, by a name made from their own. */
export function approvalsFor(all: readonly DeclaredCondition[], listed: Approvals): Approvals {
    const requests = all.filter((one) => one.conditionType === "access_request");
    const key = (one: DeclaredAccessRequest) =>
        JSON.stringify([one.requestTypeName, one.requestTypeId, one.expiresAfterSeconds]);
    const inOrder = [...requests].sort((one, other) => (key(one) < key(other) ? -1 : 1));
    const approvals: Record<string, Approval> = { ...listed };
    for (const request of inOrder) {
        if (nameOf(request, approvals) !== undefined) continue;
        const lasts = duration(request.expiresAfterSeconds);
        const { requestTypeId: id, requestTypeName: name } = request;
        approvals[freeName(name, approvals)] = { id, name, ...(lasts === undefined ? {} : { lasts }) };
    }
    return approvals;
}

const nameOf = ({ requestTypeId, requestTypeName }: DeclaredAccessRequest, approvals: Approvals): string | undefined =>
    Object.keys(approvals).find(
        (name) => approvals[name]?.id === requestTypeId && approvals[name]?.name === requestTypeName,
    );

function freeName(text: string, taken: Readonly<Record<string, unknown>>): string {
    const name = asLevelName(text) || "approval";
    let free = name;
    for (let count = 2; Object.hasOwn(taken, free); count += 1) free = `${name.slice(0, 36)}-${count}`;
    return free;
}

/** Small letters, digits and "-", at most 40 characters, as in names of levels and approvals; "" if nothing is left. */
export const asLevelName = (text: string): string =>
    text
        .normalize("NFKD")
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .slice(0, 40)
        .replaceAll(/^-+|-+$/g, "");

/** In whole hours or minutes; undefined if it is neither. */
function duration(seconds: number): string | undefined {
    if (seconds <= 0 || seconds % 60 !== 0) return undefined;
    return seconds % 3600 === 0 ? `${seconds / 3600}h` : `${seconds / 60}m`;
}
