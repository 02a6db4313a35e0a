import type { z } from "zod";
import { shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { folderIdIn } from "../../opa/secret-folder/declared/schema";
import { spelledOut } from "../../opa/security-policy/declared/privileges";
import { layered, shortOf, withDefaults } from "../declared/conditions";
import type { Grant } from "../declared/grants";
import type { levels } from "../declared/level";
import { groupNameFor } from "../declared/names";
import type { Place } from "../declared/place";
import { asPath, type Space } from "../declared/space-schema";
import type { StackSettings } from "../declared/stack-settings";
import type { TeamSpace } from "../teams/teams-in";
import type { Bounds } from "./bounds";
import type { TeamKey } from "./team-keys";

/** What is out of bounds, what is allowed instead, and the line of the platform file that would allow it. */
interface Beyond {
    readonly property: string;
    readonly what: string;
    /** As an entry of the area. */
    readonly opens: string;
}

/** The settings of the stack, if they are known: files can be checked without a stack. */
export type KnownSettings = Pick<StackSettings, "conditions" | "approvals" | "groups"> | undefined;

interface Within {
    readonly name: unknown;
    readonly bounds: Bounds;
    readonly settings: KnownSettings;
}

/** What is wrong with one value, or undefined. */
type Rule = (value: unknown, within: Within) => Omit<Beyond, "property"> | undefined;

/** For keys that concern only the team itself, or that are checked together with others. */
const own: Rule = () => undefined;

const oneOf =
    (of: "opaGroups" | "workloadRoles" | "appIds"): Rule =>
    (value, { bounds }) =>
        bounds[of].includes(value as string)
            ? undefined
            : { what: `${shown(value)} may not be written. ${allowed(bounds[of])}`, opens: `${of}: [${shown(value)}]` };

const allowed = (values: readonly string[]): string =>
    values.length > 0 ? `Allowed are: ${values.join(", ")}` : "None is allowed";

function group(value: unknown, { bounds, settings }: Within): Omit<Beyond, "property"> | undefined {
    const listed = bounds.groups ?? (settings && Object.keys(settings.groups ?? {}));
    if (!listed || listed.includes(value as string)) return undefined;
    const where = bounds.groups ? "" : " (pulumi-okta-opa:groups in the stack's file)";
    const what = `${shown(value)} is not one of the groups that may be named${where}. ${allowed(listed)}`;
    return { what, opens: `groups: [${shown(value)}]` };
}

function groupName(value: unknown, { bounds: { groupNames }, name }: Within): Omit<Beyond, "property"> | undefined {
    const written = `${value}`;
    const isOne = (one: string) =>
        one.endsWith("*") ? written.length >= one.length && written.startsWith(one.slice(0, -1)) : written === one;
    // The default name.
    if (written === groupNameFor(`${name}`) || groupNames.some(isOne)) return undefined;
    const usual = groupNames.length > 0 ? allowed(groupNames) : "The group is named after the team";
    return { what: `${shown(value)} may not be written. ${usual}`, opens: `groupNames: [${shown(value)}]` };
}

const folderNames: Rule = (value, { bounds, name }) =>
    bounds.folderNames || value === name
        ? undefined
        : { what: "may not be written: the folder is named after the team", opens: "folderNames: true" };

/** The rule for each key of a team's file. A key without a rule does not compile. */
const ofTeam: Readonly<Record<TeamKey, Rule>> = {
    name: own,
    members: own,
    description: own,
    folders: own,
    retired: own,
    access: own,
    group,
    groupName,
    folderName: folderNames,
    appId: oneOf("appIds"),
    // Checked together, see `misplaced`.
    parentFolder: own,
    resourceGroup: own,
    project: own,
    // Checked as they result from all layers, see `ofGrant`.
    privileges: own,
    conditions: own,
};

type LevelKey = keyof z.infer<typeof levels>[string];

const ofLevel: Readonly<Record<LevelKey, Rule>> = {
    members: own,
    folder: own,
    group,
    opaGroup: oneOf("opaGroups"),
    workloadRole: oneOf("workloadRoles"),
    privileges: own,
    conditions: own,
};

/**
 * What a team's file says although files of its area may not.
 *
 * @param value As the file has it, without the properties that only the stack may declare.
 * @param made What it would make; undefined if its shape is not valid, which is reported elsewhere.
 */
export function beyondBounds(
    value: Properties,
    made: TeamSpace | undefined,
    known: Omit<Within, "name">,
): readonly Beyond[] {
    const { access, name } = value;
    const within: Within = { ...known, name };
    const levelsOf = Object.entries(Object(access) as Record<string, unknown>);
    return [
        ...refusedKeys(value, within.bounds),
        ...byRule(value, "", ofTeam, within),
        ...levelsOf.flatMap(([level, one]) => byRule(Object(one) as Properties, `access.${level}.`, ofLevel, within)),
        ...misplaced(value, within.bounds),
        ...(made ? made.grants.flatMap((grant) => ofGrant(grant, made.space, within)) : []),
    ];
}

function byRule(
    value: Properties,
    prefix: string,
    rules: Readonly<Record<string, Rule>>,
    within: Within,
): readonly Beyond[] {
    return Object.entries(value).flatMap(([key, one]) => {
        // Unknown keys and values that are not text are reported elsewhere.
        const isOne = Object.hasOwn(rules, key) && one !== null && typeof one !== "number" && typeof one !== "boolean";
        const beyond = isOne ? rules[key]?.(one, within) : undefined;
        return beyond ? [{ property: `${prefix}${key}`, ...beyond }] : [];
    });
}

function refusedKeys(value: Properties, { mayNot }: Bounds): readonly Beyond[] {
    return mayNot
        .filter((key) => Object.hasOwn(value, key))
        .map((key) => ({
            property: key,
            what: "may not be written",
            opens: `mayNot: [${mayNot.filter((one) => one !== key).join(", ")}]`,
        }));
}

/**
 * The three keys together say where the folder is: the same project name means another project in another resource
 * group.
 */
function misplaced(value: Properties, { places }: Bounds): readonly Beyond[] {
    const keys = ["resourceGroup", "project", "parentFolder"] as const;
    const [property] = keys.filter((key) => value[key] !== undefined && value[key] !== null);
    // Values that are not text are reported elsewhere.
    const isText = keys.every((key) => typeof (value[key] ?? "") === "string");
    if (property === undefined || !isText || places.some((place) => isIn(value, place))) return [];
    const given = Object.fromEntries(keys.filter((key) => Object.hasOwn(value, key)).map((key) => [key, value[key]]));
    const known = places.map((place) => inYaml(place));
    return [
        {
            property,
            what: `${inYaml(given)} is no place for its folder. ${known.length > 0 ? `Allowed are the stack's own, and at or below: ${known.join(", ")}` : "Only the stack's own is allowed"}`,
            opens: `places: [${inYaml(given)}]`,
        },
    ];
}

const inYaml = (place: object): string =>
    `{ ${Object.entries(place)
        .map(([key, value]) => `${key}: ${value}`)
        .join(", ")} }`;

function isIn({ resourceGroup, project, parentFolder }: Properties, place: Place): boolean {
    if (resourceGroup !== place.resourceGroup || project !== place.project) return false;
    if (place.parentFolder === undefined) return parentFolder === undefined;
    if (typeof parentFolder !== "string") return false;
    const [path, top] = [asPath(parentFolder), asPath(place.parentFolder)];
    // An id does not tell what is above it.
    const isId = folderIdIn(path) !== undefined || folderIdIn(top) !== undefined;
    return path === top || (!isId && path.startsWith(`${top}/`));
}

function ofGrant(grant: Grant, space: Space, within: Within): readonly Beyond[] {
    const { bounds } = within;
    const most = spelledOut(bounds.privileges);
    const over = spelledOut(grant.privileges).filter((one) => !most.includes(one));
    const words = bounds.privileges.join(", ");
    const tooMuch = {
        property: `${grant.prefix}privileges`,
        what: `${grant.privileges.join(", ")} grants ${over.join(", ")}, and the most that may be granted is ${words}`,
        opens: `privileges: [${[...bounds.privileges, ...grant.privileges].join(", ")}]`,
    };
    return [...(over.length > 0 ? [tooMuch] : []), ...weaker(grant, space, within)];
}

function weaker(grant: Grant, { conditions, access }: Space, { bounds, settings }: Within): readonly Beyond[] {
    const level = grant.level === undefined ? undefined : access[grant.level];
    // A workload can meet no condition; conditions that a level inherits are reported for the team.
    if (grant.workloadRole !== undefined || (level && !level.conditions)) return [];
    const property = `${grant.prefix}conditions`;
    const { minimum } = bounds;
    if ((level ?? { conditions }).conditions?.none && minimum === undefined) {
        const what = '"none" may not be written: it would take away the conditions of the stack';
        return [{ property, what, opens: "minimum: {}" }];
    }
    const approvals = settings?.approvals ?? {};
    const least = minimum ?? (settings && withDefaults(settings.conditions, approvals));
    if (!least) return [];
    // Without a stack, its conditions are assumed to be strict enough.
    const actual = layered(settings?.conditions ?? least, conditions, level?.conditions);
    const short = shortOf(least, actual, approvals);
    if (short.length === 0) return [];
    const whose = minimum ? "" : " (pulumi-okta-opa:conditions in the stack's file)";
    return [{ property, what: `${short.join("; ")}${whose}`, opens: "minimum: { … }" }];
}

/** As a mistake of the file, naming who can allow it. */
export function asMistakes(
    beyond: readonly Beyond[],
    { area, file, owners }: { readonly area: string; readonly file: string; readonly owners: readonly string[] },
): readonly Mistake[] {
    const who = owners.length > 0 ? owners.join(", ") : `whoever owns ${file}`;
    return beyond.map(({ property, what, opens }) => ({
        property,
        reason: `${what}, for files of the area ${area}. Take it back, or ask ${who} to allow it in ${file}: areas: { ${area}: { ${opens} } }.`,
    }));
}
