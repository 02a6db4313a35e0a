import { messageOf } from "../../lifecycle/run/unfinished";
import { neighboursOfRun } from "../guards/neighbours";
import { type LastApplied, type Records, recordIn, recordsIn } from "./record";
import { type StateBefore, stateBefore } from "./state-before";

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
export interface Memory extends Records {
    readonly state: StateBefore;
}

/** What is remembered of the whole stack. */
export async function memoryOfStack(): Promise<Memory> {
    const state = await before();
    return { ...recordsIn([...state.values()]), state };
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
