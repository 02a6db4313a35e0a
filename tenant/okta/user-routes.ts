import type { Answer } from "../http/answer";
import { makeUser } from "../store/make-okta";
import type { OktaUser, OktaUserStatus } from "../store/okta-records";
import { type OktaContext, type OktaRoute, param } from "./context";
import { invalid, notFound } from "./errors";
import { type Attributes, parseExpression, timeOperators, type Vocabulary } from "./expression";
import { limitOf, type Paging, pageOf } from "./paging";
import { sorted } from "./sorted";
import { groupOnWire, userOnWire } from "./wire";

const paging: Paging = { defaultLimit: 200, maxLimit: 200, kept: ["search", "filter", "sortBy", "sortOrder"] };

/** With `q`, a page is smaller and there is only one. */
const byName: Pick<Paging, "defaultLimit" | "maxLimit"> = { defaultLimit: 10, maxLimit: 200 };

const all = ["eq", "sw", "co", "gt", "ge", "lt", "le"];
const texts = ["id", "status", "profile.login", "profile.email", "profile.firstName", "profile.lastName"];
const searchable: Vocabulary = new Map([
    ...texts.map((name): [string, string[]] => [name, all]),
    ["created", timeOperators],
    ["lastUpdated", timeOperators],
]);
const filterable: Vocabulary = new Map([
    ...texts.map((name): [string, string[]] => [name, ["eq"]]),
    ["lastUpdated", timeOperators],
]);

/** The lifecycle operations that an administrator can call, and the status that each leads to. */
const lifecycle: ReadonlyMap<string, OktaUserStatus> = new Map([
    ["activate", "ACTIVE"],
    ["deactivate", "DEPROVISIONED"],
    ["suspend", "SUSPENDED"],
    ["unsuspend", "ACTIVE"],
]);

/** The calls about users: look-ups, and an administrator's manual changes. */
export const userRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/users", scopes: ["okta.users.read"], answer: listUsers },
    { method: "POST", path: "/api/v1/users", scopes: ["okta.users.manage"], answer: createUser },
    { method: "GET", path: "/api/v1/users/:userId", scopes: ["okta.users.read"], answer: getUser },
    { method: "GET", path: "/api/v1/users/:userId/groups", scopes: ["okta.users.read"], answer: listGroupsOf },
    { method: "POST", path: "/api/v1/users/:userId", scopes: ["okta.users.manage"], answer: changeUser },
    { method: "DELETE", path: "/api/v1/users/:userId", scopes: ["okta.users.manage"], answer: deleteUser },
    {
        method: "POST",
        path: "/api/v1/users/:userId/lifecycle/:step",
        scopes: ["okta.users.manage"],
        answer: changeLifecycle,
    },
];

/**
 * The user with this id or login. Also accepts `me`, and the part of a login before the `@` where it is unambiguous
 * (docs/contracts/okta-api.md 2.3).
 */
function userOf(context: OktaContext, idOrLogin: string): OktaUser {
    const { store } = context.world;
    // A login that contains a slash matches nobody (docs/contracts/okta-api.md 2.3).
    if (idOrLogin.includes("/")) throw notFound(idOrLogin, "User");
    const login = idOrLogin === "me" ? context.caller.login : idOrLogin;
    const named = store.users.get(idOrLogin) ?? (login === undefined ? undefined : store.userWithLogin(login));
    if (named) return named;
    const short = [...store.users.values()].filter((user) => user.login.split("@")[0] === idOrLogin);
    if (short.length !== 1 || !short[0]) throw notFound(idOrLogin, "User");
    return short[0];
}

function getUser(context: OktaContext): Answer {
    return { status: 200, body: userOnWire(userOf(context, param(context, "userId")), context.world.baseUrl) };
}

/** The whole list, without pages; it includes apps' groups. */
function listGroupsOf(context: OktaContext): Answer {
    const { world } = context;
    const user = userOf(context, param(context, "userId"));
    const groups = [...world.store.groups.values()].filter(({ id }) => world.store.memberships.get(id)?.has(user.id));
    return { status: 200, body: groups.map((group) => groupOnWire(group, world)) };
}

function listUsers(context: OktaContext): Answer {
    const { call, world } = context;
    const onWire = (user: OktaUser) => userOnWire(user, world.baseUrl);
    const q = call.query.get("q");
    if (q !== null) {
        const found = living([...world.store.users.values()]).filter((user) => startsWith(user, q));
        return { status: 200, body: found.slice(0, limitOf(call, byName)).map(onWire) };
    }
    return pageOf(call, world.baseUrl, listed(context), paging, onWire);
}

/**
 * `search` lags behind. `search` and `filter` include deprovisioned users, the plain list does not
 * (docs/contracts/okta-api.md 2.3).
 */
function listed({ call, world }: OktaContext): OktaUser[] {
    const search = call.query.get("search");
    const filter = call.query.get("filter");
    if (search !== null) {
        // By the specification, letter case in values does not matter for `search`; for `filter` it does.
        const test = parseExpression(search, searchable, "insensitive");
        const found = [...world.index.users.values()].filter((user) => test(attributesOf(user)));
        return sorted(found, call.query, attributesOf);
    }
    const users = [...world.store.users.values()];
    if (filter === null) return living(users);
    const test = parseExpression(filter, filterable);
    return users.filter((user) => test(attributesOf(user)));
}

function living(users: OktaUser[]): OktaUser[] {
    return users.filter((user) => user.status !== "DEPROVISIONED");
}

function startsWith(user: OktaUser, text: string): boolean {
    const want = text.toLowerCase();
    return [user.firstName, user.lastName, user.email].some((value) => value.toLowerCase().startsWith(want));
}

function attributesOf(user: OktaUser): Attributes {
    return {
        id: user.id,
        status: user.status,
        created: new Date(user.createdMs).toISOString(),
        lastUpdated: new Date(user.lastUpdatedMs).toISOString(),
        "profile.login": user.login,
        "profile.email": user.email,
        "profile.firstName": user.firstName,
        "profile.lastName": user.lastName,
    };
}

function createUser(context: OktaContext): Answer {
    const { world } = context;
    const profile = (context.body()["profile"] ?? {}) as Record<string, unknown>;
    const { login, email = login, firstName, lastName } = profile;
    if (typeof login !== "string" || typeof email !== "string")
        throw invalid("login", "login: The field cannot be left blank");
    if (typeof firstName !== "string" || typeof lastName !== "string") throw invalid("profile", "A name is missing");
    refuseTaken(world, login);
    const user = makeUser(world.store, world.clock.nowMs(), { login, email, firstName, lastName });
    if (context.call.query.get("activate") === "false") user.status = "STAGED";
    world.index.changed(user.id);
    world.pushes.assignmentsChanged();
    return { status: 200, body: userOnWire(user, world.baseUrl) };
}

function refuseTaken(world: OktaContext["world"], login: string, by?: OktaUser): void {
    const holder = world.store.userWithLogin(login);
    if (!holder || holder === by) return;
    throw invalid("login", "login: An object with this field already exists in the current organization");
}

/** Changes only the fields that the profile names. */
function changeUser(context: OktaContext): Answer {
    const { world } = context;
    const user = userOf(context, param(context, "userId"));
    const profile = (context.body()["profile"] ?? {}) as Record<string, unknown>;
    for (const field of ["login", "email", "firstName", "lastName"] as const) {
        const value = profile[field];
        if (typeof value !== "string") continue;
        if (field === "login") refuseTaken(world, value, user);
        user[field] = value;
    }
    user.lastUpdatedMs = world.clock.nowMs();
    world.index.changed(user.id);
    world.pushes.assignmentsChanged();
    return { status: 200, body: userOnWire(user, world.baseUrl) };
}

/** By the vendor's documentation, a call deactivates the user, and a call on a deactivated user deletes it. */
function deleteUser(context: OktaContext): Answer {
    const { world } = context;
    const user = userOf(context, param(context, "userId"));
    if (user.status === "DEPROVISIONED") world.store.users.delete(user.id);
    else changeStatus(context, user, "DEPROVISIONED");
    world.index.changed(user.id);
    return { status: 204 };
}

function changeLifecycle(context: OktaContext): Answer {
    const user = userOf(context, param(context, "userId"));
    const status = lifecycle.get(param(context, "step"));
    if (!status) throw notFound(param(context, "step"), "Lifecycle");
    changeStatus(context, user, status);
    return { status: 200, body: {} };
}

function changeStatus({ world }: OktaContext, user: OktaUser, status: OktaUserStatus): void {
    user.status = status;
    user.statusChangedMs = world.clock.nowMs();
    user.lastUpdatedMs = user.statusChangedMs;
    if (status === "DEPROVISIONED") {
        const { memberships, directAssignments } = world.store;
        for (const holders of [...memberships.values(), ...directAssignments.values()]) holders.delete(user.id);
    }
    world.index.changed(user.id);
    world.pushes.assignmentsChanged();
}
