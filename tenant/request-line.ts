import type { RecordedRequest } from "./request-log";
import type { Store } from "./store/store";
import { visibleOnOneLine } from "./visible";

/**
 * Turns each call into a line for people: time (UTC), API, outcome, operation, caller. An object's id is shown as its name,
 * `{payments}`, once the tenant has seen the object; `GET /control/requests` has the original paths.
 */
export function linesFor(store: Store): (request: RecordedRequest) => string {
    const names = new Map<string, string>();
    const named = (segment: string) => {
        const name = nameOf(store, segment) ?? names.get(segment);
        if (name === undefined) return segment;
        // For the call that deletes the object, and for later calls that no longer find it.
        names.set(segment, name);
        return `{${name}}`;
    };
    return ({ api, method, path, query, status, atMs, by }) => {
        const time = new Date(atMs).toISOString().slice(11, 23);
        const target = `${path.split("/").map(named).join("/")}${query ? `?${decoded(query)}` : ""}`;
        const ending = String(status || "none").padStart(4);
        return visibleOnOneLine(`${time} ${api.padEnd(4)} ${ending} ${method.padEnd(6)} ${target} (${by})`);
    };
}

function nameOf(store: Store, id: string): string | undefined {
    const { groups, apps, opaGroups, resourceGroups, projects, folders, secrets, policies } = store;
    const named = [groups, apps, opaGroups, resourceGroups, projects, folders, secrets, policies];
    return named.map((objects) => objects.get(id)?.name).find((name) => name !== undefined);
}

function decoded(query: string): string {
    try {
        return decodeURIComponent(query.replaceAll("+", " "));
    } catch {
        return query;
    }
}
