import { z } from "zod";

/**
 * When OPA deleted something; blank, or the zero time, for what lives (docs/contracts/opa-api.md 4.2). What is no time
 * proves nothing.
 */
export const deletedAt = z
    .string()
    .refine((text) => text === "" || !Number.isNaN(Date.parse(text)))
    .nullish();

/** Whether OPA still has it: it deletes softly. */
export function isLive({ deleted_at }: { readonly deleted_at?: string | null | undefined }): boolean {
    return !deleted_at || deleted_at.startsWith("0001-");
}
