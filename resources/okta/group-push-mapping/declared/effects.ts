import { isDeepStrictEqual } from "node:util";
import { existingIdKey, type Properties } from "../../../lifecycle/declared/plain";
import { type Differences, differences, type Effects, type Having } from "../../../lifecycle/diff";
import { isSameAppConfig } from "./app-config";
import type { Declared } from "./schema";

/** What a change of each property does. Only `status` can change on a mapping (docs/contracts/okta-api.md 1.4). */
const effects = {
    appId: "replace",
    sourceGroupId: "replace",
    targetGroupName: "replace",
    targetGroupId: "replace",
    appConfig: "replace",
    status: "update",
    deleteTargetGroupOnDestroy: "store",
    shared: "store",
    // An update only while a step of creating the mapping is unfinished, see `isSame`.
    onExistingTarget: "store",
    waitForPush: "store",
    onExistingMapping: "nothing",
    [existingIdKey]: "nothing",
} as const satisfies Effects<Declared>;

/** What can change on a mapping. */
export type LiveMapping = Having<Declared, typeof effects, "update">;

/** That part of a declaration. */
export const liveOf = ({ status }: Pick<Declared, keyof LiveMapping>): LiveMapping => ({ status });

/** What makes a mapping the one that it is: no request changes it. */
export type Fixed = Having<Declared, typeof effects, "replace">;

/** What an answer about a mapping has to hold of a declaration (docs/contracts/okta-api.md 1.6). */
export type Answered = LiveMapping & Omit<Fixed, "appId" | "targetGroupName">;

/** All that a mapping is created with. */
export type Created = Pick<Declared, keyof (LiveMapping & Fixed)>;

/** What is there (outputs) against what is declared (checked inputs). */
export function compared(olds: Properties, news: Properties): Differences {
    // A push that others may use is the one that its source has, whatever its group was called when it was made.
    const isNamed = news["shared"] === true && news["targetGroupId"] === undefined;
    return differences(effects, olds, isNamed ? { ...news, targetGroupName: olds["targetGroupName"] } : news, isSame);
}

/** Whether a push that others may use is replaced by one from another source to another name: there is room for both. */
export const isMadeBeside = (olds: Properties, news: Properties): boolean =>
    news["shared"] === true &&
    news["sourceGroupId"] !== olds["sourceGroupId"] &&
    news["targetGroupName"] !== undefined &&
    news["targetGroupName"] !== olds["targetGroupName"];

/** An unfinished step shows as a change of the property it belongs to, so that a plan names it. */
function isSame(property: string, there: unknown, declared: unknown, olds: Properties): boolean {
    switch (property) {
        case "targetGroupName":
        case "targetGroupId":
            // A target is declared by name or by id; the other one is an output only.
            return declared === undefined || there === declared;
        case "appConfig":
            return isSameAppConfig(there as Declared["appConfig"], declared as Declared["appConfig"]);
        case "onExistingTarget":
            return olds["targetMadeSince"] === undefined;
        case "waitForPush":
            return olds["awaitsPushSince"] === undefined || declared === 0;
        default:
            return isDeepStrictEqual(there, declared);
    }
}

/** True when only that changed which matters when the mapping is deleted, and which Okta does not store. */
export function isForLater(olds: Properties, declared: Declared): boolean {
    const { update, replace } = compared(olds, declared);
    const later: readonly string[] = ["deleteTargetGroupOnDestroy", "shared"];
    return replace.length === 0 && update.length > 0 && update.every((property) => later.includes(property));
}

/** The declared properties that Okta does not store. */
export const rulesOf = (
    declared: Declared,
): Omit<Having<Declared, typeof effects, "store" | "nothing">, typeof existingIdKey> => {
    const { deleteTargetGroupOnDestroy, shared, onExistingTarget, onExistingMapping, waitForPush } = declared;
    return { deleteTargetGroupOnDestroy, shared, onExistingTarget, onExistingMapping, waitForPush };
};
