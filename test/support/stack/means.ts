import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Plugin } from "./plugins";
import type { Recording, State } from "./state";

/** What an operation does with a resource. */
type Op = "create" | "update" | "replace" | "same" | "delete";

/** One thing that an operation did, or in a preview would do. */
export interface Done {
    readonly op: Op;
    readonly urn: string;
}

/** What the program gets to know of a resource. */
export interface Registered {
    /** Empty while it is not known. */
    readonly id: string;
    readonly outputs: Properties;
    /** It is not in the targets, so it was not made. */
    readonly isSkipped: boolean;
}

/** What one operation works with. */
export interface Means {
    readonly state: State;
    readonly recording: Recording;
    readonly pluginFor: (type: string) => Plugin;
    readonly project: string;
    readonly stack: string;
    readonly isPreview: boolean;
    /** URNs of `--target`; everything when undefined. */
    readonly targets: ReadonlySet<string> | undefined;
    /** URNs of `--replace`. */
    readonly replaced: ReadonlySet<string>;
    /** Told of each thing that is done, or would be. */
    readonly note: (op: Op, urn: string) => void;
}

/** Of a process that is ended: nothing comes of it any more. */
export const never = (): Promise<never> => new Promise(() => {});

export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
