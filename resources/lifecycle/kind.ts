import type { Mistake } from "./mistake";
import type { Properties } from "./plain";
import type { Replaced } from "./succession";

/** What a kind of resource answers to the engine. The promises of each method stand in this room's README. */
export interface Kind {
    /** @param olds The inputs that state has; empty or left out for a new resource. */
    check(news: Properties, olds?: Properties): { readonly inputs: Properties; readonly mistakes: readonly Mistake[] };
    diff(olds: Properties, news: Properties): Verdict;
    /** Claims the object that it makes or takes over before it changes anything about it; `claim` throws when another resource has it. */
    create(inputs: Properties, claim: (id: string) => void, replaced?: Replaced): Promise<Made>;
    read(id: string, outputs: Properties): Promise<Found | undefined>;
    update(id: string, olds: Properties, news: Properties): Promise<Properties>;
    delete(id: string, outputs: Properties): Promise<void>;
}

export interface Verdict {
    readonly changes: boolean;
    readonly replaces: readonly string[];
    readonly deleteBeforeReplace: boolean;
}

export interface Made {
    readonly id: string;
    readonly outputs: Properties;
}

/** A live object: what is there, and how one would declare it. */
export interface Found extends Made {
    readonly inputs: Properties;
}
