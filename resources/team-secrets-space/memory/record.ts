import { z } from "zod";
import { type DeclaredAs, declaredAsShape } from "../budget/declared-as";
import type { Pins } from "../lookups/pinned";

/** The version of what is remembered. A record of another version is not read. */
const version = 1;

/**
 * What was applied last for a space. Its component registers it among its outputs once all of the space is made. It holds no
 * credential, and nothing of a secret.
 */
const lastAppliedShape = z.object({
    version: z.literal(version),
    /** The declaration, as the program gave it. */
    declared: z.record(z.string(), z.unknown()),
    /** Okta's ids of the people, by their logins in lower case; empty for a login that Okta did not have. */
    people: z.record(z.string(), z.string()),
    /** The name after which its objects are named: the one with which it was made. */
    namedAfter: z.string().optional(),
    /** The area of the file that declared it; undefined if no file did. */
    area: z.string().optional(),
    /** The commit from which it was applied, if a pipeline did it; without one it is not known. */
    commit: z.string().optional(),
    /** How the team was declared, if `declaredTeams` gave it to the program. */
    declaredAs: declaredAsShape.optional().catch(undefined),
});

export type LastApplied = z.infer<typeof lastAppliedShape>;

/** What else is to be remembered of a space. */
interface Circumstances {
    readonly namedAfter: string;
    readonly area: string | undefined;
    readonly as: DeclaredAs | undefined;
}

/** What is to be remembered of a space. */
export function remembered(
    declared: Readonly<Record<string, unknown>>,
    people: Pins,
    { namedAfter, area, as }: Circumstances,
    { [commitVariable]: commit }: NodeJS.ProcessEnv = process.env,
): LastApplied {
    const more = {
        ...(area === undefined ? {} : { area }),
        ...(commit === undefined || !isCommit(commit) ? {} : { commit }),
        ...(as ? { declaredAs: as } : {}),
    };
    return { version, declared: { ...declared }, people: { ...people }, namedAfter, ...more };
}

/** In this variable a pipeline says which commit it applies. A person who runs Pulumi does not set it: files may be changed. */
export const commitVariable = "PULUMI_OKTA_OPA_COMMIT";

/** Whether a text is the whole id of a commit of Git, by SHA-1 or SHA-256. */
export const isCommit = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/** Under this name it stands among a component's outputs. */
export const lastAppliedKey = "lastApplied";

/** Of the component, in state. */
export const spaceType = "okta-opa:index:TeamSecretsSpace";

/** A resource, as far as it may be a space that is remembered. */
interface Remembering {
    readonly type: string;
    readonly name: string;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** What is remembered of the spaces of a stack. */
export interface Records {
    /** Of each space, by its name; of a name that two of them have, nothing. */
    readonly ofSpace: ReadonlyMap<string, LastApplied>;
    /** The names of all spaces in state. */
    readonly names: readonly string[];
}

/** What is remembered in the resources of a stack. */
export function recordsIn(resources: readonly Remembering[]): Records {
    const spaces = resources.filter(({ type }) => type === spaceType);
    const names = spaces.map(({ name }) => name);
    const records = spaces.flatMap(({ name, outputs }) => {
        const record = recordIn(outputs);
        const isOnly = names.indexOf(name) === names.lastIndexOf(name);
        return record && isOnly ? [[name, record] as const] : [];
    });
    return { ofSpace: new Map(records), names };
}

/** As everything in state, it may have been changed by hand. */
export function recordIn(outputs: Readonly<Record<string, unknown>> | undefined): LastApplied | undefined {
    return lastAppliedShape.safeParse(outputs?.[lastAppliedKey]).data;
}
