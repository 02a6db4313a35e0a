import type { Properties } from "../../lifecycle/plain";
import { isSameAppConfig } from "./app-config";
import { errorOf, isPushedSince } from "./push-watch";
import { type Declared, declaredSchema, type Key } from "./schema";
import type { Mapping } from "./wire";

/** What the outputs hold beside the declaration and the mapping: what no answer about a mapping says. */
export interface Remembered {
    readonly targetGroupName?: string | undefined;
    readonly targetDeclaredBy: "name" | "id";
    /** A push from this time on is still awaited. */
    readonly awaitsPushSince?: string | undefined;
    /** It was not seen yet that the target is ours: that it was made at this time or later (see own-target.ts). */
    readonly targetMadeSince?: string | undefined;
}

/** How far a mapping is. */
export interface Progress extends Remembered {
    readonly mapping: Mapping;
}

/** What a mapping's status is called while the mapping is gone and both its groups are still there. */
const missing = "MISSING";

/** What state keeps. Everything declared is among it, since the next run compares with it. */
export function outputsOf(declared: Declared, { mapping, ...remembered }: Progress): Properties {
    return {
        ...declared,
        ...remembered,
        ...mapping,
        targetGroupName: remembered.targetGroupName ?? declared.targetGroupName,
        // As it was written: Okta may write names otherwise.
        appConfig: declared.appConfig ?? mapping.appConfig,
        errorSummary: errorOf(mapping),
    };
}

/** What state keeps of a mapping as it is found, undefined when it is missing; and how one would declare that. */
export function foundAs(key: Key, olds: Properties, mapping: Mapping | undefined, targetGroupName?: string) {
    const remembered = rememberedIn(olds, mapping);
    const { targetDeclaredBy } = remembered;
    const declared = declaredSchema.parse({
        ...olds,
        appId: key.appId,
        sourceGroupId: key.sourceGroupId,
        targetGroupName: targetDeclaredBy === "name" ? targetGroupName : undefined,
        targetGroupId: targetDeclaredBy === "id" ? key.targetGroupId : undefined,
        appConfig: appConfigOf(olds, mapping),
        status: undefined,
    });
    const gone = {
        mappingId: "",
        status: missing,
        created: textOf(olds["created"]),
        lastUpdated: textOf(olds["lastUpdated"]),
    };
    const live: Mapping = mapping ?? { ...key, ...gone };
    return {
        outputs: outputsOf(declared, { ...remembered, targetGroupName, mapping: live }),
        inputs: {
            ...declared,
            status: live.status,
            // One would declare a mapping that was not pushed yet as one that need not be.
            waitForPush: remembered.awaitsPushSince ? 0 : declared.waitForPush,
        } satisfies Properties,
    };
}

/** What the outputs of an earlier run hold beside the mapping, as far as it still holds for the mapping as it is. */
export function rememberedIn(olds: Properties, mapping: Mapping | undefined): Remembered {
    const since = textOf(olds["awaitsPushSince"]);
    const isAwaited = since !== "" && mapping?.status === "ACTIVE" && !isPushedSince(mapping, since);
    return {
        targetGroupName: textOf(olds["targetGroupName"]) || undefined,
        targetDeclaredBy: isDeclaredByName(olds) ? "name" : "id",
        awaitsPushSince: isAwaited ? since : undefined,
        targetMadeSince: textOf(olds["targetMadeSince"]) || undefined,
    };
}

/** The text, or an empty one. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Without an earlier run there are inputs at most (a resource that is only looked up by its id). */
function isDeclaredByName({ targetDeclaredBy, targetGroupName, targetGroupId }: Properties): boolean {
    if (targetDeclaredBy !== undefined) return targetDeclaredBy === "name";
    return targetGroupName !== undefined && targetGroupId === undefined;
}

function appConfigOf(olds: Properties, mapping: Mapping | undefined): Properties["appConfig"] {
    const { appConfig: kept } = declaredSchema.pick({ appConfig: true }).parse({ appConfig: olds["appConfig"] });
    return isSameAppConfig(mapping?.appConfig, kept) ? (kept ?? mapping?.appConfig) : mapping?.appConfig;
}
