import type { Access, Row } from "../../resources/access/document";

/** What is asked for; without any of it, everything. */
export interface Asked {
    readonly person?: string;
    readonly path?: string;
    readonly privilege?: string;
}

/** The folder that is asked for, however its path begins and ends. */
export const folderIn = ({ path }: Asked): string | undefined => path?.replaceAll(/^\/+|\/+$/g, "");

/** The entries that are asked for. One whose person could not be seen may be anybody's, so it is one of them. */
export function only(access: Access, asks: Asked): Access {
    const asked = folderIn(asks);
    const { person, privilege } = asks;
    const isPerson = (row: Row) =>
        person === undefined || row.person === null || row.person.toLowerCase() === person.toLowerCase();
    const has = ({ privileges }: Row) => privilege === undefined || privileges.includes(privilege);
    const rows = access.rows.filter((row) => isPerson(row) && has(row) && isAt(row, asked));
    if ([asked, person, privilege].every((one) => one === undefined)) return { ...access, rows };
    // Rules and groups are of everybody.
    const { rules: _rules, groups: _groups, ...others } = access;
    return { ...others, rows };
}

/** In the folder itself whatever reaches it; below it, and everywhere when none is named, what begins there. */
function isAt({ path, inheritedFrom }: Row, asked: string | undefined): boolean {
    if (path === asked) return true;
    return inheritedFrom === undefined && (asked === undefined || path.startsWith(`${asked}/`));
}
