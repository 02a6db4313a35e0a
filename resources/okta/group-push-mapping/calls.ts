import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { type Mapping, mappingFromWire } from "./schema";

/** Which mappings of an app to list. */
export interface MappingFilter {
    readonly sourceGroupId?: string;
    readonly status?: "ACTIVE" | "ERROR" | "INACTIVE";
    /** On or after this time, `YYYY-MM-DDTHH:mm:ssZ`, no fractions. */
    readonly lastUpdated?: string;
}

export interface App {
    readonly id: string;
    readonly label: string;
    readonly status: string;
    readonly features: readonly string[];
}

export interface Group {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly created: string;
}

const appOnWire = z.object({
    id: z.string(),
    label: z.string(),
    status: z.string(),
    features: z.array(z.string()).nullish(),
});
const groupOnWire = z.object({
    id: z.string(),
    type: z.string(),
    created: z.string(),
    profile: z.object({ name: z.string() }),
});

const mappingsOf = (appId: string) => `/api/v1/apps/${encodeURIComponent(appId)}/group-push/mappings`;

/** All mappings of an app that fit. A page may have forgotten the filter (contracts/okta-api.md 1.1): it is checked again. */
export async function listMappings(send: Send, appId: string, filter: MappingFilter = {}): Promise<readonly Mapping[]> {
    const pages = await allPages(
        send,
        { method: "GET", path: mappingsOf(appId), query: { ...filter, limit: 1000 } },
        (body) => z.array(z.unknown()).parse(body),
    );
    return pages
        .map(mappingFromWire)
        .filter(
            (one) =>
                (!filter.sourceGroupId || one.sourceGroupId === filter.sourceGroupId) &&
                (!filter.status || one.status === filter.status) &&
                (!filter.lastUpdated || Date.parse(one.lastUpdated) >= Date.parse(filter.lastUpdated)),
        );
}

/** The mapping of this id, undefined on 404: which proves nothing yet, the app may be what is missing. */
export function getMapping(send: Send, appId: string, mappingId: string): Promise<Mapping | undefined> {
    return unlessNotFound(async () => {
        const { body } = await send({ method: "GET", path: `${mappingsOf(appId)}/${encodeURIComponent(mappingId)}` });
        return mappingFromWire(body);
    });
}

export async function createMapping(send: Send, appId: string, wire: unknown): Promise<Mapping> {
    const { body } = await send({ method: "POST", path: mappingsOf(appId), body: wire });
    return mappingFromWire(body);
}

export async function setStatus(
    send: Send,
    appId: string,
    mappingId: string,
    status: "ACTIVE" | "INACTIVE",
): Promise<Mapping> {
    const path = `${mappingsOf(appId)}/${encodeURIComponent(mappingId)}`;
    const { body } = await send({ method: "PATCH", path, body: { status } });
    return mappingFromWire(body);
}

/** `deleteTargetGroup` is always sent: Okta marks it required. */
export async function deleteMapping(
    send: Send,
    appId: string,
    mappingId: string,
    deleteTargetGroup: boolean,
): Promise<void> {
    const path = `${mappingsOf(appId)}/${encodeURIComponent(mappingId)}`;
    await send({ method: "DELETE", path, query: { deleteTargetGroup } });
}

export async function getApp(send: Send, appId: string): Promise<App> {
    const { body } = await send({ method: "GET", path: `/api/v1/apps/${encodeURIComponent(appId)}` });
    return { ...appOnWire.parse(body), features: appOnWire.parse(body).features ?? [] };
}

/** True when the group is assigned to the app, which Okta does not support beside a push of the same group. */
export async function isAssigned(send: Send, appId: string, groupId: string): Promise<boolean> {
    const path = `/api/v1/apps/${encodeURIComponent(appId)}/groups/${encodeURIComponent(groupId)}`;
    return (await unlessNotFound(() => send({ method: "GET", path }))) !== undefined;
}

export function getGroup(send: Send, groupId: string): Promise<Group | undefined> {
    return unlessNotFound(async () => {
        const { body } = await send({ method: "GET", path: `/api/v1/groups/${encodeURIComponent(groupId)}` });
        return groupFromWire(body);
    });
}

/** The app's own groups of exactly this name. The search lags behind writes: it can miss one, so it proves no absence. */
export async function appGroupsNamed(send: Send, appId: string, name: string): Promise<readonly Group[]> {
    const search = `type eq "APP_GROUP" and source.id eq "${appId}" and profile.name eq ${JSON.stringify(name)}`;
    const found = await allPages(
        send,
        { method: "GET", path: "/api/v1/groups", query: { search, limit: 200 } },
        (body) => z.array(z.unknown()).parse(body),
    );
    return found.map(groupFromWire).filter((group) => group.type === "APP_GROUP" && group.name === name);
}

function groupFromWire(body: unknown): Group {
    const { id, type, created, profile } = groupOnWire.parse(body);
    return { id, type, created, name: profile.name };
}
