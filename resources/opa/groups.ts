import { z } from "zod";
import { unlessNotFound } from "../lifecycle/not-found";
import { waitUntil } from "../lifecycle/wait-until";
import type { OpaConnection } from "./connection";
import { isLive } from "./project";

export interface OpaGroup {
    readonly id: string;
    readonly name: string;
}

const onWire = z.object({ id: z.string(), name: z.string(), deleted_at: z.string().nullish() });

/** The group of exactly this name; undefined when there is none, or only a deleted one. Groups are addressed by name. */
export async function groupNamed(opa: OpaConnection, name: string): Promise<OpaGroup | undefined> {
    const path = `${opa.teamPath}/groups/${encodeURIComponent(name)}`;
    const answer = await unlessNotFound(() => opa.send({ method: "GET", path }));
    if (!answer) return undefined;
    const group = onWire.parse(answer.body);
    return isLive(group) && group.name === name ? { id: group.id, name: group.name } : undefined;
}

/**
 * The group of this name, waited for: a group pushed from Okta arrives in OPA seconds after the mapping is made.
 * Throws at the deadline.
 */
export async function arrivedGroup(opa: OpaConnection, name: string, waitSeconds: number): Promise<OpaGroup> {
    const group = await waitUntil(() => groupNamed(opa, name), { deadlineMs: waitSeconds * 1000 });
    if (group) return group;
    throw new Error(
        `OPA has no group called "${name}" after ${waitSeconds} s. If it is pushed from Okta, look at the group push mapping's ` +
            "status; otherwise declare the name as OPA writes it (upper and lower case count).",
    );
}
