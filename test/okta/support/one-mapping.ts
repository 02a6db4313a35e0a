import { ApiFailure, type FailureKind } from "../../../resources/http/failure/api-failure";
import type { Send } from "../../../resources/http/send";
import type { Mapping } from "../../../resources/okta/group-push-mapping/wire/mapping";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";

const time = "2026-11-24T14:00:00.000Z";

/** What an Okta with one mapping in its app "app" does. */
interface Given {
    readonly status?: string;
    /** When the target group was created; undefined where it cannot be seen. */
    readonly created?: string | undefined;
    /** Refuses so many calls of a kind, the mapping left as it is: "PATCH", "DELETE" or "LIST". */
    readonly refused?: Readonly<Record<string, readonly FailureKind[]>>;
    /** Somebody else deleted the mapping. */
    readonly isGone?: boolean;
    /** The target group outlives its deletion. */
    readonly groupStays?: boolean;
}

/** One mapping with its target group, without any network. Time goes by a thousand times as fast. */
export function oneMapping({ status = "ACTIVE", created, refused = {}, isGone, groupStays }: Given = {}) {
    const sent: string[] = [];
    const left = new Map(Object.entries(refused).map(([kind, kinds]) => [kind, [...kinds]]));
    const there = { mapping: !isGone, group: created !== undefined, status };
    const onWire = () => ({ id: "mapping", ...ends, status: there.status, created: time, lastUpdated: time });
    const refuse = (method: "GET" | "PATCH" | "DELETE", kind: FailureKind | undefined) => {
        if (kind) throw new ApiFailure({ kind, said: `It says ${kind}`, method, path: "/mapping" });
    };
    const patch = (): unknown => {
        sent.push("PATCH");
        refuse("PATCH", there.mapping ? left.get("PATCH")?.shift() : "not-found");
        there.status = "INACTIVE";
        return onWire();
    };
    const remove = (deletesGroup: unknown): undefined => {
        sent.push(`DELETE ${deletesGroup}`);
        refuse("DELETE", there.mapping ? left.get("DELETE")?.shift() : "not-found");
        Object.assign(there, { mapping: false }, deletesGroup === true && !groupStays ? { group: false } : {});
    };
    const list = (): unknown => {
        refuse("GET", left.get("LIST")?.shift());
        return there.mapping ? [onWire()] : [];
    };
    const group = { id: "target", type: "APP_GROUP", created, profile: { name: "target" } };
    const one = (path: string): unknown => {
        const isMapping = path.includes("/mappings/");
        refuse("GET", (isMapping ? there.mapping : there.group) ? undefined : "not-found");
        return isMapping ? onWire() : group;
    };
    const read = (path: string): unknown => {
        if (path.endsWith("/mappings")) return list();
        if (path.endsWith("/groups")) return there.group ? [group] : [];
        return one(path);
    };
    const send: Send = async ({ method, path, query }) => {
        const write = { PATCH: patch, DELETE: () => remove(query?.["deleteTargetGroup"]) };
        const body = method === "PATCH" || method === "DELETE" ? write[method]() : read(path);
        return { status: body === undefined ? 204 : 200, headers: new Headers(), body };
    };
    const mapping: Mapping = { mappingId: "mapping", ...ends, status, created: time, lastUpdated: time };
    return { mappings: new AppMappings(send, "app"), mapping, sent, there };
}

const ends = { sourceGroupId: "source", targetGroupId: "target" };
