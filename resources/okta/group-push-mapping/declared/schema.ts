import { z } from "zod";
import { existingIdKey } from "../../../lifecycle/declared/plain";
import { oktaId } from "../../lookups/by-id";
import { appConfigSchema } from "./app-config";

/** The declared shape, with its defaults. Each field is explained on `GroupPushMappingArgs`. */
export const declaredSchema = z.object({
    appId: oktaId,
    sourceGroupId: oktaId,
    targetGroupName: z
        .string({ error: "must be a string. Give the name the group has in the app." })
        .min(1, "is empty. Give the name the group has in the app.")
        .max(255, "is longer than 255 characters.")
        .refine(
            (name) => name === name.trim(),
            "has leading or trailing whitespace, which services strip silently. Remove it.",
        )
        .optional(),
    targetGroupId: oktaId.optional(),
    status: z.enum(["ACTIVE", "INACTIVE"], { error: "use ACTIVE or INACTIVE." }).default("ACTIVE"),
    appConfig: appConfigSchema.optional(),
    deleteTargetGroupOnDestroy: z
        .union([z.boolean(), z.literal("if-created")], { error: 'use true, false or "if-created".' })
        .default(false),
    onExistingTarget: z.enum(["fail", "link"], { error: 'use "fail" or "link".' }).default("fail"),
    onExistingMapping: z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail"),
    shared: z.boolean({ error: "use true or false." }).default(false),
    waitForPush: z
        .number({ error: "give whole seconds, 0 to 3600; 0 does not wait." })
        .int("give whole seconds.")
        .min(0, "give 0 to 3600 seconds; 0 does not wait.")
        .max(3600, "give 0 to 3600 seconds.")
        .default(300),
    [existingIdKey]: oktaId.optional(),
});

/** A checked declaration. */
export type Declared = z.infer<typeof declaredSchema>;

/** The three ids that identify a mapping, even after it is re-created with a new id of its own. */
export interface Key {
    readonly appId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
}

/** The resource id: `{appId}/{sourceGroupId}/{targetGroupId}`. */
export const idOf = ({ appId, sourceGroupId, targetGroupId }: Key): string =>
    `${appId}/${sourceGroupId}/${targetGroupId}`;

/** The key in a resource id. Throws when the text is not such an id. */
export function keyOf(id: string): Key {
    const [appId, sourceGroupId, targetGroupId, ...more] = id.split("/");
    if (!appId || !sourceGroupId || !targetGroupId || more.length > 0) {
        throw new Error(
            `"${id}" is not the id of a group push mapping. Write {appId}/{sourceGroupId}/{targetGroupId}.`,
        );
    }
    return { appId, sourceGroupId, targetGroupId };
}
