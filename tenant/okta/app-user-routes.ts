import type { Answer } from "../http/answer";
import { pushedStatuses } from "../push/deliver";
import type { OktaApp, OktaUser } from "../store/okta-records";
import type { World } from "../world";
import { appOf } from "./app-routes";
import type { OktaContext, OktaRoute } from "./context";
import { type Paging, pageOf } from "./paging";
import { preciseTime, userOnWire } from "./wire";

const paging: Paging = { defaultLimit: 50, maxLimit: 500, kept: ["q", "expand"] };

/** The list of an app's users: everybody it is assigned to, directly or through a group. */
export const appUserRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/apps/:appId/users", scopes: ["okta.apps.read"], answer: listAppUsers },
];

function listAppUsers(context: OktaContext): Answer {
    const { call, world } = context;
    const app = appOf(context);
    const q = (call.query.get("q") ?? "").toLowerCase();
    const found = peopleOf(app, world).filter(({ login, firstName, lastName, email }) =>
        [login, firstName, lastName, email].some((text) => text.toLowerCase().startsWith(q)),
    );
    const isExpanded = call.query.get("expand") === "user";
    return pageOf(call, world.baseUrl, found, paging, (user) => ({
        ...appUserOnWire(app, user, world),
        ...(isExpanded ? { _embedded: { user: userOnWire(user, world.baseUrl) } } : {}),
    }));
}

/** Whether the list includes assigned users who are staged or suspended is not known (docs/contracts/okta-api.md 2.5). */
function peopleOf(app: OktaApp, { store, settings }: World): OktaUser[] {
    return [...store.users.values()].filter(
        ({ id, status }) =>
            store.isAssigned(app.id, id) && (settings.inactiveAppUsers === "listed" || pushedStatuses.includes(status)),
    );
}

function appUserOnWire(app: OktaApp, user: OktaUser, { store, settings, baseUrl }: World): Record<string, unknown> {
    const { id, login, email, firstName, lastName } = user;
    return {
        id,
        created: preciseTime(user.createdMs),
        lastUpdated: preciseTime(user.lastUpdatedMs),
        scope: store.isAssignedDirectly(app.id, id) ? "USER" : "GROUP",
        status: settings.appUserStatus,
        statusChanged: preciseTime(user.statusChangedMs),
        passwordChanged: null,
        syncState: "SYNCHRONIZED",
        credentials: { userName: login },
        profile: { firstName, lastName, email },
        _links: {
            app: { href: `${baseUrl}/api/v1/apps/${app.id}` },
            user: { href: `${baseUrl}/api/v1/users/${id}` },
        },
    };
}
