import { z } from "zod";
import { readAs, requireNoBody } from "../../../http/failure/read-as";
import { allPages } from "../../../http/paginate";
import type { ApiRequest, Send } from "../../../http/send";
import { unlessNotFound } from "../../../lifecycle/not-found";
import type { Mapping, MappingFilter } from "./mapping";
import { changeToWire, type ListedMapping, listedFromWire, mappingFromWire } from "./wire";

const listPath = (appId: string) => `/api/v1/apps/${encodeURIComponent(appId)}/group-push/mappings`;

const mappingAt = (appId: string, mappingId: string) => `${listPath(appId)}/${encodeURIComponent(mappingId)}`;

/** All mappings of an app. */
export function allMappings(send: Send, appId: string): Promise<readonly ListedMapping[]> {
    const request: ApiRequest = { method: "GET", path: listPath(appId), query: { limit: 1000 } };
    const whole = (body: unknown) => readAs(request, { status: 200, body }, mappingFromWire);
    return eachOnce(send, request, (body) => listedFromWire(body, whole));
}

/**
 * All mappings of an app that match. Okta may drop the filter on later pages (docs/contracts/okta-api.md 1.1), so it is
 * applied here as well.
 */
export async function listMappings(send: Send, appId: string, filter: MappingFilter): Promise<readonly Mapping[]> {
    const { sourceGroupId, status, lastUpdated } = filter;
    const query = { sourceGroupId, status, lastUpdated, limit: 1000 };
    const found = await eachOnce(send, { method: "GET", path: listPath(appId), query }, mappingFromWire);
    return found.filter(
        (one) =>
            (!sourceGroupId || one.sourceGroupId === sourceGroupId) &&
            (!status || one.status === status) &&
            (!lastUpdated || Date.parse(one.lastUpdated) >= Date.parse(lastUpdated)),
    );
}

/** The mapping with this id, undefined on 404. That proves nothing yet: the app may be what is missing. */
export function getMapping(send: Send, appId: string, mappingId: string): Promise<Mapping | undefined> {
    return unlessNotFound(() => ask(send, { method: "GET", path: mappingAt(appId, mappingId) }));
}

/** A mapping that Okta has just created, and how many milliseconds its request took. */
export interface Created {
    readonly mapping: Mapping;
    readonly tookMs: number;
}

/** Asks Okta to create a mapping. `wire` is what `mappingToWire` returns. */
export async function createMapping(send: Send, appId: string, wire: unknown): Promise<Created> {
    const request: ApiRequest = { method: "POST", path: listPath(appId), body: wire };
    const answer = await send(request);
    return { mapping: readAs(request, answer, mappingFromWire), tookMs: answer.tookMs ?? 0 };
}

/** The only thing that can be changed on a mapping. */
export function setStatus(
    send: Send,
    appId: string,
    mappingId: string,
    status: "ACTIVE" | "INACTIVE",
): Promise<Mapping> {
    return ask(send, { method: "PATCH", path: mappingAt(appId, mappingId), body: changeToWire({ status }) });
}

/** Deletes the mapping, and its group in the app if told to. The flag is always sent: Okta marks it required. May be sent again,
 * and late: what decides on it never changes, a mapping's two groups and when a group was created. */
export async function deleteMapping(
    send: Send,
    appId: string,
    mappingId: string,
    deleteTargetGroup: boolean,
): Promise<void> {
    const request: ApiRequest = { method: "DELETE", path: mappingAt(appId, mappingId), query: { deleteTargetGroup } };
    requireNoBody(request, await send(request));
}

/** A mapping may be on two pages when others come and go meanwhile. */
async function eachOnce<T extends { readonly mappingId: string }>(
    send: Send,
    request: ApiRequest,
    parse: (body: unknown) => T,
): Promise<readonly T[]> {
    const found = await allPages(send, request, (body) => z.array(z.unknown()).parse(body).map(parse));
    return [...new Map(found.map((one) => [one.mappingId, one])).values()];
}

async function ask(send: Send, request: ApiRequest): Promise<Mapping> {
    return readAs(request, await send(request), mappingFromWire);
}
