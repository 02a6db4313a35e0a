import type { Answer } from "../http/answer";
import type { GroupRule } from "../store/okta-records";
import type { World } from "../world";
import type { OktaContext, OktaRoute } from "./context";
import { type Paging, pageOf } from "./paging";
import { preciseTime } from "./wire";

const paging: Paging = { defaultLimit: 50, maxLimit: 200, kept: ["search", "expand"] };

/** The list of the rules that put people into groups. */
export const groupRuleRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/groups/rules", scopes: ["okta.groups.read"], answer: listRules },
];

/** The documentation does not say what the keyword is matched against; here it is the name. */
function listRules({ call, world }: OktaContext): Answer {
    const search = (call.query.get("search") ?? "").toLowerCase();
    const found = [...world.store.groupRules.values()].filter(({ name }) => name.toLowerCase().includes(search));
    const isExpanded = call.query.get("expand") === "groupIdToGroupNameMap";
    return pageOf(call, world.baseUrl, found, paging, (rule) => ({
        ...ruleOnWire(rule),
        ...(isExpanded ? { _embedded: { groupIdToGroupNameMap: namesIn(rule, world) } } : {}),
    }));
}

function namesIn({ groupIds }: GroupRule, { store }: World): Record<string, string> {
    const groups = groupIds.flatMap((id) => store.groups.get(id) ?? []);
    return Object.fromEntries(groups.map(({ id, name }) => [id, name]));
}

function ruleOnWire(rule: GroupRule): Record<string, unknown> {
    return {
        type: "group_rule",
        id: rule.id,
        status: rule.status,
        name: rule.name,
        created: preciseTime(rule.createdMs),
        lastUpdated: preciseTime(rule.lastUpdatedMs),
        conditions: {
            people: { users: { exclude: rule.excludedUserIds }, groups: { exclude: [] } },
            expression: { value: rule.expression, type: "urn:okta:expression:1.0" },
        },
        actions: { assignUserToGroups: { groupIds: rule.groupIds } },
    };
}
