import type { OpaGroup } from "../store/opa-records";

/**
 * The filter of a groups list. `id` may be given more than once; `ignore` is case-sensitive
 * (docs/contracts/opa-api.md 4.1).
 */
export function groupFilter(query: URLSearchParams): (group: OpaGroup) => boolean {
    const contains = (query.get("contains") ?? "").toLowerCase();
    const ids = query.getAll("id");
    const ignored = query.getAll("ignore");
    const onlyDeleted = query.get("only_include_deleted") === "true";
    const withDeleted = onlyDeleted || query.get("include_deleted") === "true";
    return ({ id, name, deletedAtMs }) =>
        name.toLowerCase().includes(contains) &&
        (ids.length === 0 || ids.includes(id)) &&
        !ignored.includes(name) &&
        (deletedAtMs === undefined ? !onlyDeleted : withDeleted);
}
