import type { Answer } from "../http/answer";
import type { OktaGroup } from "../store/okta-records";
import type { World } from "../world";
import type { OktaContext } from "./context";
import { type Attributes, parseExpression, timeOperators, type Vocabulary } from "./expression";
import { limitOf, type Paging, pageOf } from "./paging";
import { sorted } from "./sorted";
import { groupOnWire } from "./wire";

const paging: Paging = {
    defaultLimit: 10_000,
    maxLimit: 10_000,
    kept: ["search", "filter", "expand", "sortBy", "sortOrder"],
};

/** `q` cannot be paged (docs/contracts/okta-api.md 2.1). */
const byName: Pick<Paging, "defaultLimit" | "maxLimit"> = { defaultLimit: 300, maxLimit: 300 };

const exact = ["eq", "sw"];
const searchable: Vocabulary = new Map([
    ["id", exact],
    ["type", exact],
    ["source.id", exact],
    ["created", timeOperators],
    ["lastUpdated", timeOperators],
    ["lastMembershipUpdated", timeOperators],
    ["profile.name", [...exact, "co"]],
    ["profile.description", [...exact, "co"]],
]);
const filterable: Vocabulary = new Map([
    ["id", ["eq"]],
    ["type", ["eq"]],
    ["lastUpdated", timeOperators],
    ["lastMembershipUpdated", timeOperators],
]);

/** Answers `GET /api/v1/groups`. `search` lags behind, reads by id do not (docs/contracts/okta-api.md 2.1). */
export function listGroups({ call, world }: OktaContext): Answer {
    const expand = (call.query.get("expand") ?? "").split(",");
    const onWire = (group: OktaGroup) => ({ ...groupOnWire(group, world), ...embedded(group, expand, world) });
    const q = call.query.get("q");
    const filter = call.query.get("filter");
    const search = call.query.get("search");
    if (search !== null) {
        const test = parseExpression(search, searchable, world.settings.groupSearchCase);
        const found = [...world.index.groups.values()].filter((group) => test(attributesOf(group)));
        return pageOf(call, world.baseUrl, sorted(found, call.query, attributesOf), paging, onWire);
    }
    const test = filter === null ? () => true : parseExpression(filter, filterable);
    const groups = [...world.store.groups.values()].filter((group) => test(attributesOf(group)));
    if (q === null) return pageOf(call, world.baseUrl, groups, paging, onWire);
    // `q` matches the start of the name; the answer has no Link header (docs/contracts/okta-api.md 2.1).
    const named = groups.filter((group) => group.name.toLowerCase().startsWith(q.toLowerCase()));
    return { status: 200, body: named.slice(0, limitOf(call, byName)).map(onWire) };
}

function attributesOf(group: OktaGroup): Attributes {
    return {
        id: group.id,
        type: group.type,
        "source.id": group.appId,
        created: new Date(group.createdMs).toISOString(),
        lastUpdated: new Date(group.lastUpdatedMs).toISOString(),
        lastMembershipUpdated: new Date(group.lastMembershipUpdatedMs).toISOString(),
        "profile.name": group.name,
        "profile.description": group.description,
    };
}

function embedded(group: OktaGroup, expand: readonly string[], { store }: World): { _embedded?: object } {
    const app = store.apps.get(group.appId ?? "");
    const stats = {
        usersCount: store.memberships.get(group.id)?.size ?? 0,
        appsCount: [...store.appAssignments.values()].filter((assignments) => assignments.has(group.id)).length,
        groupPushMappingsCount: [...store.mappings.values()].filter((mapping) => mapping.sourceGroupId === group.id)
            .length,
    };
    const parts = {
        ...(expand.includes("stats") ? { stats } : {}),
        ...(expand.includes("app") && app
            ? { app: { id: app.id, name: app.name, label: app.label, signOnMode: app.signOnMode } }
            : {}),
    };
    return Object.keys(parts).length > 0 ? { _embedded: parts } : {};
}
