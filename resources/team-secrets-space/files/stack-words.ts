import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import type { StackException } from "../declared/stack-settings";

/** Properties that only the stack may declare for a team, and what each of these would let a file do. */
const stackWords: Readonly<Record<keyof StackException, readonly [does: string, example: string]>> = {
    onExisting: ["gives the team a folder that was there already, with what it holds", "adopt"],
    onExistingPush: ["gives the team a group that was there already, with what it may do", "adopt"],
    onDelete: ["decides what stays of the team's folders when the team goes", "retain"],
    deleteContents: ["lets secrets be deleted for good when the team goes", '"teams/…"'],
    allowReplacement: ["leaves the team's secrets behind in another folder", "true"],
};

/** What exists already of a team. One file of the stack declares it for all teams. */
const existing = "existing";

/** These properties, to leave them out of the schema of files. */
export const wordsOfStack: readonly string[] = [...Object.keys(stackWords), existing];

/**
 * What a team's file says although only the stack may say it: people who may write the file are not necessarily
 * allowed that.
 */
export function stackWordMistakes(name: string, value: Properties): readonly Mistake[] {
    const said = (word: string, does: string, where: string) => ({
        property: word,
        reason: `is the stack's to say and not a file's, because it ${does}. Take it out here. Whoever runs the stack writes it in ${where}.`,
    });
    const exceptions = Object.entries(stackWords).map(([word, [does, example]]) => {
        const written = `pulumi-okta-opa:exceptions: { ${name}: { ${word}: ${example.replace("…", name)} } }`;
        return said(word, does, `the stack's file: ${written}`);
    });
    const taken = "gives the team what was there already, with what it holds and may do";
    const ofExisting = said(existing, taken, "the file that pulumi-okta-opa:existing names");
    return [...exceptions, ofExisting].filter(({ property }) => Object.hasOwn(value, property));
}

/** The same without these properties, so that each is reported once. */
export const withoutStackWords = (value: Properties): Properties =>
    Object.fromEntries(Object.entries(value).filter(([word]) => !wordsOfStack.includes(word)));

/** Exceptions for teams that do not exist, reported at their keys: a forgotten one would apply to the next team of that name. */
export function forNobody(
    exceptions: Readonly<Record<string, StackException>>,
    names: readonly string[],
): readonly Mistake[] {
    return Object.keys(exceptions)
        .filter((name) => !names.includes(name))
        .map((name) => ({
            property: `pulumi-okta-opa:exceptions.${name}`,
            reason: `"${name}": is not a team that is read from a file. Take this out of the stack's file, or write the name as the team has it.`,
        }));
}
