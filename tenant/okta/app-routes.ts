import type { Answer } from "../http/answer";
import { assign } from "../store/make-okta";
import type { AppAssignment, OktaApp } from "../store/okta-records";
import { type OktaContext, type OktaRoute, param } from "./context";
import { invalid, notFound } from "./errors";
import { parseExpression, type Vocabulary } from "./expression";
import { groupOf } from "./group-routes";
import { type Paging, pageOf } from "./paging";
import { appOnWire, assignmentOnWire, groupOnWire } from "./wire";

const appPaging: Paging = { defaultLimit: 200, maxLimit: 200, kept: ["filter", "q"] };
const assignmentPaging: Paging = { defaultLimit: 20, minLimit: 20, maxLimit: 200, kept: ["q"] };
const filterable: Vocabulary = new Map(["id", "name", "status"].map((name) => [name, ["eq"]]));

/** The calls about apps and the groups assigned to them. */
export const appRoutes: readonly OktaRoute[] = [
    { method: "GET", path: "/api/v1/apps", scopes: ["okta.apps.read"], answer: listApps },
    { method: "GET", path: "/api/v1/apps/:appId", scopes: ["okta.apps.read"], answer: getApp },
    {
        method: "POST",
        path: "/api/v1/apps/:appId/lifecycle/:step",
        scopes: ["okta.apps.manage"],
        answer: changeLifecycle,
    },
    { method: "GET", path: "/api/v1/apps/:appId/groups", scopes: ["okta.apps.read"], answer: listAssignments },
    { method: "GET", path: "/api/v1/apps/:appId/groups/:groupId", scopes: ["okta.apps.read"], answer: getAssignment },
    { method: "PUT", path: "/api/v1/apps/:appId/groups/:groupId", scopes: ["okta.apps.manage"], answer: putAssignment },
    {
        method: "DELETE",
        path: "/api/v1/apps/:appId/groups/:groupId",
        scopes: ["okta.apps.manage"],
        answer: deleteAssignment,
    },
];

/** The app the path names; throws the API's error when there is none. */
export function appOf(context: OktaContext): OktaApp {
    const appId = param(context, "appId");
    const app = context.world.store.apps.get(appId);
    if (!app) throw notFound(appId, "AppInstance");
    return app;
}

function getApp(context: OktaContext): Answer {
    return { status: 200, body: appOnWire(appOf(context), context.world.baseUrl) };
}

function listApps({ call, world }: OktaContext): Answer {
    const q = (call.query.get("q") ?? "").toLowerCase();
    const filter = call.query.get("filter");
    const test = filter === null ? () => true : parseExpression(filter, filterable);
    const apps = [...world.store.apps.values()].filter(
        (app) =>
            [app.name, app.label].some((text) => text.toLowerCase().startsWith(q)) &&
            test({ id: app.id, name: app.name, status: app.status }),
    );
    return pageOf(call, world.baseUrl, apps, appPaging, (app) => appOnWire(app, world.baseUrl));
}

function changeLifecycle(context: OktaContext): Answer {
    const app = appOf(context);
    const step = param(context, "step");
    if (step !== "activate" && step !== "deactivate") throw notFound(step, "Lifecycle");
    app.status = step === "activate" ? "ACTIVE" : "INACTIVE";
    app.lastUpdatedMs = context.world.clock.nowMs();
    context.world.pushes.assignmentsChanged();
    return { status: 200, body: {} };
}

function listAssignments(context: OktaContext): Answer {
    const { call, world } = context;
    const app = appOf(context);
    const q = (call.query.get("q") ?? "").toLowerCase();
    const rows = [...(world.store.appAssignments.get(app.id) ?? [])]
        .map(([id, assignment]) => ({ id, ...assignment }))
        .filter(({ id }) => world.store.groups.get(id)?.name.toLowerCase().startsWith(q));
    return pageOf(call, world.baseUrl, rows, assignmentPaging, (row) => shown(context, app.id, row.id, row));
}

function shown({ world, call }: OktaContext, appId: string, groupId: string, assignment: AppAssignment) {
    const group = world.store.groups.get(groupId);
    const isEmbedded = group !== undefined && call.query.get("expand") === "group";
    return {
        ...assignmentOnWire(appId, groupId, assignment, world.baseUrl),
        ...(isEmbedded ? { _embedded: { group: groupOnWire(group, world) } } : {}),
    };
}

function getAssignment(context: OktaContext): Answer {
    const app = appOf(context);
    const groupId = param(context, "groupId");
    const assignment = context.world.store.appAssignments.get(app.id)?.get(groupId);
    if (!assignment) throw notFound(groupId, "GroupAssignment");
    return { status: 200, body: shown(context, app.id, groupId, assignment) };
}

function putAssignment(context: OktaContext): Answer {
    const { world, call } = context;
    const app = appOf(context);
    const group = groupOf(context);
    const { priority } = call.text ? context.body() : {};
    if (priority !== undefined && typeof priority !== "number") throw invalid("priority", "priority: Not a number");
    assign(world.store, world.clock.nowMs(), app.id, group.id, priority);
    world.pushes.assignmentsChanged();
    return getAssignment(context);
}

function deleteAssignment(context: OktaContext): Answer {
    const { world } = context;
    const app = appOf(context);
    const groupId = param(context, "groupId");
    if (!world.store.appAssignments.get(app.id)?.delete(groupId)) throw notFound(groupId, "GroupAssignment");
    world.pushes.assignmentsChanged();
    return { status: 204 };
}
