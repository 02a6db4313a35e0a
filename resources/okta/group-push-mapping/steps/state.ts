import type { Properties } from "../../../lifecycle/declared/plain";
import { isSameAppConfig } from "../declared/app-config";
import type { Fixed, LiveMapping } from "../declared/effects";
import { type Declared, declaredSchema, type Key } from "../declared/schema";
import type { Mapping } from "../wire/mapping";
import { errorOf, isPushedSince } from "./await-push";

/** What the outputs hold besides the declaration and the mapping: what no answer about a mapping contains. */
export interface Remembered {
    readonly targetGroupName?: string | undefined;
    readonly targetDeclaredBy: "name" | "id";
    /** A push from this time on is still awaited. */
    readonly awaitsPushSince?: string | undefined;
    /** Present until the target group is known to be ours: created at this time or later (see target-ownership.ts). */
    readonly targetMadeSince?: string | undefined;
    /** Whether the target group counts as one that existed before: "if-created" never deletes it. */
    readonly targetAdopted: boolean;
    /** Whether it does so only because nothing proves that Okta created it for the mapping. */
    readonly targetDoubtful?: true | undefined;
}

/** A mapping, and how far it has come. */
export interface Progress extends Remembered {
    readonly mapping: Mapping;
}

/** The status of a mapping that is gone, or hidden, while it can still be created again or replaced (see gone.ts). */
export const missing = "MISSING";

/** What state keeps. It includes everything declared, since the next run compares with it. */
export function outputsOf(declared: Declared, { mapping, ...remembered }: Progress): Properties {
    return {
        ...declared,
        ...remembered,
        ...mapping,
        targetGroupName: remembered.targetGroupName ?? declared.targetGroupName,
        // As declared: Okta may spell names differently.
        appConfig: declared.appConfig ?? mapping.appConfig,
        errorSummary: errorOf(mapping),
    };
}

/**
 * A status that nobody declares, MISSING or ERROR, which a refresh noted as the mapping's input, and which comes back where inputs are
 * ignored as they are (`ignoreChanges`): it is left, and changes nothing.
 */
export function statusLeft(
    news: Properties,
    olds: Properties,
): { readonly left: Properties; readonly rest: Properties } {
    const { status, ...rest } = news;
    const isDeclared = status === "ACTIVE" || status === "INACTIVE";
    const isLeft = status !== undefined && status === olds["status"] && !isDeclared;
    return isLeft ? { left: { status }, rest } : { left: {}, rest: news };
}

/** The outputs and inputs of a mapping as it was found; undefined stands for one that is missing. */
export function foundAs(key: Key, olds: Properties, mapping: Mapping | undefined, targetGroupName?: string) {
    const remembered = rememberedIn(olds, mapping);
    const { targetDeclaredBy } = remembered;
    const there: Readonly<Record<keyof (Fixed & LiveMapping), unknown>> = {
        appId: key.appId,
        sourceGroupId: key.sourceGroupId,
        targetGroupName: targetDeclaredBy === "name" ? targetGroupName : undefined,
        targetGroupId: targetDeclaredBy === "id" ? key.targetGroupId : undefined,
        appConfig: appConfigOf(olds, mapping),
        // May be one that cannot be declared.
        status: undefined,
    };
    const declared = declaredSchema.parse({ ...olds, ...there });
    const gone = {
        mappingId: "",
        status: missing,
        created: textOf(olds["created"]),
        lastUpdated: textOf(olds["lastUpdated"]),
    };
    const live: Mapping = mapping ? quiet(mapping, olds, remembered) : { ...key, ...gone };
    return {
        outputs: outputsOf(declared, { ...remembered, targetGroupName, mapping: live }),
        inputs: {
            ...declared,
            ...({ status: live.status } satisfies Record<keyof LiveMapping, unknown>),
            // A mapping that was not pushed yet is what a declaration without waiting gives.
            waitForPush: remembered.awaitsPushSince ? 0 : declared.waitForPush,
        } satisfies Properties,
    };
}

/**
 * The mapping with the times that state has, unless something else about it changed: each push moves them, and a refresh would
 * show every change of members as drift of the mapping.
 */
function quiet(mapping: Mapping, olds: Properties, { awaitsPushSince }: Remembered): Mapping {
    const { mappingId, status, lastUpdated, lastPush } = olds;
    const isKnown =
        mapping.mappingId === mappingId &&
        mapping.status === status &&
        errorOf(mapping) === (textOf(olds["errorSummary"]) || undefined) &&
        awaitsPushSince === (textOf(olds["awaitsPushSince"]) || undefined);
    if (!isKnown || typeof lastUpdated !== "string" || typeof lastPush !== "string" || !mapping.lastPush)
        return mapping;
    return { ...mapping, lastUpdated, lastPush };
}

/** What the outputs of an earlier run hold besides the mapping, as far as it is still true of the mapping as it is now. */
export function rememberedIn(olds: Properties, mapping: Mapping | undefined): Remembered {
    const since = textOf(olds["awaitsPushSince"]);
    const isAwaited = since !== "" && mapping?.status === "ACTIVE" && !isPushedSince(mapping, since);
    return {
        targetGroupName: textOf(olds["targetGroupName"]) || undefined,
        targetDeclaredBy: isDeclaredByName(olds) ? "name" : "id",
        awaitsPushSince: isAwaited ? since : undefined,
        targetMadeSince: textOf(olds["targetMadeSince"]) || undefined,
        // A state that does not say it proves nothing.
        targetAdopted: olds["targetAdopted"] !== false,
        targetDoubtful: olds["targetDoubtful"] === true ? true : undefined,
    };
}

/** The string, or an empty one for anything else. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** Without an earlier run there are at most inputs (a resource that is looked up by its id alone). */
function isDeclaredByName({ targetDeclaredBy, targetGroupName, targetGroupId }: Properties): boolean {
    if (targetDeclaredBy !== undefined) return targetDeclaredBy === "name";
    return targetGroupName !== undefined && targetGroupId === undefined;
}

function appConfigOf(olds: Properties, mapping: Mapping | undefined): Properties["appConfig"] {
    const { appConfig: kept } = declaredSchema.pick({ appConfig: true }).parse({ appConfig: olds["appConfig"] });
    return isSameAppConfig(mapping?.appConfig, kept) ? (kept ?? mapping?.appConfig) : mapping?.appConfig;
}
