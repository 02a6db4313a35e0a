import { z } from "zod";
import { checked } from "../lifecycle/check";
import { mistakesInWords } from "../lifecycle/mistake";
import { messageOf } from "../lifecycle/unfinished";
import { programConfig } from "../program-config";
import { asDeclared, groupNameFor, nameMistakes, policyNameFor } from "./names";
import { findPrerequisites, type Prerequisites, PrerequisitesMissing } from "./prerequisites";
import { programError } from "./program-error";
import { spaceShape } from "./space-schema";

/** A space as it will be: every default in its place, everything it needs found. */
export interface Plan extends Prerequisites, Omit<z.infer<typeof declaredSchema>, keyof Prerequisites | "members"> {
    readonly groupName: string;
    readonly folderName: string;
    readonly policyName: string;
    readonly description: string;
}

const declaredSchema = z.object(spaceShape);

/** Checks a declaration and looks up, read-only, what it needs. Throws one RunError with everything that is wrong. */
export async function planOf(name: string, args: object): Promise<Plan> {
    const heading = `TeamSecretsSpace "${name}" cannot be created, so nothing of it was:`;
    const { inputs, mistakes } = checked(declaredSchema, { ...args });
    const wrong = [...mistakes, ...nameMistakes(name, inputs)];
    if (wrong.length > 0) throw programError(mistakesInWords(heading, wrong));
    const declared = declaredSchema.parse(inputs);
    try {
        const { groupName = groupNameFor(name) } = declared;
        const prerequisites = await findPrerequisites({ ...declared, groupName }, programConfig);
        return {
            ...declared,
            ...prerequisites,
            groupName,
            folderName: declared.folderName ?? name,
            policyName: policyNameFor(groupName),
            description: declared.description ?? `Secrets of team ${name}`,
        };
    } catch (failure) {
        if (failure instanceof PrerequisitesMissing) {
            const missing = failure.mistakes.map((one) => ({ ...one, property: asDeclared(one.property, declared) }));
            throw programError(mistakesInWords(heading, missing));
        }
        throw programError(
            [
                heading,
                ...messageOf(failure)
                    .split("\n")
                    .map((line) => `  ${line}`),
            ].join("\n"),
        );
    }
}
