import { z } from "zod";
import { messageOf } from "../../lifecycle/run/unfinished";
import { neighboursOfRun } from "../guards/neighbours";
import type { Pins } from "../lookups/pinned";
import { type StateBefore, stateBefore } from "./state-before";

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
    /** The commit from which it was applied, if a pipeline did it; without one it is not known. */
    commit: z.string().optional(),
});

export type LastApplied = z.infer<typeof lastAppliedShape>;

/** What is to be remembered of a space. */
export function remembered(
    declared: Readonly<Record<string, unknown>>,
    people: Pins,
    namedAfter: string,
    { [commitVariable]: commit }: NodeJS.ProcessEnv = process.env,
): LastApplied {
    const from = commit === undefined || !isCommit(commit) ? {} : { commit };
    return { version, declared: { ...declared }, people: { ...people }, namedAfter, ...from };
}

/** In this variable a pipeline says which commit it applies. A person who runs Pulumi does not set it: files may be changed. */
export const commitVariable = "PULUMI_OKTA_OPA_COMMIT";

/** Whether a text is the whole id of a commit of Git, by SHA-1 or SHA-256. */
export const isCommit = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

/** Under this name it stands among a component's outputs. */
export const lastAppliedKey = "lastApplied";

/** Of the component, in state. */
export const spaceType = "okta-opa:index:TeamSecretsSpace";

/**
 * What is remembered of the space with this URN, if anything is.
 *
 * @param was The name that it has in state, where that is another one.
 */
export async function lastAppliedOf(urn: string, was?: string): Promise<LastApplied | undefined> {
    const inState = was === undefined ? urn : `${urn.slice(0, urn.lastIndexOf("::"))}::${was}`;
    return recordIn((await before()).get(inState)?.outputs);
}

/** What is remembered of the stack. */
export interface Memory {
    /** Of each space, by its name; of a name that two of them have, nothing. */
    readonly ofSpace: ReadonlyMap<string, LastApplied>;
    /** The names of all spaces in state. */
    readonly names: readonly string[];
    readonly state: StateBefore;
}

/** What is remembered of the whole stack. */
export async function memoryOfStack(): Promise<Memory> {
    const state = await before();
    const spaces = [...state.values()].filter(({ type }) => type === spaceType);
    const names = spaces.map(({ name }) => name);
    const records = spaces.flatMap(({ name, outputs }) => {
        const record = recordIn(outputs);
        const isOnly = names.indexOf(name) === names.lastIndexOf(name);
        return record && isOnly ? [[name, record] as const] : [];
    });
    return { ofSpace: new Map(records), names, state };
}

/** What is remembered, as far as the engine tells it: a memory that cannot be read stops nobody. */
async function before(): Promise<StateBefore> {
    try {
        return await stateBefore();
    } catch (failure) {
        const text =
            "What was applied last cannot be read from state, so nobody's login is compared with it, and no team can be kept";
        await neighboursOfRun().warn(`${text}: ${messageOf(failure)}`, text);
        return new Map();
    }
}

/** As everything in state, it may have been changed by hand. */
function recordIn(outputs: Readonly<Record<string, unknown>> | undefined): LastApplied | undefined {
    return lastAppliedShape.safeParse(outputs?.[lastAppliedKey]).data;
}
