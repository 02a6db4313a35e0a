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

/** What is declared, without what only a check is told. */
export function withoutNameTaken(news: Properties): Properties {
    const { [nameTakenKey]: _nameTaken, ...declared } = news;
    return declared;
}

/**
 * Refuses that a component makes the source group, or renames it, where another group has that name. The source group is the one
 * that has it where state knows it, also while it is being replaced, or where it is being imported: then its id is known.
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
