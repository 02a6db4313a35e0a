import { ApiFailure } from "../../http/failure/api-failure";
import { existingIdKey, type Properties } from "../declared/plain";
import { holdsUnknown } from "../declared/unknown";
import type { Verified } from "../kind";
import { type Mark, resourceSaid } from "./owner-mark";
import { isSibling } from "./take-over";
import { messageOf } from "./unfinished";

/** The id of the object that a new resource takes over as it is; undefined if it should look for one, or make it. */
export function existingIdIn({ [existingIdKey]: id }: Properties): string | undefined {
    return typeof id === "string" && !holdsUnknown(id) ? id : undefined;
}

/**
 * The bag without that id. State never keeps it, and a resource that is in state never sees it: a replacement would
 * otherwise take over its own old object, which is about to be deleted.
 */
export function withoutExistingId(bag: Properties): Properties {
    const { [existingIdKey]: _id, ...others } = bag;
    return others;
}

/** A property as its class names it: the id is hidden from what a plan shows. */
export const asGiven = (property: string): string => (property === existingIdKey ? "existingId" : property);

/** How messages name an object that is to be taken over; they begin with it: `secret folder "teams/x" (3b0f…)`. */
interface Named {
    readonly what: string;
    readonly live: Mark | undefined;
    readonly own: Mark | undefined;
    readonly onExisting: "fail" | "adopt";
    /** Each is the end of a sentence. Differences that an adoption would not change are not among them. */
    readonly differences: readonly string[];
}

/**
 * Throws unless an object can be taken over without a write, or adoption is declared. The error says to whom it
 * belongs, and lists every difference from the declaration.
 */
export function requireAsItIs({ what, live, own, onExisting, differences }: Named): void {
    if (onExisting === "adopt") return;
    const isForeign = live !== undefined && live.owner !== own?.owner;
    if (isForeign) throw new Error(`${what} ${ofAnother(live, own)}`);
    if (differences.length === 0) return;
    throw new Error(
        `${what} is not what is declared: ${differences.join("; ")}. Declare what is there, or onExisting: "adopt", which changes ` +
            "the object.",
    );
}

function ofAnother(live: Mark, own: Mark | undefined): string {
    const whose = `is managed by ${resourceSaid(live.owner, own)}, as its description says`;
    if (isSibling(live, own))
        return `${whose}. Each object is one resource's: write the id of another one, or take this one out.`;
    return (
        `${whose}. Without a write it stays that one's. If that stack does not have it any more, declare onExisting: "adopt", which ` +
        "changes its mark."
    );
}

/** Whether an object that is taken over counts as made by the resource: only if it carries exactly its own mark. */
export const isMadeByOwn = (live: Mark | undefined, own: Mark | undefined): boolean =>
    live !== undefined && live.owner === own?.owner && !live.isAdopted;

/** The message that there is no such object. */
export const noSuch = (what: string, where: string): string =>
    `There is no ${what}${where}, as far as these credentials see. If it was deleted, take its id out: then one is made.`;

/**
 * What a plan says about an object that is to be taken over, before anything is made. What is not known yet is
 * checked when the resource is created.
 *
 * @param needed What the look needs.
 * @param look Gets the properties that are known.
 */
export async function lookedAtExisting(
    inputs: Properties,
    needed: readonly unknown[],
    look: (id: string, known: Properties) => Promise<unknown>,
): Promise<Verified> {
    const id = existingIdIn(inputs);
    if (id === undefined || needed.some(holdsUnknown)) return { inputs, mistakes: [] };
    try {
        await look(id, Object.fromEntries(Object.entries(inputs).filter(([, value]) => !holdsUnknown(value))));
        return { inputs, mistakes: [] };
    } catch (failure) {
        if (failure instanceof ApiFailure) throw failure;
        // If a property were named, the engine would say that its value is nil: it does not know this property.
        return { inputs, mistakes: [{ property: "", reason: messageOf(failure) }] };
    }
}
