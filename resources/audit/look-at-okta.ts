import { z } from "zod";
import { allPages } from "../http/paginate";
import type { Send } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import { listMappings } from "../okta/group-push-mapping/wire/calls";
import { appGroupNames } from "../okta/lookups/app-group-names";
import { findOpaApps, type OpaApp } from "../okta/lookups/find-opa-app";
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
export async function lookAtOkta(send: Send): Promise<SeenOkta> {
    const [groups, apps] = await Promise.all([
        unlessRefused(() =>
            allPages(send, { method: "GET", path: "/api/v1/groups", query: { limit: groupsAtOnce } }, (body) =>
                z.array(groupOnWire).parse(body),
            ),
        ),
        unlessRefused(() => findOpaApps(send)),
    ]);
    const active = (apps ?? []).filter(({ isActive }) => isActive);
    const pushes = await Promise.all(active.map((app) => pushesOf(send, app)));
    return {
        side: {
            groups: (groups ?? []).filter(({ type }) => type === "OKTA_GROUP"),
            pushes: pushes.flatMap((one) => one ?? []),
        },
        unseen: [
            ...(groups ? [] : ["which groups Okta has"]),
            ...(apps ? [] : ["which apps Okta has, and what they push"]),
            ...active.filter((_, index) => !pushes[index]).map(({ label }) => `what app "${label}" pushes`),
        ],
    };
}

const pushesOf = (send: Send, app: OpaApp): Promise<readonly Push[] | undefined> =>
    unlessRefused(async () => {
        const [mappings, names] = await Promise.all([listMappings(send, app.id, {}), appGroupNames(send, app.id)]);
        const nameOf = new Map(names.map(({ id, name }) => [id, name]));
        return mappings.map(({ mappingId, sourceGroupId, targetGroupId }) => ({
            ...{ id: mappingId, app: app.label, sourceGroupId },
            target: nameOf.get(targetGroupId),
        }));
    });
