import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";
import { isDirectory } from "../../okta/existing-group/find";
import { assignedGroupIds } from "../../okta/group-push-mapping/wire/apps-and-groups";
import { allMappings } from "../../okta/group-push-mapping/wire/calls";
import { getApp } from "../../okta/lookups/by-id";
import type { OpaApp } from "../../okta/lookups/find-opa-app";
import type { OktaGroup, Push, Seen } from "./seen";

/** Groups in one answer: Okta gives up to 10,000, and recommends 200 (docs/contracts/okta-api.md 2.1). */
const groupsAtOnce = 1000;

const groupOnWire = z
    .object({
        id: z.string(),
        type: z.string(),
        profile: z.object({ name: z.string(), description: z.string().nullish() }),
        _links: z.object({ source: z.object({ href: z.string() }).nullish() }).nullish(),
    })
    .transform(
        ({ id, type, profile, _links }): OktaGroup => ({
            ...{ id, type, name: profile.name, description: profile.description ?? "" },
            appId: _links?.source?.href.split("/").at(-1),
        }),
    );

const ruleOnWire = z.object({
    actions: z.object({ assignUserToGroups: z.object({ groupIds: z.array(z.string()) }).nullish() }).nullish(),
});

/**
 * What Okta has: groups, what fills them, and which are pushed. The list of all groups is current, unlike the search.
 */
export async function lookAtOkta(
    send: Send,
    app: Pick<OpaApp, "id" | "label">,
    apps: readonly OpaApp[],
): Promise<Pick<Seen, "oktaGroups" | "ruled" | "assigned" | "directories" | "pushes">> {
    const [groups, ruled, assigned, own, ...others] = await Promise.all([
        allPages(send, { method: "GET", path: "/api/v1/groups", query: { limit: groupsAtOnce } }, (body) =>
            z.array(groupOnWire).parse(body),
        ),
        allPages(send, { method: "GET", path: "/api/v1/groups/rules", query: { limit: 200 } }, (body) =>
            z
                .array(ruleOnWire)
                .parse(body)
                .flatMap(({ actions }) => actions?.assignUserToGroups?.groupIds ?? []),
        ),
        assignedGroupIds(send, app.id),
        pushesOf(send, app, true),
        ...apps.filter(({ id, isActive }) => isActive && id !== app.id).map((one) => pushesOf(send, one, false)),
    ]);
    const oktaGroups = new Map(groups.map((group) => [group.id, group]));
    const pushes = [...own, ...others.flat()];
    return {
        ...{ oktaGroups, assigned, pushes },
        ruled: new Set(ruled),
        directories: await directoriesOf(send, pushes, oktaGroups),
    };
}

async function pushesOf(send: Send, app: Pick<OpaApp, "id" | "label">, isOfApp: boolean): Promise<Push[]> {
    const mappings = await allMappings(send, app.id);
    return mappings.map((one) => {
        const { mappingId, sourceGroupId, targetGroupId, status } = one.whole();
        return { mappingId, sourceGroupId, targetGroupId, status, app: app.label, isOfApp };
    });
}

/** The directories among the apps that pushed groups come from. */
async function directoriesOf(
    send: Send,
    pushes: readonly Push[],
    groups: ReadonlyMap<string, OktaGroup>,
): Promise<ReadonlySet<string>> {
    const appIds = new Set(pushes.flatMap(({ sourceGroupId }) => groups.get(sourceGroupId)?.appId ?? []));
    const apps = await Promise.all([...appIds].map((id) => getApp(send, id)));
    return new Set(apps.flatMap((app) => (app && isDirectory(app.name) ? [app.id] : [])));
}
