import type { z } from "zod";
import type { Mistake } from "./declared/mistake";
import type { Properties } from "./declared/plain";
import type { Replaced, Successor } from "./run/succession";

/** A declaration as it is kept, and what is wrong with it. */
export interface Verified {
    readonly inputs: Properties;
    readonly mistakes: readonly Mistake[];
}

/** What a kind of resource answers to the engine. The promises of each method stand in this room's README. */
export interface Kind {
    /** The declared properties, with their defaults: what state does not have of them means its default, for all methods. */
    readonly declared: z.ZodObject;
    /** @param olds The inputs that state has; empty or left out for a new resource. */
    check(news: Properties, olds?: Properties): Verified;
    /**
     * Asks the service for what a declaration without mistakes still lacks: what an object is that is found and not made, and what
     * is wrong with an object that a new resource is to take over. Runs in previews too.
     */
    look?(inputs: Properties, olds: Properties): Promise<Verified>;
    diff(olds: Properties, news: Properties): Verdict;
    /**
     * Asks the service whether an object that `diff` would have replaced can go, and throws if not. Runs in previews too: what is
     * refused here is refused before anything is made.
     */
    lookBeforeReplacing?(id: string, olds: Properties, news: Properties, replaces: readonly string[]): Promise<void>;
    /** What a resource of this id claims, if it is not the id: something that is known before the object is created. */
    claimed?(id: string): string;
    /** Claims the object that it makes or takes over before it changes anything about it. */
    create(inputs: Properties, claim: Claim, replaced?: Replaced): Promise<Made>;
    read(id: string, outputs: Properties): Promise<Found | undefined>;
    update(id: string, olds: Properties, news: Properties): Promise<Properties>;
    /**
     * @param successor What replaces it. What would be refused after the deletion is refused before it.
     * @param replacement The program still declares the resource: this object was or will be replaced by another one, in this run
     *   or an earlier one, whoever asked for it. `pulumi up --replace` asks no `diff`.
     */
    delete(id: string, outputs: Properties, successor?: Successor, replacement?: "to come" | "made"): Promise<void>;
}

/**
 * Throws when another resource of the program has the object.
 *
 * @param isReplacedGone The object of the resource that this one replaces is gone, so that its claim, if there is one, passes to
 *   this one. A resource that is declared just the same looks as if it were replaced, but its object is still there.
 */
export type Claim = (object: string, isReplacedGone?: boolean) => void;

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
