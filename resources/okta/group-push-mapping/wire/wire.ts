import { z } from "zod";
import type { Properties } from "../../../lifecycle/declared/plain";
import type { Nothing, Showing } from "../../../lifecycle/declared/whole";
import { time } from "../../lookups/by-id";
import { appConfigSchema } from "../declared/app-config";
import type { Answered, Created, LiveMapping } from "../declared/effects";
import type { Ends, Mapping } from "./mapping";

/** A mapping of a list: read only as far as needed to see whether it is the one sought. */
export interface ListedMapping extends Ends {
    /** All of it. Throws when the API breaks its own contract. */
    readonly whole: () => Mapping;
}

const listedOnWire = z.object({ id: z.string(), sourceGroupId: z.string(), targetGroupId: z.string() });

const onWire = listedOnWire.extend({
    status: z.string(),
    created: time,
    lastUpdated: time,
    lastPush: time.nullish(),
    errorSummary: z.string().nullish(),
    appConfig: z.record(z.string(), z.unknown()).nullish(),
});

/** Reads a mapping from the wire. Throws when the API breaks its own contract. */
export function mappingFromWire(body: unknown): Showing<Answered, Mapping> {
    const { id, lastPush, errorSummary, appConfig, ...rest } = onWire.parse(body);
    const known = appConfigSchema.safeParse(appConfig);
    return {
        mappingId: id,
        ...rest,
        ...(lastPush ? { lastPush } : {}),
        ...(errorSummary ? { errorSummary } : {}),
        // Some mappings come with an empty envelope (docs/contracts/okta-api.md 1.6).
        ...(known.success ? { appConfig: known.data } : {}),
    };
}

/** Reads one mapping of a list. What other people's mappings contain must not break ours. */
export function listedFromWire(body: unknown, whole: (body: unknown) => Mapping): ListedMapping {
    const { id, sourceGroupId, targetGroupId } = listedOnWire.parse(body);
    return { mappingId: id, sourceGroupId, targetGroupId, whole: () => whole(body) };
}

/** The group in the app that a create request asks for: exactly one of the two. */
export type Target = { readonly targetGroupId: string } | { readonly targetGroupName: string };

/** The create request. Absent attributes must be absent: Okta refuses nulls (docs/contracts/okta-api.md 1.2). */
export function mappingToWire(declared: Created, target: Target): Properties {
    // The app stands in the path.
    const { appId, targetGroupName, targetGroupId, sourceGroupId, status, appConfig, ...rest } = declared;
    rest satisfies Nothing;
    return { sourceGroupId, status, ...target, ...(appConfig ? { appConfig } : {}) };
}

/** The change request: all that can change, and nothing else. */
export function changeToWire({ status, ...rest }: LiveMapping): Properties {
    rest satisfies Nothing;
    return { status };
}
