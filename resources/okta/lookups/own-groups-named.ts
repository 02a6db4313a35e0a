import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";
import { batchedRead, inOneQuery } from "../../lifecycle/shared/batched-read";

const withName = (name: string): string => `profile.name eq ${JSON.stringify(name)}`;

const onWire = z.object({ id: z.string(), type: z.string(), profile: z.object({ name: z.string() }) });

/**
 * Ids of the groups that are Okta's own, not an app's, by name; a group whose name differs in case alone is found too where no
 * other is. They come from Okta's search, which can miss a group for some seconds after it was created. Names that are asked for
 * at the same moment are searched together.
 */
export const ownGroupsNamed = batchedRead(inOneQuery(withName), async (send: Send, names) => {
    const either = names.map(withName).join(" or ");
    const query = { search: `type eq "OKTA_GROUP" and (${either})`, limit: 200 };
    const groups = await allPages(send, { method: "GET", path: "/api/v1/groups", query }, (body) =>
        z.array(onWire).parse(body),
    );
    const own = groups.filter(({ type }) => type === "OKTA_GROUP");
    const exactly = new Map(own.map(({ id, profile }) => [profile.name, id]));
    const inAnyCase = new Map(own.map(({ id, profile }) => [profile.name.toLowerCase(), id]));
    return new Map(
        names.flatMap((name) => {
            const id = exactly.get(name) ?? inAnyCase.get(name.toLowerCase());
            return id === undefined ? [] : [[name, id] as const];
        }),
    );
});
