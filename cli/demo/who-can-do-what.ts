import { visibleOnOneLine } from "../../tenant/visible";
import type { TenantAccess, TenantState } from "./tenant-state";

/** What one policy grants: who may do what in which folder. */
export interface Grant {
    readonly policyId: string;
    readonly policy: string;
    readonly folder: string;
    readonly group: string;
    readonly people: readonly string[];
    readonly privileges: readonly string[];
    /** What a person must do first, for example `MFA, each time`. */
    readonly after: readonly string[];
}

/** What the members of pushed groups may do, by the tenant's own verdict. */
export function grantsIn(access: TenantAccess, state: TenantState): readonly Grant[] {
    const pushed = new Set(state.opaGroups.filter(({ pushedAs }) => pushedAs).map(({ id }) => id));
    return access
        .filter(({ groupId }) => pushed.has(groupId))
        .map(({ itemId, asks, ...its }) => ({ ...its, folder: pathOf(itemId, state), after: asks.map(needInWords) }));
}

/** A condition of a rule in words, for example "MFA, every 30 min". */
export function needInWords(need: TenantAccess[number]["asks"][number]): string {
    if (need.kind === "gateway") return "a gateway";
    if (need.kind === "approval") return `an approval (${need.requestType}), for ${spanned(need.lastsSeconds)}`;
    const often = need.everySeconds === 0 ? "each time" : `every ${spanned(need.everySeconds)}`;
    return `${need.factor === "any" ? "MFA" : "MFA that resists phishing"}, ${often}`;
}

const spanned = (seconds: number): string => (seconds % 3600 === 0 ? `${seconds / 3600} h` : `${seconds / 60} min`);

/** The grants as a table for people. */
export function tableOf(grants: readonly Grant[]): string {
    const head = ["folder, with all below", "who (by group)", "may", "only after"];
    // Control characters are made visible before widths are measured.
    const rows = grants.map(({ folder, group, people, privileges, after }) => {
        const who = `${people.map((name) => name.split("@")[0]).join(", ") || "nobody yet"} (${group})`;
        return [folder, who, inWords(privileges), after.join(" and ") || "signing in"].map(visibleOnOneLine);
    });
    const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
    const line = (cells: readonly string[]) =>
        cells
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("   ")
            .trimEnd();
    return [line(head), line(widths.map((width) => "─".repeat(width))), ...rows.map(line)].join("\n");
}

/** "folder_create", "folder_update" → "create and update folders". */
function inWords(privileges: readonly string[]): string {
    const verbs = (prefix: string) =>
        privileges.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    const phrase = (prefix: string, plural: string) =>
        verbs(prefix).length > 0 ? [`${verbs(prefix).join("/")} ${plural}`] : [];
    const seeing = privileges.includes("list") ? ["list"] : [];
    return [...seeing, ...phrase("folder_", "folders"), ...phrase("secret_", "secrets")].join(", ");
}

function pathOf(folderId: string, state: TenantState): string {
    const folder = state.folders.find(({ id }) => id === folderId);
    if (!folder) return "(gone)";
    return folder.parentId ? `${pathOf(folder.parentId, state)}/${folder.name}` : folder.name;
}
