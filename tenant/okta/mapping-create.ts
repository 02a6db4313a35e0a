import type { Answer } from "../http/answer";
import { Refusal } from "../http/refusal";
import { makeGroup, makeMapping } from "../store/make-okta";
import type { OktaApp, OktaGroup } from "../store/okta-records";
import { appConfigIn, isDirectory } from "./app-config";
import { appOf } from "./app-routes";
import type { OktaContext } from "./context";
import { errorAnswer, invalid, notFound } from "./errors";
import { loggedMapping } from "./log-routes";
import { mappingOnWire } from "./wire";

const known = ["sourceGroupId", "targetGroupId", "targetGroupName", "status", "appConfig"];

/** Answers the call that creates a mapping or links a group. The push itself happens later. */
export function createMapping(context: OktaContext): Answer {
    const { world } = context;
    const app = appOf(context);
    const body = context.body();
    const { sourceGroupId, targetGroupId, targetGroupName, status } = declared(body);
    const appConfig = appConfigIn(body, app);
    const source = groupNamed(context, sourceGroupId);
    if (!canBePushed(source, world)) throw invalid("sourceGroupId", "sourceGroupId: Not a group that can be pushed");
    const target =
        targetGroupId === undefined
            ? targetByName(context, app, targetGroupName ?? "")
            : targetById(context, app, targetGroupId);
    requireFree(context, app, source, target);
    const targetId = target?.id ?? makeTarget(context, app, targetGroupName ?? "").id;
    const mapping = makeMapping(world.store, world.clock.nowMs(), {
        appId: app.id,
        sourceGroupId: source.id,
        targetGroupId: targetId,
        status,
        ...(appConfig ? { appConfig } : {}),
    });
    loggedMapping(context, "application.provision.group_push.mapping.created", mapping);
    if (status === "ACTIVE") world.pushes.begin(mapping.id);
    return { status: world.settings.mappingCreateStatus, body: mappingOnWire(mapping, world) };
}

interface Declared {
    readonly sourceGroupId: string;
    readonly targetGroupId?: string;
    readonly targetGroupName?: string;
    readonly status: "ACTIVE" | "INACTIVE";
}

/**
 * Refuses null and empty attributes, and anything but exactly one target (docs/contracts/okta-api.md 1.2).
 */
function declared(body: Record<string, unknown>): Declared {
    for (const name of known) {
        if (body[name] === null || body[name] === "")
            throw invalid(name, `${name}: The field cannot be null or empty.`);
    }
    const { sourceGroupId, targetGroupId, targetGroupName, status = "ACTIVE" } = body;
    if (typeof sourceGroupId !== "string") throw invalid("sourceGroupId", "sourceGroupId: The field is required.");
    if (status !== "ACTIVE" && status !== "INACTIVE") throw invalid("status", "status: Must be ACTIVE or INACTIVE");
    if ((targetGroupId === undefined) === (targetGroupName === undefined)) {
        throw invalid("targetGroupId", "Exactly one of targetGroupId and targetGroupName is required.");
    }
    if (typeof targetGroupId === "string") return { sourceGroupId, targetGroupId, status };
    if (typeof targetGroupName === "string") return { sourceGroupId, targetGroupName, status };
    throw invalid("targetGroupId", "The target is not a text.");
}

function groupNamed({ world }: OktaContext, groupId: string): OktaGroup {
    const group = world.store.groups.get(groupId);
    if (group) return group;
    if (world.settings.missingGroupInMapping === 404) throw notFound(groupId, "UserGroup");
    throw invalid("group", `The group ${groupId} does not exist`);
}

/** Which groups besides Okta's own can be pushed is not known (docs/contracts/okta-api.md 1.2). */
function canBePushed({ type, appId = "" }: OktaGroup, { settings, store }: OktaContext["world"]): boolean {
    if (type === "OKTA_GROUP") return true;
    if (type === "BUILT_IN") return settings.everyoneAsSource === "accepted";
    const isOfDirectory = isDirectory(store.apps.get(appId));
    return settings.appGroupAsSource === "any" || (settings.appGroupAsSource === "directories" && isOfDirectory);
}

function targetById(context: OktaContext, app: OktaApp, groupId: string): OktaGroup {
    const target = groupNamed(context, groupId);
    if (target.type !== "APP_GROUP" || target.appId !== app.id) {
        throw invalid("targetGroupId", "targetGroupId: Not a group imported from this app");
    }
    return target;
}

/** The group that has the name already; the mapping links to it (docs/contracts/okta-api.md 1.2). */
function targetByName({ world }: OktaContext, app: OktaApp, name: string): OktaGroup | undefined {
    const existing = [...world.store.groups.values()].find((group) => group.appId === app.id && group.name === name);
    if (existing && world.settings.existingTargetName === "refused") {
        throw invalid("targetGroupName", "targetGroupName: A group of this name exists in the app");
    }
    return existing;
}

function makeTarget({ world }: OktaContext, app: OktaApp, name: string): OktaGroup {
    const target = makeGroup(world.store, world.clock.nowMs(), { name, type: "APP_GROUP", appId: app.id });
    world.index.changed(target.id);
    return target;
}

function requireFree({ world }: OktaContext, app: OktaApp, source: OktaGroup, target: OktaGroup | undefined): void {
    const { settings, store } = world;
    const others = [...store.mappings.values()].filter((mapping) => mapping.appId === app.id);
    if (target && others.some((mapping) => mapping.targetGroupId === target.id)) {
        const cause = "Cannot link multiple source groups to the same target group";
        if (settings.targetMappedTwice === 400) throw invalid("targetGroupId", cause);
        throw new Refusal(errorAnswer("conflict", undefined, [cause]));
    }
    if (settings.sourceMappedTwice === "refused" && others.some((mapping) => mapping.sourceGroupId === source.id)) {
        throw invalid("sourceGroupId", "The source group is mapped in this app already");
    }
}
