import type { Properties } from "../../lifecycle/declared/plain";
import { spelledOut } from "../../opa/security-policy/declared/privileges";
import { boundsOf } from "../../team-secrets-space/authority/bounds";
import type { DeclaredBounds, DeclaredPlatform } from "../../team-secrets-space/authority/platform-schema";
import { beyondBounds } from "../../team-secrets-space/authority/within-bounds";
import type { Place } from "../../team-secrets-space/declared/place";
import type { StackSettings } from "../../team-secrets-space/declared/stack-settings";
import { type TeamSpace, teamsIn } from "../../team-secrets-space/teams/teams-in";

/** A team's file, and the area that it is in. */
export interface InArea {
    readonly area: string;
    readonly name: string;
    readonly team: Properties;
}

/**
 * The entries that the platform file still needs, so that the files of each area may say what exists: key by key, and
 * no wider than that. Empty if everything is allowed already.
 */
export function neededBounds(
    files: readonly InArea[],
    platform: DeclaredPlatform,
    settings: StackSettings,
): Readonly<Record<string, DeclaredBounds>> {
    const needed: Record<string, DeclaredBounds> = {};
    for (const { area, name, team } of files) {
        const value = { name, ...team };
        const [made] = teamsIn([value], {}, undefined, settings).spaces;
        const next = () => {
            const bounds = { ...boundsOf(area, platform), ...defined(needed[area]) };
            const [first] = beyondBounds(value, made, { bounds, settings });
            return first && widened({ value, made, property: first.property }, bounds, settings);
        };
        // Each entry removes at least the violation that it is for.
        for (let wider = next(); wider; wider = next()) needed[area] = { ...needed[area], ...wider };
    }
    return needed;
}

type GrantWord = TeamSpace["grants"][number]["privileges"][number];

type Bounds = ReturnType<typeof boundsOf>;

type MayNot = NonNullable<DeclaredBounds["mayNot"]>;

const defined = (bounds: DeclaredBounds = {}): Partial<Bounds> =>
    Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined));

interface Said {
    readonly value: Properties;
    readonly made: TeamSpace | undefined;
    /** The property that goes too far: "groupName", "access.oncall.group". */
    readonly property: string;
}

function widened({ value, made, property }: Said, bounds: Bounds, { groups }: StackSettings): DeclaredBounds {
    const written = property.split(".").reduce<unknown>((found, key) => Object(found)[key] as unknown, value);
    if (bounds.mayNot.includes(property)) return { mayNot: bounds.mayNot.filter((one) => one !== property) as MayNot };
    const and = (all: readonly string[]) => [...new Set([...all, String(written)])];
    switch (property.split(".").at(-1)) {
        case "privileges": {
            const grant = made?.grants.find(({ prefix }) => `${prefix}privileges` === property);
            const granted = spelledOut(bounds.privileges);
            const isMore = (word: GrantWord) => spelledOut([word]).some((one) => !granted.includes(one));
            return { privileges: [...bounds.privileges, ...(grant?.privileges ?? []).filter(isMore)] };
        }
        case "conditions":
            return { minimum: {} };
        case "group":
            return { groups: and(bounds.groups ?? Object.keys(groups ?? {})) };
        case "opaGroup":
            return { opaGroups: and(bounds.opaGroups) };
        case "workloadRole":
            return { workloadRoles: and(bounds.workloadRoles) };
        case "appId":
            return { appIds: and(bounds.appIds) };
        case "groupName":
            return { groupNames: and(bounds.groupNames) };
        case "folderName":
            return { folderNames: true };
        default:
            return { places: [...bounds.places, placeIn(value)] };
    }
}

function placeIn({ resourceGroup, project, parentFolder }: Properties): Place {
    const given = { resourceGroup, project, parentFolder };
    return Object.fromEntries(Object.entries(given).filter(([, one]) => typeof one === "string"));
}
