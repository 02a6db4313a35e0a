import { z } from "zod";
import type { Properties } from "../../lifecycle/plain";
import { type AppConfig, appConfigSchema } from "./app-config";
import type { Declared } from "./schema";

/** A mapping as Okta keeps it. It holds neither the app's id nor the target's name (contracts/okta-api.md 1.6). */
export interface Mapping {
    readonly mappingId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
    /** ACTIVE, INACTIVE, ERROR; any other value Okta may add is kept as it is. */
    readonly status: string;
    readonly created: string;
    readonly lastUpdated: string;
    /** Absent until the first push. */
    readonly lastPush?: string;
    /** Often absent, also in ERROR. */
    readonly errorSummary?: string;
    readonly appConfig?: AppConfig;
}

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
    const { id, lastPush, errorSummary, appConfig, ...rest } = onWire.parse(body);
    const known = appConfigSchema.safeParse(appConfig);
    return {
        mappingId: id,
        ...rest,
        ...(lastPush ? { lastPush } : {}),
        ...(errorSummary ? { errorSummary } : {}),
        // Some mappings come with an empty envelope (contracts/okta-api.md 1.6).
        ...(known.success ? { appConfig: known.data } : {}),
    };
}

/** The group in the app that a create request asks for: exactly one of the two. */
export type Target = { readonly targetGroupId: string } | { readonly targetGroupName: string };

/** The create request. Absent attributes must be absent: Okta refuses nulls (contracts/okta-api.md 1.2). */
export function mappingToWire({ sourceGroupId, status, appConfig }: Declared, target: Target): Properties {
    return { sourceGroupId, status, ...target, ...(appConfig ? { appConfig } : {}) };
}
