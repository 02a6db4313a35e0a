import type { Mistake } from "../lifecycle/mistake";
import type { Properties } from "../lifecycle/plain";
import { asDeclared, groupNameFor } from "./names";

/** What no two teams may share, and how to say so: `of` gives a team's own, undefined when that cannot be told. */
const own: readonly { property: string; what: string; of: (team: Properties) => string | undefined }[] = [
    { property: "name", what: "is also the name of", of: ({ name }) => textOf(name) },
    {
        property: "groupName",
        what: "is also the group of",
        of: ({ name, groupName }) => textOf(groupName) ?? (textOf(name) && groupNameFor(String(name))),
    },
    { property: "folderName", what: "is also, in the same place, the folder of", of: folderOf },
];

/** Where teams collide: one would get access to what another one has. */
export function collisions(teams: readonly Properties[]): readonly Mistake[] {
    const names = teams.map(({ name }) => textOf(name)?.toLowerCase());
    const shared = own.flatMap(({ property, what, of }) => {
        // Whether OPA tells upper from lower case in folders' names is not known.
        const all = teams.map((team) => of(team)?.toLowerCase());
        return all.flatMap((its, index) => {
            const first = all.indexOf(its);
            // Teams of one name are said to be so, once.
            const isSaid = property !== "name" && names[index] === names[first];
            if (its === undefined || first === index || isSaid) return [];
            const team = teams[index] ?? {};
            const shown = property === "folderName" ? (team["folderName"] ?? team["name"]) : of(team);
            const reason = `"${shown}" ${what} teams[${first}]. Choose another.`;
            return [{ property: `teams[${index}].${asDeclared(property, team)}`, reason }];
        });
    });
    return [...shared, ...nested(teams)];
}

/** A policy reaches into everything below its folder. */
function nested(teams: readonly Properties[]): Mistake[] {
    const folders = teams.map((team) => folderOf(team)?.toLowerCase());
    return folders.flatMap((inner, index) => {
        const above = folders.findIndex((outer) => outer !== undefined && inner?.startsWith(`${outer}/`));
        if (above < 0) return [];
        const { parentFolder } = teams[index] ?? {};
        return [
            {
                property: `teams[${index}].parentFolder`,
                reason:
                    `"${parentFolder}" is, or lies in, the folder of teams[${above}], whose members could use all secrets in it. ` +
                    "Choose another.",
            },
        ];
    });
}

function folderOf({ name, folderName, resourceGroup, project, parentFolder }: Properties): string | undefined {
    const folder = textOf(folderName) ?? textOf(name);
    if (!folder) return undefined;
    const path = [...(textOf(parentFolder)?.split("/") ?? []), folder].filter((part) => part !== "").join("/");
    return [textOf(resourceGroup) ?? "", textOf(project) ?? "", path].join("\0");
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
