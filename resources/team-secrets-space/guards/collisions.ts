import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { existingSchema, takenOverBy } from "../declared/existing";
import { asDeclared, groupNameFor, groupNameOfLevel } from "../declared/names";
import { nearby } from "./nearby";
import { takenTwice } from "./taken-twice";
import { clashes, inside, type Territory } from "./territory";

/** Where teams collide, as far as their declarations say it without a look at OPA. */
export function collisions(teams: readonly Properties[]): readonly Mistake[] {
    return [
        ...sameNames(teams),
        ...formerNames(teams),
        ...territorialCollisions(teams, teams.map(declaredTerritory)),
        ...sameObjects(teams),
    ];
}

/** Objects that two teams take over; those of a team that is not of the right shape are not looked at. */
function sameObjects(teams: readonly Properties[]): readonly Mistake[] {
    const takings = teams.map(({ existing }, index) => {
        return { label: `teams[${index}]`, taken: takenOverBy(existingSchema.safeParse(existing).data) };
    });
    return takings.flatMap((own, index) =>
        takenTwice(own, takings.slice(0, index)).map(({ property, reason }) => ({
            property: `${own.label}.${property}`,
            reason,
        })),
    );
}

/** Where the teams' territories collide: one would get access to what another one has. */
export function territorialCollisions(
    teams: readonly Properties[],
    territories: readonly (Territory | undefined)[],
): readonly Mistake[] {
    const first = firstOfEachName(teams);
    const near = nearby(territories);
    return territories.flatMap((mine, index) => {
        // A team that has another one's name is told so, and that is enough.
        const isRepeated = first[index] !== index;
        const found = (near[index] ?? []).flatMap((other) => {
            const others = territories[other];
            if (!mine || !others) return [];
            const isLater = index > other && !isRepeated;
            return (isLater ? clashes : inside)(mine, others, `teams[${other}]`);
        });
        // The first that each is in the way of is enough.
        const told = new Map([...found].reverse().map((one) => [one.property, one]));
        return found
            .filter((one) => told.get(one.property) === one)
            .map(({ property, reason }) => ({
                property: `teams[${index}].${asDeclared(property, { ...teams[index] })}`,
                reason,
            }));
    });
}

function sameNames(teams: readonly Properties[]): readonly Mistake[] {
    const firsts = firstOfEachName(teams);
    return teams.flatMap((team, index) => {
        const first = firsts[index];
        if (first === index) return [];
        const reason = `"${team["name"]}" is also the name of teams[${first}]. Choose another.`;
        return [{ property: `teams[${index}].name`, reason }];
    });
}

/** A name that the objects of another team have is not free: their marks say whose they are by it. */
function formerNames(teams: readonly Properties[]): readonly Mistake[] {
    const holders = new Map(
        teams.flatMap(({ name, namedAfter }, index) => {
            const former = namedAfter === name ? undefined : textOf(namedAfter);
            return former === undefined ? [] : [[former.toLowerCase(), index] as const];
        }),
    );
    return teams.flatMap(({ name }, index) => {
        const holder = holders.get(textOf(name)?.toLowerCase() ?? "");
        if (holder === undefined || holder === index) return [];
        const reason = `"${name}" is the former name of teams[${holder}], after which what it has is named. Choose another.`;
        return [{ property: `teams[${index}].name`, reason }];
    });
}

/** For each team, the first that has its name; the team itself when that has none. */
function firstOfEachName(teams: readonly Properties[]): readonly number[] {
    const first = new Map<string, number>();
    return teams.map(({ name }, index) => {
        const text = textOf(name)?.toLowerCase();
        if (text === undefined) return index;
        const found = first.get(text) ?? index;
        first.set(text, found);
        return found;
    });
}

function declaredTerritory(team: Properties): Territory {
    const name = textOf(team["namedAfter"]) ?? textOf(team["name"]);
    const folder = textOf(team["folderName"]) || name;
    const parentFolder = textOf(team["parentFolder"]);
    const above = (parentFolder ?? "").split("/").filter((part) => part !== "");
    const groupName = textOf(team["groupName"]) ?? (name && groupNameFor(name));
    const levels = Object.keys(Object(team["access"]) as object);
    return {
        groupName,
        levelNames: groupName ? levels.map((level) => groupNameOfLevel(groupName, level)) : [],
        project: [textOf(team["resourceGroup"]) ?? "", textOf(team["project"]) ?? ""].join("\0"),
        way: folder ? [...above, folder].map((step) => ({ name: step })) : undefined,
        parentFolder,
    };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
