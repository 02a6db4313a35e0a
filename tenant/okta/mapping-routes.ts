import { z } from "zod";
import type { Answer } from "../http/answer";
import type { GroupPushMapping } from "../store/okta-records";
import { appOf } from "./app-routes";
import { type OktaContext, type OktaRoute, param } from "./context";
import { invalid, notFound } from "./errors";
import { loggedMapping } from "./log-routes";
import { createMapping } from "./mapping-create";
import { opaqueCursor, type Paging, pageOf } from "./paging";
import { mappingOnWire } from "./wire";

const collection = "/api/v1/apps/:appId/group-push/mappings";
const reading = ["okta.apps.read", "okta.groups.read"];
const managing = ["okta.apps.manage", "okta.groups.manage"];

/** The five calls about group push mappings. */
export const mappingRoutes: readonly OktaRoute[] = [
    { method: "GET", path: collection, scopes: reading, answer: listMappings },
    { method: "POST", path: collection, scopes: managing, answer: createMapping },
    { method: "GET", path: `${collection}/:mappingId`, scopes: reading, answer: getMapping },
    { method: "PATCH", path: `${collection}/:mappingId`, scopes: managing, answer: patchMapping },
    { method: "DELETE", path: `${collection}/:mappingId`, scopes: managing, answer: deleteMapping },
];

function listMappings(context: OktaContext): Answer {
    const { call, world } = context;
    const app = appOf(context);
    const status = call.query.get("status");
    const sourceGroupId = call.query.get("sourceGroupId");
    const sinceMs = sinceOf(call.query.get("lastUpdated"));
    if (status !== null && !["ACTIVE", "ERROR", "INACTIVE"].includes(status))
        throw invalid("status", "status: Unknown");
    const found = [...world.store.mappings.values()].filter(
        (mapping) =>
            mapping.appId === app.id &&
            (sourceGroupId === null || mapping.sourceGroupId === sourceGroupId) &&
            (status === null || mapping.status === status) &&
            mapping.lastUpdatedMs >= sinceMs,
    );
    return pageOf(call, world.baseUrl, found, pagingOf(context), (mapping) => mappingOnWire(mapping, world));
}

/** The recorded self link names the limit and drops the filters (docs/contracts/okta-api.md 1.1). */
function pagingOf({ world: { settings, store } }: OktaContext): Paging {
    return {
        defaultLimit: 100,
        maxLimit: 1000,
        kept: [],
        keptInNext: settings.nextLinkFilters === "kept" ? ["sourceGroupId", "status", "lastUpdated"] : [],
        alwaysNamesLimit: true,
        cursorOf: settings.mappingCursor === "mapping-id" ? ({ id }) => id : opaqueCursor,
        seqOf: (id) => store.mappingSeqs.get(id),
    };
}

const inSeconds = z.iso.datetime({ precision: 0 });

/**
 * Refuses fractions of a second. Mappings store times in whole seconds, so the bound is inclusive
 * (docs/contracts/okta-api.md 1.1).
 */
function sinceOf(text: string | null): number {
    if (text === null) return 0;
    if (!inSeconds.safeParse(text).success) throw invalid("lastUpdated", "lastUpdated: Not a time in seconds, UTC");
    return Date.parse(text);
}

function mappingOf(context: OktaContext): GroupPushMapping {
    const app = appOf(context);
    const mappingId = param(context, "mappingId");
    const mapping = context.world.store.mappings.get(mappingId);
    if (!mapping || mapping.appId !== app.id) throw notFound(mappingId, "GroupPushMapping");
    return mapping;
}

function getMapping(context: OktaContext): Answer {
    return { status: 200, body: mappingOnWire(mappingOf(context), context.world) };
}

/** Changes only the status, whatever else is sent (docs/contracts/okta-api.md 1.4). */
function patchMapping(context: OktaContext): Answer {
    const { world } = context;
    const mapping = mappingOf(context);
    const { status } = context.body();
    if (status !== "ACTIVE" && status !== "INACTIVE") throw invalid("status", "status: Must be ACTIVE or INACTIVE");
    if (mapping.status === "ERROR" && world.settings.errorMappingPatch === "refused") {
        throw invalid("status", "The mapping is in an error state");
    }
    if (mapping.status === status && world.settings.sameStatusPatch === "refused") {
        throw invalid("status", `The mapping is ${status} already`);
    }
    const step = status === "ACTIVE" ? "activate_mapping" : "deactivate_mapping";
    if (mapping.status !== status) loggedMapping(context, `application.provision.group_push.${step}`, mapping);
    mapping.status = status;
    mapping.lastUpdatedMs = world.clock.nowMs();
    delete mapping.errorSummary;
    if (status === "ACTIVE") world.pushes.begin(mapping.id);
    return { status: 200, body: mappingOnWire(mapping, world) };
}

function deleteMapping(context: OktaContext): Answer {
    const { world } = context;
    const mapping = mappingOf(context);
    const isTargetDeleted = deletesTarget(context);
    const isDeletable =
        mapping.status === "INACTIVE" ||
        (mapping.status === "ERROR" && world.settings.errorMappingDelete === "allowed");
    if (!isDeletable) throw invalid("status", "Mapping must be INACTIVE before deletion.");
    world.store.mappings.delete(mapping.id);
    if (isTargetDeleted) loggedMapping(context, "application.provision.group_push.delete_appgroup", mapping);
    if (isTargetDeleted) world.pushes.targetDeleted(mapping);
    return { status: world.settings.mappingDeleteStatus };
}

function deletesTarget({ call, world }: OktaContext): boolean {
    const wanted = call.query.get("deleteTargetGroup");
    if (wanted === null && world.settings.omittedDeleteTarget === "means-false") return false;
    if (wanted === "true" || wanted === "false") return wanted === "true";
    throw invalid("deleteTargetGroup", "deleteTargetGroup: Required, true or false");
}
