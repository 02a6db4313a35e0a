import type { TenantSettings } from "../settings";

const apps = "/api/v1/apps";

// docs/contracts/okta-api.md 4: the longest matching prefix counts; calls below one group have a bucket of their own.
const known = [apps, "/api/v1/groups", "/api/v1/groups/{id}", "/api/v1/logs", "/api/v1/users"];

const mappings = "/api/v1/apps/{id}/group-push/mappings";

/** The bucket for paths that match no known prefix. */
const rest = "/";

/** The prefix under which a call is counted; `{id}` in it stands for any one segment. */
export function bucketOf(path: string, { oktaBuckets, mappingsBucket }: TenantSettings): string {
    const builtIn = mappingsBucket === "own" ? [...known, mappings] : known;
    const fitting = [...builtIn, ...Object.keys(oktaBuckets)].filter((prefix) => fits(prefix, path));
    const longest = fitting.sort((one, other) => other.split("/").length - one.split("/").length)[0] ?? rest;
    // Which bucket the mappings belong to is not known (docs/contracts/okta-api.md 4).
    return mappingsBucket === "rest" && longest === apps && fits(mappings, path) ? rest : longest;
}

function fits(prefix: string, path: string): boolean {
    const segments = path.split("/");
    return prefix.split("/").every((part, index) => part === segments[index] || (part === "{id}" && segments[index]));
}
