import type {
    DeclaredPrivileges,
    ExistingSpaceFolder,
    ExistingSpaceLevel,
    SpaceConditions,
    SpaceExisting,
} from "../../team-secrets-space/declared/declared-team";
import { groupNameFor, groupNameOfLevel, policyNameFor } from "../../team-secrets-space/declared/names";
import type { StackSettings } from "../../team-secrets-space/declared/stack-settings";
import type { Folder } from "../look/seen";
import { layerFor } from "../match/conditions-in-words";
import type { Draft, DraftGrant } from "./draft";

/** A level as a file declares it. */
interface LevelDeclared {
    readonly members?: readonly string[];
    readonly group?: string;
    readonly opaGroup?: string;
    readonly workloadRole?: string;
    readonly folder?: string;
    readonly privileges: DeclaredPrivileges;
    readonly conditions?: SpaceConditions | "none";
}

/** A team as a file declares it: only what is not the default. */
interface TeamDeclared {
    readonly description?: string;
    readonly members?: readonly string[];
    readonly group?: string;
    readonly groupName?: string;
    readonly folderName?: string;
    readonly privileges?: DeclaredPrivileges;
    readonly conditions?: SpaceConditions | "none";
    readonly folders?: readonly string[];
    readonly access?: Readonly<Record<string, LevelDeclared>>;
}

/** A team in two parts: its declaration, and the objects of it that exist. */
export interface Declaration {
    readonly team: TeamDeclared;
    readonly existing: SpaceExisting;
}

/** What is needed to declare a draft. */
export interface Circumstances {
    readonly name: string;
    readonly folder: Folder;
    readonly inside: readonly Folder[];
    readonly settings: StackSettings;
    /** Logins of the people in a group, by the Okta group's id; the rest can be checked without them. */
    readonly membersOf: (groupId: string) => readonly string[];
}

/** The declaration of a draft, or why there is none. */
export function declarationOf(draft: Draft, given: Circumstances): Declaration | { readonly unsayable: string } {
    const { name, folder, settings } = given;
    const { team, levels } = draft;
    const below = settings.conditions;
    const own = layerFor(team.words.conditions, below, settings.approvals);
    if (!own) return { unsayable: "the team has less conditions than the stack asks of everybody, but some" };
    const inForce = own.own === "none" ? {} : { ...below, ...own.own };
    const layers = levels.map((one) =>
        one.who.kind === "workloadRole"
            ? { own: undefined }
            : layerFor(one.words.conditions, inForce, settings.approvals),
    );
    const lacking = levels.filter((_one, index) => !layers[index]).map(({ level }) => `"${level}"`);
    if (lacking.length > 0) {
        return {
            unsayable: `the level ${lacking.join(", ")} has less conditions than the team, but some, which no layer says`,
        };
    }
    const common = commonDescription(draft, given);
    const usual = common ?? `Secrets of team ${name}`;
    // Only folders that a policy names, or that carry our mark, were looked up.
    const paths = leaves(given.inside.map(({ path }) => path));
    const groupName = team.who.kind === "members" ? team.who.group.name : groupNameFor(name);
    const access = levels.map((one, index): [string, LevelDeclared] => [
        one.level,
        {
            ...who(one, given),
            ...(one.path === "" ? {} : { folder: one.path }),
            privileges: one.words.privileges,
            ...(layers[index]?.own === undefined ? {} : { conditions: layers[index].own }),
        },
    ]);
    return {
        team: {
            ...(common === undefined ? {} : { description: common }),
            ...who(team, given),
            ...(groupName === groupNameFor(name) ? {} : { groupName }),
            ...(folder.name === name ? {} : { folderName: folder.name }),
            ...(team.words.privileges === "contribute" ? {} : { privileges: team.words.privileges }),
            ...(own.own === undefined ? {} : { conditions: own.own }),
            ...(paths.length === 0 ? {} : { folders: paths }),
            ...(access.length === 0 ? {} : { access: Object.fromEntries(access) }),
        },
        existing: existingOf(draft, given, groupName, usual),
    };
}

function who({ who }: DraftGrant, { membersOf }: Circumstances) {
    switch (who.kind) {
        case "members":
            return { members: [...membersOf(who.group.id)].sort() };
        case "group":
            return { group: who.declared };
        case "opaGroup":
            return { opaGroup: who.name };
        case "workloadRole":
            return { workloadRole: who.id };
    }
}

/** Those that are not on the way to another one. */
function leaves(paths: readonly string[]): readonly string[] {
    return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`))).sort();
}

function existingOf({ team, levels }: Draft, given: Circumstances, groupName: string, usual: string): SpaceExisting {
    const { folder, inside } = given;
    const described = ({ id, description }: ExistingSpaceFolder): ExistingSpaceFolder => ({
        id,
        ...(description === usual ? {} : { description: description ?? "" }),
    });
    const grant = (one: DraftGrant, its: string): ExistingSpaceLevel => ({
        ...(one.who.kind === "members"
            ? { group: described(one.who.group), mapping: { id: one.who.push.mappingId } }
            : {}),
        policy: {
            ...described(one.policy),
            ...(one.policy.name === policyNameFor(its) ? {} : { name: one.policy.name }),
            ...(sameNames(one.words.ruleNames, one.path.split("/").at(-1) || folder.name)
                ? {}
                : { rules: [...one.words.ruleNames] }),
        },
    });
    const access = levels.map((one) => [one.level, grant(one, groupNameOfLevel(groupName, one.level))] as const);
    return {
        ...grant(team, groupName),
        folder: described(folder),
        ...(inside.length === 0
            ? {}
            : { folders: Object.fromEntries(inside.map(({ id, path, description }) => [path, { id, description }])) }),
        ...(access.length === 0 ? {} : { access: Object.fromEntries(access) }),
    };
}

/** Whether a space would give the rules these names. */
const sameNames = ([main, names]: readonly string[], folderName: string): boolean =>
    main === folderName && (names === undefined || names === "see names");

/** The description that all of them share, if it is not the one that a space gives by default. */
function commonDescription({ team, levels }: Draft, { name, folder, inside }: Circumstances): string | undefined {
    const groups = [team, ...levels].flatMap(({ who }) => (who.kind === "members" ? [who.group.description] : []));
    const all = [...groups, folder.description, ...[team, ...levels].map(({ policy }) => policy.description)];
    const inner = inside.map(({ description }) => description);
    const [first = ""] = all;
    const isUsual = first === "" || first === `Secrets of team ${name}`;
    return !isUsual && [...all, ...inner].every((one) => one === first) ? first : undefined;
}
