import { z } from "zod";
import { checked } from "../lifecycle/declared/check";
import { type Mistake, mistakesInWords } from "../lifecycle/declared/mistake";
import { holdsUnknown, unknownValue } from "../lifecycle/declared/unknown";
import type { Showing, Shows } from "../lifecycle/declared/whole";
import { messageOf } from "../lifecycle/run/unfinished";
import { connectToOkta } from "../okta/connection/connect";
import { connectToOpa } from "../opa/connection/connect";
import { programConfig } from "../program-config";
import { isProgramError, programError } from "../program-error";
import type { SpaceLevelArgs, TeamSecretsSpaceArgs } from "./args";
import type {
    DeclaredLevel,
    DeclaredSpace,
    SpaceConditions,
    SpaceExisting,
    SpaceRetirement,
} from "./declared/declared-team";
import { type Grant, grantMistakes, grantsOf, type NamedSpace, needlessApprovals } from "./declared/grants";
import { asDeclared, groupNameFor, nameMistakes } from "./declared/names";
import { overdue } from "./declared/retired";
import { type Space, spaceShape, togetherMistakes } from "./declared/space-schema";
import { type StackSettings, stackSettings } from "./declared/stack-settings";
import type { Neighbours } from "./guards/neighbours";
import { territoryAt } from "./guards/territory";
import { lookAtImports } from "./lookups/import-group";
import type { ToCome } from "./lookups/members";
import { groupNameNow } from "./lookups/own-policy";
import type { Pins } from "./lookups/pinned";
import { findPrerequisites, type Prerequisites, PrerequisitesMissing } from "./lookups/prerequisites";
import { takenPolicyNames } from "./lookups/taken-name";
import { groupType, inStateBefore } from "./memory/state-before";
import type { CheckedTeam } from "./teams/checked-before";

const declaredSchema = z.object(spaceShape) satisfies Shows<
    z.ZodObject<typeof spaceShape>,
    [
        Showing<Space, TeamSecretsSpaceArgs>,
        Showing<Space, DeclaredSpace>,
        Showing<Space["access"][string], SpaceLevelArgs>,
        Showing<Space["access"][string], DeclaredLevel>,
        Showing<Omit<Exclude<Space["conditions"], undefined>, "none">, SpaceConditions>,
        Showing<Exclude<Space["retired"], undefined>, SpaceRetirement>,
        Showing<Exclude<Space["existing"], undefined>, SpaceExisting>,
    ]
>;

/** A space as it will be: every default in its place, everything it needs found. What is not known yet is `unknownValue`, or undefined. */
export interface Plan extends Omit<NamedSpace, "appId" | "description">, Prerequisites {
    readonly description: string;
    /** Whether the description is declared. */
    readonly isDescribed: boolean;
    readonly grants: readonly Grant[];
    readonly settings: StackSettings;
    /** Ids of groups that it takes over and that have nobody in them. */
    readonly emptyGroups: ReadonlySet<string>;
}

/** A space of the running program. */
export interface PlannedSpace {
    readonly name: string;
    /** The resource: what tells it from the others. */
    readonly resource: object;
    /** What is wrong with it besides its arguments. */
    readonly mistakes: readonly Mistake[];
    readonly isToCome: ToCome;
    /** Exactly this, checked and looked up before. */
    readonly before?: CheckedTeam | undefined;
    /** The other spaces of the program. */
    readonly neighbours: Neighbours;
    /** The name that it was made with, where that is another one. */
    readonly namedAfter?: string | undefined;
    /** Who had which login when the space was applied last, if that is known. */
    readonly pins?: Pins | undefined;
}

/**
 * Checks a declaration and looks up, read-only, what it needs, as far as it is known. Throws one RunError with everything
 * that is wrong.
 *
 * @param args With `unknownValue` for what is not known yet.
 */
export async function planOf(planned: PlannedSpace, args: object): Promise<Plan> {
    const { name, resource, isToCome, before, neighbours, pins } = planned;
    // The mark of its policy has the name with which that was made.
    const madeAs = planned.namedAfter ?? name;
    const label = `TeamSecretsSpace "${name}"`;
    const heading = `${label} cannot be created, so nothing of it was:`;
    const { inputs, space, grants, settings } = checkedSpace(planned, args, heading);
    const inTheWay = ({ parent, groupNow }: Pick<Prerequisites, "parent" | "groupNow">) =>
        neighbours.settle(resource, label, { ...territoryAt(parent, known(space, grants)), groupNow });
    const refuse = (found: readonly Mistake[]) => {
        if (found.length === 0) return;
        const told = found.map((one) => ({ ...one, property: asDeclared(one.property, inputs) }));
        throw programError(mistakesInWords(heading, told));
    };
    try {
        const found = before
            ? { ...before.found, groupNow: await groupNameNow(connectToOpa(programConfig, "security"), madeAs) }
            : await findPrerequisites(space, grants, settings, programConfig, isToCome, madeAs, pins);
        const groupNow = await groupNameOf(madeAs, space, found);
        const policies = await takenPolicyNames(programConfig, grants, {
            ...{ name: madeAs, groupName: space.groupName, groupNow },
        });
        const crowd = neighbours.crowd(resource, found);
        const imports = await lookAtImports(connectToOkta(programConfig), name, grants, found, space);
        const clashes = [...inTheWay({ ...found, groupNow }), ...neighbours.takes(resource, label, space.existing)];
        // A name that another space of the program gives up is reported as that.
        refuse([...clashes, ...(clashes.length > 0 ? [] : policies), ...crowd.mistakes, ...imports.mistakes]);
        const warnings = [
            ...found.warnings,
            ...crowd.warnings,
            ...needlessApprovals(grants),
            ...overdue(space.retired),
        ];
        return { ...space, ...found, groupNow, warnings, grants, settings, emptyGroups: imports.empty };
    } catch (failure) {
        if (isProgramError(failure)) throw failure;
        if (failure instanceof PrerequisitesMissing)
            refuse([
                ...failure.mistakes,
                ...inTheWay({ parent: failure.parent, groupNow: undefined }),
                ...neighbours.crowd(resource, failure.crowd).mistakes,
            ]);
        throw programError([heading, ...inLines(messageOf(failure))].join("\n"));
    }
}

interface CheckedSpace {
    /** As it is declared, in canonical form. */
    readonly inputs: Space;
    readonly space: ReturnType<typeof named>;
    readonly grants: readonly Grant[];
    readonly settings: StackSettings;
}

/** Checks what needs no network. Throws one RunError with everything that is wrong. */
function checkedSpace(
    { name, namedAfter = name, mistakes, before }: PlannedSpace,
    args: object,
    heading: string,
): CheckedSpace {
    const refuse = (wrong: readonly Mistake[]) => {
        if (wrong.length > 0) throw programError(mistakesInWords(heading, wrong));
    };
    const { settings, mistakes: inSettings } = stackSettings(programConfig);
    if (before) {
        const { name: _, ...inputs } = before.team;
        refuse(mistakes);
        return { inputs, space: named(namedAfter, inputs), grants: before.grants, settings };
    }
    const { inputs, mistakes: declaredWrongly } = checked(declaredSchema, { ...args });
    const declared = inputs as Space;
    refuse([
        ...mistakes,
        ...inSettings,
        ...declaredWrongly,
        ...nameMistakes(name, inputs),
        ...togetherMistakes(inputs),
    ]);
    const space = named(namedAfter, declared);
    const grants = grantsOf(space, settings);
    refuse(grantMistakes(space, grants, settings));
    return { inputs: declared, space, grants, settings };
}

/** The name of the space's group, as far as it can be told; by state where the policy is not named after the group. */
async function groupNameOf(
    name: string,
    { existing }: Pick<Space, "existing">,
    { groupNow }: Pick<Prerequisites, "groupNow">,
): Promise<string | undefined> {
    if (existing?.policy?.name === undefined) return groupNow;
    const group = await inStateBefore(groupType, `${name}-group`).catch(() => undefined);
    const known = group?.outputs["name"];
    return typeof known === "string" ? known : undefined;
}

function named(
    name: string,
    inputs: Space,
): NamedSpace & { readonly description: string; readonly isDescribed: boolean } {
    const { groupName = groupNameFor(name), folderName = name, description = `Secrets of team ${name}` } = inputs;
    const access = Object.entries(inputs.access).map(([level, one]) => [level, { ...one, ...listed(one) }] as const);
    const isDescribed = inputs.description !== undefined;
    const names = { groupName, folderName, description, isDescribed };
    return { ...inputs, ...listed(inputs), access: Object.fromEntries(access), ...names };
}

/** A list that is not known at all holds at least something that is not known. */
function listed({ members }: Pick<Space, "members">): Pick<Space, "members"> {
    if (members === undefined) return {};
    return { members: holdsUnknown(members) && !Array.isArray(members) ? [unknownValue] : members };
}

/** Without what is not known yet. */
function known({ groupName, folderName, parentFolder }: NamedSpace, grants: readonly Grant[]) {
    const levelNames = grants.filter(({ level }) => level !== undefined).map((grant) => grant.groupName);
    const all = { groupName, folderName, levelNames, ...(parentFolder === undefined ? {} : { parentFolder }) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => !holdsUnknown(value)));
}

const inLines = (text: string): readonly string[] => text.split("\n").map((line) => `  ${line}`);
