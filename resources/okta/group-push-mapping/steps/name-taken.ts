import { z } from "zod";
import type { Mistake } from "../../../lifecycle/declared/mistake";
import { nameTakenKey, type Properties } from "../../../lifecycle/declared/plain";
import { holdsUnknown } from "../../../lifecycle/declared/unknown";

/** The group in Okta that has the name which the source group of a mapping is to get. */
export interface NameTaken {
    readonly groupId: string;
    /** What to say of it, and how to go on, if it is not the source group. */
    readonly reason: string;
}

const nameTakenSchema = z.object({ groupId: z.string(), reason: z.string() });

/** The declaration without what is meant for the check alone. */
export function withoutNameTaken(news: Properties): Properties {
    const { [nameTakenKey]: _nameTaken, ...declared } = news;
    return declared;
}

/**
 * Refuses to let a component make the source group, or rename it, where another group has that name. The group that has the name
 * is the source group where state knows it, also while it is being replaced, and where it is being imported: then its id is
 * known.
 *
 * @param olds The inputs that state has.
 */
export function nameMistakes(news: Properties, olds: Properties): readonly Mistake[] {
    const nameTaken = news[nameTakenKey] ?? undefined;
    if (nameTaken === undefined || holdsUnknown(nameTaken)) return [];
    const { groupId, reason } = nameTakenSchema.parse(nameTaken);
    const { sourceGroupId } = holdsUnknown(news["sourceGroupId"]) ? olds : news;
    // It is about the group, not about a property of the mapping.
    return sourceGroupId === groupId ? [] : [{ property: "", reason }];
}
