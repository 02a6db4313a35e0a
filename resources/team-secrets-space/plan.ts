import { z } from "zod";
import { checked } from "../lifecycle/declared/check";
import { type Mistake, mistakesInWords } from "../lifecycle/declared/mistake";
import { holdsUnknown, unknownValue } from "../lifecycle/declared/unknown";
import { messageOf } from "../lifecycle/run/unfinished";
import { programConfig } from "../program-config";
import { isProgramError, programError } from "../program-error";
import { asDeclared, groupNameFor, nameMistakes, policyNameFor } from "./declared/names";
import { spaceShape } from "./declared/space-schema";
import type { Neighbours } from "./guards/neighbours";
import { territoryAt } from "./guards/territory";
import type { ToCome } from "./lookups/members";
import { findPrerequisites, type NamedSpace, type Prerequisites, PrerequisitesMissing } from "./lookups/prerequisites";

const declaredSchema = z.object(spaceShape);

/** A space as it will be: every default in its place, everything it needs found. What is not known yet is `unknownValue`, or undefined. */
export type Plan = ReturnType<typeof named> & Prerequisites;

/** A space of the running program. */
export interface PlannedSpace {
    readonly name: string;
    /** The resource: what tells it from the others. */
    readonly resource: object;
    /** What is wrong with it besides its arguments. */
    readonly mistakes: readonly Mistake[];
    readonly isToCome: ToCome;
    /** The other spaces of the program. */
    readonly neighbours: Neighbours;
}

/**
 * Checks a declaration and looks up, read-only, what it needs, as far as it is known. Throws one RunError with everything
 * that is wrong.
 *
 * @param args With `unknownValue` for what is not known yet.
 */
export async function planOf(planned: PlannedSpace, args: object): Promise<Plan> {
    const { name, resource, mistakes, isToCome, neighbours } = planned;
    const label = `TeamSecretsSpace "${name}"`;
    const heading = `${label} cannot be created, so nothing of it was:`;
    const { inputs, mistakes: declaredWrongly } = checked(declaredSchema, { ...args });
    const wrong = [...mistakes, ...declaredWrongly, ...nameMistakes(name, inputs)];
    if (wrong.length > 0) throw programError(mistakesInWords(heading, wrong));
    const space = named(name, inputs as DeclaredInputs);
    const inTheWay = ({ parent, groupNow }: Pick<Prerequisites, "parent" | "groupNow">) =>
        neighbours.settle(resource, label, { ...territoryAt(parent, known(space)), groupNow });
    const refuse = (found: readonly Mistake[]) => {
        if (found.length === 0) return;
        const told = found.map((one) => ({ ...one, property: asDeclared(one.property, inputs) }));
        throw programError(mistakesInWords(heading, told));
    };
    try {
        const found = await findPrerequisites(space, programConfig, isToCome, name);
        refuse(inTheWay(found));
        return { ...space, ...found };
    } catch (failure) {
        if (isProgramError(failure)) throw failure;
        if (failure instanceof PrerequisitesMissing)
            refuse([...failure.mistakes, ...inTheWay({ parent: failure.parent, groupNow: undefined })]);
        throw programError([heading, ...inLines(messageOf(failure))].join("\n"));
    }
}

/** What `checked` let through: of the declared type, or `unknownValue`. */
type DeclaredInputs = z.infer<typeof declaredSchema>;

function named(name: string, inputs: DeclaredInputs) {
    const { groupName = groupNameFor(name), folderName = name, description = `Secrets of team ${name}` } = inputs;
    return {
        ...inputs,
        // A list that is not known at all holds at least something that is not known.
        members: holdsUnknown(inputs.members) && !Array.isArray(inputs.members) ? [unknownValue] : inputs.members,
        groupName,
        folderName,
        description,
        policyName: holdsUnknown(groupName) ? unknownValue : policyNameFor(groupName),
    };
}

/** Without what is not known yet. */
function known({ groupName, folderName, parentFolder }: NamedSpace) {
    const all = { groupName, folderName, ...(parentFolder === undefined ? {} : { parentFolder }) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => !holdsUnknown(value)));
}

const inLines = (text: string): readonly string[] => text.split("\n").map((line) => `  ${line}`);
