import { type Territory, territoryNames } from "./territory";

/**
 * For each territory, the others that can be in its way, in their order: those that use one of its names, and those whose folder is a
 * folder on the way to its own. What is not among them conflicts with nothing of it.
 */
export function nearby(territories: readonly (Territory | undefined)[]): readonly (readonly number[])[] {
    const holders = new Map<string, number[]>();
    for (const [index, territory] of territories.entries()) {
        for (const key of territory ? [...namesOf(territory), ...(placesOf(territory).at(-1) ?? [])] : []) {
            const its = holders.get(key) ?? [];
            its.push(index);
            holders.set(key, its);
        }
    }
    return territories.map((mine, index) => {
        const keys = mine ? [...namesOf(mine), ...placesOf(mine).flat()] : [];
        const found = new Set(keys.flatMap((key) => holders.get(key) ?? []));
        return [...found].filter((other) => other !== index).sort((one, other) => one - other);
    });
}

const namesOf = (territory: Territory): readonly string[] =>
    territoryNames(territory).map((name) => `group ${name.toLowerCase()}`);

/**
 * For the top of the project and each folder on the way: what tells it from others. Two folders are one if their ids say so or, where one
 * has none, their names.
 */
function placesOf({ project, way }: Territory): readonly (readonly string[])[] {
    if (!way) return [];
    return [
        [`top ${project}`],
        ...way.map(({ name, id }, depth) => [
            `named ${depth} ${project} ${name.toLowerCase()}`,
            ...(id === undefined ? [] : [`id ${depth} ${project} ${id}`]),
        ]),
    ];
}
