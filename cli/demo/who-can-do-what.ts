import { visibleOnOneLine } from "../../tenant/visible";
import type { TenantState } from "./tenant-state";

/** One policy's say: who may do what in which folder. */
export interface Grant {
    readonly policyId: string;
    readonly policy: string;
    readonly folder: string;
    readonly group: string;
    readonly people: readonly string[];
    readonly privileges: readonly string[];
}

/** What the tenant's active policies allow the members of pushed groups. */
export function grantsIn(state: TenantState): readonly Grant[] {
    const pushed = new Map(state.opaGroups.filter(({ pushedAs }) => pushedAs).map((group) => [group.id, group]));
    return state.policies
        .filter(({ active }) => active)
        .flatMap(({ id, name, userGroups, rules }) =>
            userGroups.flatMap((principal) => {
                const group = pushed.get(principal.id);
                if (!group) return [];
                return rules.flatMap(({ targets, privileges }) =>
                    targets.map((target) => ({
                        policyId: id,
                        policy: name,
                        folder: pathOf(target.id, state),
                        group: group.name,
                        people: group.members,
                        privileges: privileges.flatMap(({ flags }) => Object.keys(flags).filter((flag) => flags[flag])),
                    })),
                );
            }),
        );
}

/** The grants as a table for people. */
export function tableOf(grants: readonly Grant[]): string {
    const head = ["folder", "who (by group)", "may"];
    // Made visible before they are measured.
    const rows = grants.map(({ folder, group, people, privileges }) =>
        [folder, `${people.map((name) => name.split("@")[0]).join(", ")} (${group})`, inWords(privileges)].map(
            visibleOnOneLine,
        ),
    );
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
