import { z } from "zod";
import { oktaId } from "../lookups/by-id";

/** The declared shape. Each field is explained on `ExistingOktaGroupArgs`. */
export const declaredSchema = z.object({
    group: z
        .string({ error: "must be text: the exact name of an Okta group, or its id." })
        .min(1, "is empty. Give the exact name of an Okta group, or its id."),
    appId: z.string().optional(),
    knownId: oktaId.optional(),
    maxMembers: z.int().min(1).optional(),
});

/** A checked declaration. */
export type Declared = z.infer<typeof declaredSchema>;

/** What is found of a group, and kept: its id, and the name that it had when it was declared. */
export interface Pinned {
    readonly groupId: string;
    readonly name: string;
}
