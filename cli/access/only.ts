import type { Access, PushDifference, Row } from "../../resources/access/document";

/** The filters; without any of them, everything matches. */
export interface Asked {
    readonly person?: string;
    readonly group?: string;
    readonly path?: string;
    readonly privilege?: string;
}

/** The requested folder, without leading and trailing slashes. */
export const folderIn = ({ path }: Asked): string | undefined => path?.replaceAll(/^\/+|\/+$/g, "");

/** The entries that match. One whose person could not be seen may be anybody's, so it always matches the person. */
export function only(access: Access, asks: Asked): Access {
    const asked = folderIn(asks);
    const { person, group, privilege } = asks;
    const isPerson = (row: Row) => person === undefined || row.person === null || isSame(row.person, person);
    const isGroup = (row: Row) => group === undefined || (row.group !== null && isSame(row.group, group));
    const has = ({ privileges }: Row) => privilege === undefined || privileges.includes(privilege);
    const rows = access.rows.filter((row) => isPerson(row) && isGroup(row) && has(row) && isAt(row, asked));
    if ([asked, person, group, privilege].every((one) => one === undefined)) return { ...access, rows };
    // Rules, groups and folders concern everybody.
    const { rules: _rules, groups: _groups, folders: _folders, ...others } = access;
    return { ...others, rows, ...pushesOf(access, asks) };
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/** Filters by group and person only: a group that nobody is in yet has no entry that would show its path. */
function pushesOf({ pushDifferences }: Access, { person, group }: Asked): Pick<Access, "pushDifferences"> {
    if (!pushDifferences) return {};
    const names = ({ notInOpa, notInOkta }: PushDifference) => [...notInOpa.map(({ login }) => login), ...notInOkta];
    const isAsked = (one: PushDifference) =>
        (group === undefined || isSame(one.group, group)) &&
        (person === undefined || names(one).some((name) => isSame(name, person)));
    return { pushDifferences: pushDifferences.filter(isAsked) };
}

/** In the requested folder: every entry that applies there. Below it, or without a folder: entries that begin there. */
function isAt({ path, inheritedFrom }: Row, asked: string | undefined): boolean {
    if (path === asked) return true;
    return inheritedFrom === undefined && (asked === undefined || path.startsWith(`${asked}/`));
}
