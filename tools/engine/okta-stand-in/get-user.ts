import { field, type Okta, toldAs } from "./okta";
import { type Properties, textIn } from "./properties";

/** Text fields of a user's profile. All are in the answer, and empty when Okta has no value. */
const profileTexts = [
    ...["city", "costCenter", "countryCode", "department", "displayName", "division", "email", "employeeNumber"],
    ...["firstName", "honorificPrefix", "honorificSuffix", "lastName", "locale", "login", "manager", "managerId"],
    ...["middleName", "mobilePhone", "nickName", "organization", "postalAddress", "preferredLanguage", "primaryPhone"],
    ...["profileUrl", "secondEmail", "state", "streetAddress", "timezone", "title", "userType", "zipCode"],
];

/** `okta:user/getUser:getUser`: one user by id or login, or the first that a search finds. */
export async function getUser(okta: Okta, args: Properties): Promise<Properties> {
    const user = await find(okta, args);
    const id = field(user, "id");
    const path = `/api/v1/users/${encodeURIComponent(id)}`;
    const names = (items: readonly unknown[], key: string) => items.map((item) => field(item, key));
    const groups = args["skipGroups"] === true ? [] : names(await okta.list(`${path}/groups`), "id");
    const roles = args["skipRoles"] === true ? [] : names(await okta.list(`${path}/roles`), "type");
    const profile: unknown = typeof user === "object" && user && "profile" in user ? user.profile : {};
    const own = new Map(Object.entries(typeof profile === "object" && profile ? profile : {}));
    return {
        ...args,
        ...Object.fromEntries(profileTexts.map((key) => [key, String(own.get(key) ?? "")])),
        id,
        status: field(user, "status"),
        groupMemberships: groups,
        adminRoles: roles,
        roles,
        customProfileAttributes: "{}",
    };
}

async function find(okta: Okta, args: Properties): Promise<unknown> {
    const userId = textIn(args, "userId");
    if (userId) {
        return toldAs("failed to get user", () => okta.get(`/api/v1/users/${encodeURIComponent(userId)}`));
    }
    const searches = Array.isArray(args["searches"]) ? args["searches"] : [];
    if (searches.length === 0) throw new Error('getUser needs "userId" or "searches".');
    const expression = searches.map(expressionOf).join(` ${textIn(args, "compoundSearchOperator") || "and"} `);
    const query = new URLSearchParams({ limit: "1", search: expression });
    const found = await toldAs("failed to list users", () => okta.get(`/api/v1/users?${query}`));
    const first: unknown = Array.isArray(found) ? found[0] : undefined;
    if (first === undefined) throw new Error(`no users found using search criteria: ${expression}`);
    return first;
}

function expressionOf(search: Properties): string {
    const expression = textIn(search, "expression");
    if (expression) return expression;
    return `${textIn(search, "name")} ${textIn(search, "comparison") || "eq"} "${textIn(search, "value")}"`;
}
