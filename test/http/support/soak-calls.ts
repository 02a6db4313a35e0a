import type { ApiRequest, Send } from "../../../resources/http/send";
import { isNotFound } from "../../../resources/lifecycle/not-found";
import type { OpaConnection } from "../../../resources/opa/connection/connect";
import type { Tenant } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import { carefully } from "./soak-caller";
import type { VirtualClock } from "./virtual-clock";

/** A call of the soak; one that writes can say how often the tenant holds what it wrote. */
export interface SoakCall {
    readonly run: () => Promise<unknown>;
    readonly timesKept?: () => number;
}

interface Ground {
    readonly tenant: Tenant;
    readonly clock: VirtualClock;
    readonly okta: Send;
    readonly opa: OpaConnection;
    readonly random: () => number;
}

/** Reads and writes of Okta's API, each bucket in proportion to its limit, so that all are busy to the end. */
export function oktaCalls(ground: Ground, count: number, limits: Readonly<Record<string, number>>): SoakCall[] {
    const { tenant, clock, okta, random } = ground;
    const get = (path: string, query = {}): SoakCall => ({
        run: () => carefully(okta, clock, { method: "GET", path, query }),
    });
    const lots = Object.entries(limits).flatMap(([bucket, limit]) => Array<string>(limit / 100).fill(bucket));
    return Array.from({ length: count }, (_, number) => {
        const bucket = lots[Math.floor(random() * lots.length)] ?? "";
        if (bucket.endsWith("apps")) return get(`${bucket}/${tenant.opaAppId}`);
        if (bucket.endsWith("users")) return get(`${bucket}/ana@example.com`);
        const isWrite = random() < 0.3;
        if (bucket.endsWith("groups")) return isWrite ? newGroup(ground, `made ${number}`) : get(bucket, { limit: 1 });
        return isWrite ? changedGroup(ground, `changed ${number}`) : get(bucket.replace("{id}", someGroup(tenant)));
    });
}

/** Reads and writes of OPA's API. */
export function opaCalls(ground: Ground, count: number): SoakCall[] {
    const { clock, opa, random } = ground;
    const request: ApiRequest = { method: "GET", path: `${opa.teamPath}/resource_groups` };
    return Array.from({ length: count }, (_, number) =>
        random() < 0.3 ? newFolder(ground, `made-${number}`) : { run: () => carefully(opa.send, clock, request) },
    );
}

const groupsNamed = ({ store }: Tenant, name: string) => [...store.groups.values()].filter((one) => one.name === name);

const someGroup = ({ store }: Tenant) => store.groups.keys().next().value ?? "";

function newGroup({ tenant, clock, okta }: Ground, name: string): SoakCall {
    const request: ApiRequest = { method: "POST", path: "/api/v1/groups", body: { profile: { name } } };
    const search: ApiRequest = { method: "GET", path: "/api/v1/groups", query: { q: name } };
    const isThere = async () => {
        const found = (await carefully(okta, clock, search))?.body as { profile: { name: string } }[] | undefined;
        return found?.some(({ profile }) => profile.name === name) ?? false;
    };
    return {
        run: () => carefully(okta, clock, request, isThere),
        timesKept: () => groupsNamed(tenant, name).length,
    };
}

function changedGroup({ tenant, clock, okta }: Ground, name: string): SoakCall {
    const { id } = makeGroup(tenant.store, clock.nowMs(), { name, description: "before" });
    const body = { profile: { name, description: "after" } };
    const request: ApiRequest = { method: "PUT", path: `/api/v1/groups/${id}`, body };
    return {
        run: () => carefully(okta, clock, request),
        timesKept: () => groupsNamed(tenant, name).filter(({ description }) => description === "after").length,
    };
}

function newFolder({ tenant, clock, opa }: Ground, name: string): SoakCall {
    const [project] = [...tenant.store.projects.values()];
    const [teams] = [...tenant.store.folders.values()];
    if (!project || !teams) throw new Error("The tenant is not seeded.");
    const path = `${opa.teamPath}/resource_groups/${project.resourceGroupId}/projects/${project.id}/secret_folders`;
    const place = { resource_group: { id: project.resourceGroupId }, project: { id: project.id } };
    const body = { ...place, parent_folder_path: teams.name, secret_folder_name: name };
    const find: ApiRequest = { method: "POST", path: `${opa.teamPath}/resolve_secret`, readsOnly: true, body };
    const request: ApiRequest = { method: "POST", path, body: { name, parent_folder_id: teams.id } };
    return {
        run: () =>
            carefully(opa.send, clock, request, () =>
                carefully(opa.send, clock, find).then(() => true, notFoundAsFalse),
            ),
        timesKept: () => [...tenant.store.folders.values()].filter((folder) => folder.name === name).length,
    };
}

function notFoundAsFalse(failure: unknown): boolean {
    if (isNotFound(failure)) return false;
    throw failure;
}
