import type { Mistake } from "../lifecycle/check";
import type { Properties } from "../lifecycle/plain";
import { groupNameFor } from "./space-schema";

/** What no two teams may share, and how to say so: `of` gives a team's own, undefined when that cannot be told. */
const own: readonly { property: string; what: string; of: (team: Properties) => string | undefined }[] = [
    { property: "name", what: "is also the name of", of: ({ name }) => textOf(name) },
    {
        property: "groupName",
        what: "is also the group of",
        of: ({ name, groupName }) => textOf(groupName) ?? (textOf(name) && groupNameFor(String(name))),
    },
    { property: "folderName", what: "is also, in the same place, the folder of", of: placeOf },
];

/** Where teams collide: one would get access to what another one has. */
export function collisions(teams: readonly Properties[]): readonly Mistake[] {
    const names = teams.map(({ name }) => textOf(name)?.toLowerCase());
    return own.flatMap(({ property, what, of }) => {
        // Whether OPA tells upper from lower case in folders' names is not known.
        const all = teams.map((team) => of(team)?.toLowerCase());
        return all.flatMap((its, index) => {
            const first = all.indexOf(its);
            // Teams of one name are said to be so, once.
            const isSaid = property !== "name" && names[index] === names[first];
            if (its === undefined || first === index || isSaid) return [];
            const shown = of(teams[index] ?? {})
                ?.split("\0")
                .at(-1);
            return [
                {
                    property: `teams[${index}].${property}`,
                    reason: `"${shown}" ${what} teams[${first}]. Choose another.`,
                },
            ];
        });
    });
}

function placeOf({ name, folderName, resourceGroup, project, parentFolder }: Properties): string | undefined {
    const folder = textOf(folderName) ?? textOf(name);
    return folder && [resourceGroup, project, parentFolder, folder].map((part) => textOf(part) ?? "").join("\0");
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
