import { z } from "zod";
import { readAs } from "../../http/failure/read-as";
import type { ApiRequest, Send } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { ownGroupsNamed } from "./own-groups-named";

/** A group of Okta's own. */
export interface OwnGroup {
    readonly id: string;
    /** Empty where it has none. */
    readonly description: string;
}

const onWire = z.object({
    id: z.string(),
    type: z.string(),
    profile: z.object({ name: z.string(), description: z.string().nullish() }),
});

/**
 * The group with exactly this name that is no app's, as it is now; what the search finds is read by id, since it may be gone or have
 * got another name. Undefined does not prove that there is none.
 */
export async function ownGroupNamed(send: Send, name: string): Promise<OwnGroup | undefined> {
    const id = (await ownGroupsNamed(send, [name])).get(name);
    if (id === undefined) return undefined;
    const request: ApiRequest = { method: "GET", path: `/api/v1/groups/${encodeURIComponent(id)}` };
    const group = await unlessNotFound(async () => readAs(request, await send(request), (body) => onWire.parse(body)));
    if (group?.id !== id || group.type !== "OKTA_GROUP" || group.profile.name !== name) return undefined;
    return { id, description: group.profile.description ?? "" };
}
