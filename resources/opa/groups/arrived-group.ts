import { perConnection } from "../../lifecycle/shared/per-connection";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { waitUntil } from "../../lifecycle/waiting/wait-until";
import type { OpaConnection } from "../connection/connect";
import { allGroups, groupNamed, type OpaGroup } from "./groups";

/** Up to this many names are asked for one by one; for more, one list of all groups serves all of them. */
const oneByOneAtMost = 4;

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
    try {
        const what = { one: `group "${name}" to arrive in OPA`, many: "groups to arrive in OPA" };
        const group = await waitUntil(what, () => look(opa, name, names), {
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

async function look(opa: OpaConnection, name: string, names: readonly string[]): Promise<OpaGroup | undefined> {
    if (new Set(names).size <= oneByOneAtMost) {
        return sharedGroup(opa, name);
    }
    const all = await allGroups.within(freshMs)(opa);
    return all.find((group) => group.name === name);
}
