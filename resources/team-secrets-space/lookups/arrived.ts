import { ApiFailure } from "../../http/failure/api-failure";
import { type Patience, waitUntil } from "../../lifecycle/waiting/wait-until";
import { loginKey } from "../../okta/lookups/find-user";
import type { OpaConnection } from "../../opa/connection/connect";
import { type GroupMember, membersOf } from "../../opa/groups/group-members";

/** Somebody whom Okta has in a group that is pushed. */
export interface Due {
    readonly login: string;
    /** The login that this person has by now. Whether OPA follows it is not known, so that either is the same person. */
    readonly loginNow?: string | undefined;
    /** Why this person is not pushed, or perhaps not; undefined for somebody who has to arrive. */
    readonly why?: string | undefined;
}

/** How OPA's members of a pushed group differ from Okta's. */
export interface Difference {
    /** Those who should be there and are not. */
    readonly missing: readonly Due[];
    /** Those of OPA whom Okta does not have in the group: people, and service users whom somebody has put there. */
    readonly extra: readonly string[];
}

/**
 * How long OPA may take after a push: members come after their group (docs/contracts/opa-api.md 4.3). All groups wait at the same
 * time, beside whatever else the run does.
 */
const arrivalTakes: Patience = { deadlineMs: 30_000, firstMs: 2000, longestMs: 10_000 };

/** Milliseconds before the first look: one look is enough where a push takes as long as it usually does. */
export const arrivalUsuallyMs = 1000;

/** Compares what OPA has of a group with whom Okta has in it, until both are the same or the deadline has passed. */
export async function whoArrived(
    opa: OpaConnection,
    groupName: string,
    due: readonly Due[],
    patience: Patience = arrivalTakes,
): Promise<Difference> {
    let last: { readonly difference?: Difference; readonly failure?: ApiFailure } = {};
    const isWhole = await waitUntil(
        { one: `the people of group "${groupName}" to arrive in OPA`, many: "groups' people to arrive in OPA" },
        async () => {
            last = await look(opa, groupName, due);
            const { missing = [], extra = [] } = last.difference ?? {};
            return last.difference && missing.length + extra.length === 0 ? true : undefined;
        },
        patience,
    );
    if (isWhole) return { missing: [], extra: [] };
    if (last.difference) return last.difference;
    throw last.failure ?? new Error(`OPA does not tell who is in group "${groupName}".`);
}

/** A group that is not there yet is waited for. */
async function look(opa: OpaConnection, groupName: string, due: readonly Due[]) {
    try {
        return { difference: differenceOf(due, await membersOf(opa, groupName)) };
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || failure.kind !== "not-found") throw failure;
        return { failure };
    }
}

/** Who is not pushed, for a reason that is known, is not missing. */
export function differenceOf(due: readonly Due[], members: readonly GroupMember[]): Difference {
    const there = new Set(members.map(({ name }) => loginKey(name)));
    const known = new Set(due.flatMap(loginsOf));
    return {
        missing: due.filter((one) => one.why === undefined && !loginsOf(one).some((login) => there.has(login))),
        extra: members.map(({ name }) => name).filter((name) => !known.has(loginKey(name))),
    };
}

const loginsOf = ({ login, loginNow = login }: Due): readonly string[] => [loginKey(login), loginKey(loginNow)];

/** How many are named. */
const named = 10;

/** The warning, with those beside it who are known not to be pushed; undefined where there is nothing to tell. */
export function arrivalWarning(
    groupName: string,
    due: readonly Due[],
    { missing, extra }: Difference,
    seconds = arrivalTakes.deadlineMs / 1000,
): string | undefined {
    if (missing.length + extra.length === 0) return undefined;
    const reasoned = due.filter(({ why }) => why !== undefined).map(({ login, why }) => `${login} (${why})`);
    const lacking = [...missing.map(({ login }) => login), ...(missing.length > 0 ? reasoned : [])];
    const parts = [
        ...(lacking.length > 0 ? [`Missing in OPA: ${list(lacking)}.`] : []),
        ...(extra.length > 0 ? [`Extra in OPA: ${list(extra)}.`] : []),
        ...(missing.length > 0
            ? [
                  "Whoever is missing has no access yet. If that stays so, push the group again on the app's Push Groups tab.",
              ]
            : []),
        ...(extra.length > 0
            ? [
                  "Whoever is extra has the team's access. Somebody added them in OPA, or Okta has not taken them out yet. If that stays so, take them out of the group in OPA.",
              ]
            : []),
    ];
    return `Group "${groupName}" has other people in OPA than in Okta, ${seconds} s after the change. ${parts.join(" ")}`;
}

function list(names: readonly string[]): string {
    const more = names.length > named ? `, and ${names.length - named} more` : "";
    return `${names.slice(0, named).join(", ")}${more}`;
}
