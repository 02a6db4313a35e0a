import { z } from "zod";
import type { OpaConnection } from "../connection/connect";
import { evidence, listingOf } from "../listing";
import { listGroups } from "./groups";

const onWire = z.object({ name: z.string(), status: z.string().nullish(), user_type: z.string().nullish() });

/** Somebody in a group of OPA. */
export interface GroupMember {
    /** A person's login, or a service user's name. */
    readonly name: string;
    readonly isService: boolean;
    /** False for one whom OPA does not let in. A status that is not known counts as one who is let in. */
    readonly isActive: boolean;
}

/** Those in the group of this name, all pages. A missing right is ApiFailure "forbidden" or "not-found". */
export async function membersOf(opa: OpaConnection, groupName: string): Promise<readonly GroupMember[]> {
    const path = `${opa.teamPath}/groups/${encodeURIComponent(groupName)}/users`;
    const { items } = await evidence(
        () => listingOf(opa, { path }, (body) => onWire.parse(body)),
        async () => (await listGroups(opa)).some(({ name }) => name === groupName),
    );
    return items.map(({ name, status, user_type }) => ({
        name,
        isService: user_type === "service",
        isActive: status !== "DISABLED" && status !== "DELETED",
    }));
}
