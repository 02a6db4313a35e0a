import { z } from "zod";
import type { Properties } from "../../lifecycle/plain";
import type { AppConfig } from "./app-config";
import type { Mapping } from "./mapping";

/** An id as Okta writes it. */
export const oktaId = z
    .string({ error: "is not an Okta id. Give the id as text, e.g. 00g1emaKYZTWRYYRRTSK." })
    .regex(/^[A-Za-z0-9]+$/, "is not an Okta id. It has letters and digits only, e.g. 00g1emaKYZTWRYYRRTSK.");

const appConfig = z.strictObject({
    type: z.literal("ACTIVE_DIRECTORY", { error: "use ACTIVE_DIRECTORY, the only kind Okta knows." }),
    distinguishedName: z.string().min(1, "is empty. Give the place in the directory, e.g. dc=example,dc=com."),
    groupScope: z.enum(["DOMAIN_LOCAL", "GLOBAL", "UNIVERSAL"], { error: "use DOMAIN_LOCAL, GLOBAL or UNIVERSAL." }),
    groupType: z.enum(["DISTRIBUTION", "SECURITY"], { error: "use DISTRIBUTION or SECURITY." }),
    samAccountName: z.string().min(1, "is empty. Give the group's SAM account name."),
}) satisfies z.ZodType<AppConfig>;

/** The declared shape, with its defaults. Each field is explained on `GroupPushMappingArgs`. */
export const declaredSchema = z.object({
    appId: oktaId,
    sourceGroupId: oktaId,
    targetGroupName: z
        .string({ error: "is no text. Give the name the group has in the app." })
        .min(1, "is empty. Give the name the group has in the app.")
        .max(255, "is longer than 255 characters.")
        .refine((name) => name === name.trim(), "begins or ends with a blank. Remove it: services drop it in silence.")
        .optional(),
    targetGroupId: oktaId.optional(),
    status: z.enum(["ACTIVE", "INACTIVE"], { error: "use ACTIVE or INACTIVE." }).default("ACTIVE"),
    appConfig: appConfig.optional(),
    deleteTargetGroupOnDestroy: z.boolean({ error: "use true or false." }).default(false),
    onExistingTarget: z.enum(["fail", "link"], { error: 'use "fail" or "link".' }).default("fail"),
    onExistingMapping: z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail"),
    waitForPush: z
        .number({ error: "give whole seconds, 0 to 3600; 0 does not wait." })
        .int("give whole seconds.")
        .min(0, "give 0 to 3600 seconds; 0 does not wait.")
        .max(3600, "give 0 to 3600 seconds.")
        .default(300),
});

export type Declared = z.infer<typeof declaredSchema>;

const onWire = z.object({
    id: z.string(),
    sourceGroupId: z.string(),
    targetGroupId: z.string(),
    status: z.string(),
    created: z.string(),
    lastUpdated: z.string(),
    lastPush: z.string().nullish(),
    errorSummary: z.string().nullish(),
    appConfig: z.record(z.string(), z.unknown()).nullish(),
});

/** Reads a mapping from the wire. Throws when the API breaks its own contract. */
export function mappingFromWire(body: unknown): Mapping {
    const { id, lastPush, errorSummary, appConfig: config, ...rest } = onWire.parse(body);
    const known = appConfig.safeParse(config);
    return {
        mappingId: id,
        ...rest,
        ...(lastPush ? { lastPush } : {}),
        ...(errorSummary ? { errorSummary } : {}),
        // Some mappings come with an empty envelope (contracts/okta-api.md 1.6).
        ...(known.success ? { appConfig: known.data } : {}),
    };
}

/** The create request. Absent attributes must be absent: Okta refuses nulls (contracts/okta-api.md 1.2). */
export function mappingToWire({ sourceGroupId, status, appConfig: config }: Declared, target: Target): Properties {
    return { sourceGroupId, status, ...target, ...(config ? { appConfig: config } : {}) };
}

/** Exactly one of the two. */
export type Target = { readonly targetGroupId: string } | { readonly targetGroupName: string };

/** The three ids that name a mapping for ever, also when it is made again with a new id of its own. */
export interface Key {
    readonly appId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
}

export const idOf = ({ appId, sourceGroupId, targetGroupId }: Key): string =>
    `${appId}/${sourceGroupId}/${targetGroupId}`;

/** The key in a resource id. Throws when it is none. */
export function keyOf(id: string): Key {
    const [appId, sourceGroupId, targetGroupId, ...more] = id.split("/");
    if (!appId || !sourceGroupId || !targetGroupId || more.length > 0) {
        throw new Error(
            `"${id}" is not the id of a group push mapping. Write {appId}/{sourceGroupId}/{targetGroupId}.`,
        );
    }
    return { appId, sourceGroupId, targetGroupId };
}
