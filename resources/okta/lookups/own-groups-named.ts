import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";
import { batched } from "../../lifecycle/shared/batched";

/** Names in one request: at most about 3,000 characters of query. */
const namesAtOnce = 10;

const onWire = z.object({ id: z.string(), type: z.string(), profile: z.object({ name: z.string() }) });

/**
 * Ids of the groups of Okta's own, not of an app, by name in lower case. They come from Okta's search, which can miss a group
 * for some seconds after it was created; those that are asked for at the same moment are searched together.
 */
export const ownGroupsNamed = batched(namesAtOnce, async (send: Send, names) => {
    const either = names.map((name) => `profile.name eq ${JSON.stringify(name)}`).join(" or ");
    const query = { search: `type eq "OKTA_GROUP" and (${either})`, limit: 200 };
    const groups = await allPages(send, { method: "GET", path: "/api/v1/groups", query }, (body) =>
        z.array(onWire).parse(body),
    );
    const own = (groups as readonly z.infer<typeof onWire>[]).filter(({ type }) => type === "OKTA_GROUP");
    return new Map(own.map(({ id, profile }) => [profile.name.toLowerCase(), id]));
});
