import type { Mistake } from "../../lifecycle/declared/mistake";
import type { FoundFolder } from "../../opa/secret-folder/find-folder";
import type { DeclaredPlace } from "../declared/declared-team";

/** A folder on the way to that of a space, or that one itself. */
interface Step {
    readonly name: string;
    /** OPA's id, where it is known. */
    readonly id?: string | undefined;
}

/** What a space takes up, as far as that is known: no two may have the same, nor one lie inside the other. */
export interface Territory {
    readonly groupName?: string | undefined;
    /** The names of the groups of its levels of access, which name policies too. */
    readonly levelNames?: readonly string[] | undefined;
    /** The name that the group of a space that exists has now. */
    readonly groupNow?: string | undefined;
    /** What tells projects apart. */
    readonly project?: string | undefined;
    /** The way to the folder from the top of the project, the folder itself at the end. */
    readonly way?: readonly Step[] | undefined;
    /** The folder above, as it is declared. */
    readonly parentFolder?: string | undefined;
}

/** The territory of a space whose place was looked up: however it is declared, it is the same folders. */
export function territoryAt(
    place: FoundFolder | undefined,
    {
        groupName,
        levelNames,
        folderName,
        parentFolder,
    }: Pick<DeclaredPlace, "groupName" | "folderName" | "parentFolder"> & Pick<Territory, "levelNames">,
): Territory {
    const group = groupName === undefined ? {} : { groupName, levelNames };
    if (!place || folderName === undefined) return group;
    const names = place.path.split("/");
    const above = place.folderIds.map((id, index) => ({ id, name: names[index] ?? "" }));
    return {
        ...group,
        project: `${place.resourceGroupId}/${place.projectId}`,
        way: [...above, { name: folderName }],
        parentFolder: parentFolder ?? place.path,
    };
}

/** What a space, `mine`, must not be because of another one. */
export function clashes(mine: Territory, others: Territory, other: string): readonly Mistake[] {
    const found: Mistake[] = [];
    const shared = territoryNames(mine).find((name) => territoryNames(others).some((one) => isSameText(name, one)));
    if (shared !== undefined) {
        found.push({ property: "groupName", reason: sameGroup(shared, mine, others, other) });
    }
    if (isSameFolder(mine, others)) {
        const reason = `"${mine.way?.at(-1)?.name}" is also, in the same place, the folder of ${other}. Choose another.`;
        found.push({ property: "folderName", reason });
    }
    return [...found, ...inside(mine, others, other)];
}

/** The names that a space gives to groups and, with an ending, to policies. */
export const territoryNames = ({ groupName, levelNames = [] }: Territory): readonly string[] =>
    groupName === undefined ? levelNames : [groupName, ...levelNames];

function sameGroup(name: string, mine: Territory, others: Territory, other: string): string {
    const isOfLevel = !isSameText(name, mine.groupName) || !isSameText(name, others.groupName);
    const levels = isOfLevel ? " The groups of levels of access are named after the team's." : "";
    return `"${name}" is also the group of ${other}.${levels} Choose another.`;
}

/** A policy reaches into everything below its folder. */
export function inside(inner: Territory, outer: Territory, other: string): readonly Mistake[] {
    if (!isInside(inner, outer)) return [];
    const reason =
        `"${inner.parentFolder}" is, or lies in, the folder of ${other}, whose members could use all secrets in it. ` +
        "Choose another.";
    return [{ property: "parentFolder", reason }];
}

/** The same, said of the space whose folder holds the other one. */
export function around(outer: Territory, inner: Territory, other: string): readonly Mistake[] {
    if (!isInside(inner, outer)) return [];
    const reason =
        `"${outer.way?.at(-1)?.name}" is the folder that holds the folder of ${other}, all of whose secrets this team's members ` +
        "could use. Choose another.";
    return [{ property: "folderName", reason }];
}

function isSameFolder(one: Territory, other: Territory): boolean {
    return one.way !== undefined && one.way.length === other.way?.length && begins(one, other);
}

function isInside(inner: Territory, outer: Territory): boolean {
    return inner.way !== undefined && outer.way !== undefined && inner.way.length > outer.way.length
        ? begins(inner, outer)
        : false;
}

/** Whether the way to one folder begins as all of the other's. */
function begins(one: Territory, other: Territory): boolean {
    return (
        one.project === other.project && (other.way ?? []).every((step, index) => isSameStep(step, one.way?.[index]))
    );
}

/** Whether OPA tells upper from lower case in folders' names is not known. */
function isSameStep(one: Step, other: Step | undefined): boolean {
    if (one.id !== undefined && other?.id !== undefined) return one.id === other.id;
    return isSameText(one.name, other?.name);
}

const isSameText = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && one.toLowerCase() === other?.toLowerCase();
