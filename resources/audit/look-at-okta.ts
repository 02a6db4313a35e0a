import { z } from "zod";
import { allPages } from "../http/paginate";
import type { Send } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import type { AppPushes } from "../pushed-people/compare";
import type { OktaSide, Push } from "./audited";

/** What was seen of Okta, and what was not. */
export interface SeenOkta {
    readonly side: OktaSide;
    readonly unseen: readonly string[];
}

/** Groups in one answer: Okta gives up to 10,000, and recommends 200 (docs/contracts/okta-api.md 2.1). */
const groupsAtOnce = 1000;

const groupOnWire = z
    .object({
        id: z.string(),
        type: z.string(),
        profile: z.object({ name: z.string(), description: z.string().nullish() }),
    })
    .transform(({ id, type, profile: { name, description } }) => ({ id, type, name, description: description ?? "" }));

/** Groups and pushes. The list of all groups is current, unlike the search. */
export async function lookAtOkta(send: Send, seen: Promise<readonly AppPushes[] | undefined>): Promise<SeenOkta> {
    const [groups, apps] = await Promise.all([
        unlessRefused(() =>
            allPages(send, { method: "GET", path: "/api/v1/groups", query: { limit: groupsAtOnce } }, (body) =>
                z.array(groupOnWire).parse(body),
            ),
        ),
        seen,
    ]);
    return {
        side: {
            groups: (groups ?? []).filter(({ type }) => type === "OKTA_GROUP"),
            pushes: (apps ?? []).flatMap(pushesIn),
        },
        unseen: [
            ...(groups ? [] : ["which groups Okta has"]),
            ...(apps ? [] : ["which apps Okta has, and what they push"]),
            ...(apps ?? []).filter(({ pushes }) => !pushes).map(({ app }) => `what app "${app.label}" pushes`),
        ],
    };
}

const pushesIn = ({ app, pushes }: AppPushes): readonly Push[] =>
    (pushes?.mappings ?? []).map(({ mappingId, sourceGroupId, targetGroupId }) => ({
        ...{ id: mappingId, app: app.label, sourceGroupId },
        target: pushes?.nameOf.get(targetGroupId),
    }));
