import { z } from "zod";
import { allPages } from "../http/paginate";
import type { Send } from "../http/send";

const onWire = z.object({ profile: z.object({ name: z.string() }) });

/**
 * Names of the groups that Okta knows in an app: those it pushed there and those it imported. They come from Okta's search,
 * which can miss a group for some seconds after it was created.
 */
export async function appGroupNames(send: Send, appId: string): Promise<ReadonlySet<string>> {
    const search = `type eq "APP_GROUP" and source.id eq ${JSON.stringify(appId)}`;
    const names = await allPages(
        send,
        { method: "GET", path: "/api/v1/groups", query: { search, limit: 200 } },
        (body) =>
            z
                .array(onWire)
                .parse(body)
                .map(({ profile }) => profile.name),
    );
    return new Set(names as readonly string[]);
}
