import { z } from "zod";
import { endsLikeMark } from "../lifecycle/run/owner-mark";

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is an id of OPA's: ids are UUIDs, names are whatever people write. */
export const isOpaId = (value: string): boolean => pattern.test(value);

/** Throws when an answer is about another object than the one asked for. Case makes no difference to a UUID. */
export function requireSameId(answered: string, asked: string): void {
    if (answered.toLowerCase() !== asked.toLowerCase()) throw new Error("The answer is about another object");
}

/** An id, and nothing else. */
export const opaId = z
    .string({ error: "is not an OPA id. Give the id as a string, e.g. 3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11." })
    .regex(pattern, "is not an OPA id. It looks like 3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11.");

/** An id, or the last id of a resource id such as `{resourceGroupId}/{projectId}/{folderId}`; kept as the plain id. */
export const opaIdOrPath = z
    .string({ error: "is not an OPA id. Give the id as a string." })
    .transform((text) => text.slice(text.lastIndexOf("/") + 1))
    .pipe(opaId);

/** What names an object by its id or its exact name. */
export const idOrName = z
    .string({ error: "give its id or exact name as a string." })
    .min(1, "is empty. Give its id or exact name.");

/** The description of an object, which ends with the mark of its resource once it is sent. */
export const describing = z
    .string({ error: "must be a string." })
    .refine(
        (description) => !endsLikeMark(description),
        'ends like the mark that tells which Pulumi resource an object belongs to ("[pulumi:…]"). It is added by itself: remove it.',
    );

/** A text that is neither empty nor longer than OPA takes. */
export const text = (atMost: number) =>
    z
        .string({ error: "must be a string." })
        .min(1, "is empty. Give a value.")
        .max(atMost, `is longer than ${atMost} characters.`);
