import { setImmediate as everyoneHasCome } from "node:timers/promises";
import { type Moment, msSince, now } from "../../http/time/clock";
import { perConnection } from "../../lifecycle/shared/per-connection";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { waitUntil } from "../../lifecycle/waiting/wait-until";
import type { OpaConnection } from "../connection/connect";
import { allGroups, groupNamed, groupOrAll, type OpaGroup } from "./groups";

/** Milliseconds for which all that wait share one answer. */
const freshMs = 1000;

const sharedGroup = sharedRead(freshMs, groupNamed);

/** Names that are waited for at this moment. */
const waitedFor = perConnection((_opa: OpaConnection): string[] => []);

/**
 * The group of this name, waited for: a group pushed from Okta arrives in OPA seconds after the mapping is created.
 * Throws at the deadline.
 */
export async function arrivedGroup(opa: OpaConnection, name: string, waitSeconds: number): Promise<OpaGroup> {
    const names = waitedFor(opa);
    names.push(name);
    const since = now();
    try {
        await everyoneHasCome();
        const what = { one: `group "${name}" to arrive in OPA`, many: "groups to arrive in OPA" };
        const group = await waitUntil(what, () => look(opa, name, names, since), {
            deadlineMs: waitSeconds * 1000,
        });
        // A list may omit what the caller can read by name: last of all the group itself is asked for.
        const found = group ?? (await groupNamed(opa, name));
        if (found) return found;
    } finally {
        names.splice(names.indexOf(name), 1);
    }
    throw new Error(
        `OPA has no group named "${name}" after ${waitSeconds} s. If it is pushed from Okta, check the status of its group push ` +
            "mapping; otherwise declare the name exactly as it is in OPA (it is case-sensitive).",
    );
}

/** Uses no answer that is older than the wait: it may show a group that was deleted before a new one of this name was pushed. */
async function look(
    opa: OpaConnection,
    name: string,
    names: readonly string[],
    since: Moment,
): Promise<OpaGroup | undefined> {
    const atMostMs = Math.min(freshMs, msSince(since));
    if (!groupOrAll.isAllCheaper(opa, new Set(names).size)) return sharedGroup.within(atMostMs)(opa, name);
    const all = await allGroups.within(atMostMs)(opa);
    return all.find((group) => group.name === name);
}
