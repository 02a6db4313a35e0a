import { isDeepStrictEqual } from "node:util";
import type { Send } from "../../http/send";
import { type Checked, checked } from "../../lifecycle/check";
import { type Differences, differences, type Effects } from "../../lifecycle/diff";
import type { Found, Kind, Made, Verdict } from "../../lifecycle/kind";
import type { Properties } from "../../lifecycle/plain";
import { mappingsOf } from "./app-mappings";
import { isSameAppConfig } from "./compare";
import { establish, linkAgain } from "./establish";
import { finish, pushOwed } from "./finish";
import { getGroup } from "./neighbours";
import { isOurs, refuseForeignTarget, withOwnTarget } from "./own-target";
import { foundAs, type Progress, rememberedIn, textOf } from "./progress";
import { remove, sayWhatStays } from "./remove";
import { type AppConfig, type Declared, declaredSchema, type Key, keyOf } from "./schema";

/** What a change of each property does. Only `status` can change on a mapping (contracts/okta-api.md 1.4). */
const effects: Effects<Declared> = {
    appId: "replace",
    sourceGroupId: "replace",
    targetGroupName: "replace",
    targetGroupId: "replace",
    appConfig: "replace",
    status: "update",
    deleteTargetGroupOnDestroy: "update",
    // An update only while something is left over from making the mapping, see `isSame`.
    onExistingTarget: "update",
    waitForPush: "update",
    onExistingMapping: "nothing",
};

/**
 * The life of a group push mapping. `connect` is called late: credentials are needed for calls, not for plans.
 * `secondMs` is how long a second of waiting lasts: tests make it short.
 */
export function groupPushMapping(connect: () => Send, secondMs = 1000): Kind {
    const mappingsIn = ({ appId }: Pick<Key, "appId">) => mappingsOf(connect(), appId, secondMs);
    return {
        check(news) {
            const { inputs, mistakes } = checked(declaredSchema, news);
            return { inputs, mistakes: [...mistakes, ...targetMistakes(news)] } satisfies Checked;
        },

        diff(olds, news): Verdict {
            const { update, replace } = compared(olds, news);
            return {
                changes: update.length + replace.length > 0,
                replaces: replace,
                // One source has one mapping per app, one target one source: the old one must make room, unless the
                // app changes. Then access through the old app lasts until the new mapping stands.
                deleteBeforeReplace: replace.length > 0 && !replace.includes("appId"),
            };
        },

        async create(inputs): Promise<Made> {
            const declared = declaredSchema.parse(inputs);
            const mappings = mappingsIn(declared);
            const { mapping, targetMadeSince } = await establish(mappings, declared);
            const progress = await withOwnTarget(mappings, declared, {
                mapping,
                targetMadeSince,
                targetDeclaredBy: declaredBy(declared),
                awaitsPushSince: mapping.created,
            });
            return finish(mappings, declared, progress);
        },

        async read(id, outputs): Promise<Found | undefined> {
            const key = keyOf(id);
            const mappings = mappingsIn(key);
            const mapping = await mappings.find(key, textOf(outputs["mappingId"]));
            if (!mapping && (await isLostForGood(mappings.send, key))) return undefined;
            const name = textOf(outputs["targetGroupName"]) || (await getGroup(mappings.send, key.targetGroupId))?.name;
            return { id, ...foundAs(key, outputs, mapping, name) };
        },

        async update(id, olds, news): Promise<Properties> {
            const key = keyOf(id);
            const declared = declaredSchema.parse(news);
            if (isForLater(olds, declared)) return { ...olds, ...rulesOf(declared) };
            const mappings = mappingsIn(key);
            const found = await mappings.find(key, textOf(olds["mappingId"]));
            if (!found) await refuseForeignTarget(mappings, declared, key, rememberedIn(olds, found));
            const mapping = found ?? (await linkAgain(mappings, declared, key.targetGroupId));
            const remembered = rememberedIn(olds, mapping);
            const progress: Progress = {
                ...remembered,
                mapping,
                targetDeclaredBy: declaredBy(declared),
                awaitsPushSince: remembered.awaitsPushSince ?? (found ? pushOwed(found, olds) : mapping.created),
            };
            const start = remembered.targetMadeSince ? await withOwnTarget(mappings, declared, progress) : progress;
            return (await finish(mappings, declared, start)).outputs;
        },

        async delete(id, outputs) {
            const key = keyOf(id);
            const mappings = mappingsIn(key);
            const mapping = await mappings.find(key, textOf(outputs["mappingId"]));
            const isTargetToGo = outputs["deleteTargetGroupOnDestroy"] === true;
            if (!mapping) return isTargetToGo ? sayWhatStays(mappings.send, key) : undefined;
            await remove(mappings, mapping, isTargetToGo && (await isOurs(mappings.send, key, outputs)));
        },
    };
}

function compared(olds: Properties, news: Properties): Differences {
    return differences(effects, olds, news, isSame);
}

/** What was left over from making the mapping shows at the property it belongs to, so that a plan names it. */
function isSame(property: string, there: unknown, declared: unknown, olds: Properties): boolean {
    switch (property) {
        case "targetGroupName":
        case "targetGroupId":
            // A target is declared by name or by id; the way that is not used is an output only.
            return declared === undefined || there === declared;
        case "appConfig":
            return isSameAppConfig(there as AppConfig | undefined, declared as AppConfig | undefined);
        case "onExistingTarget":
            return olds["targetMadeSince"] === undefined;
        case "waitForPush":
            return olds["awaitsPushSince"] === undefined || declared === 0;
        default:
            return isDeepStrictEqual(there, declared);
    }
}

function targetMistakes(news: Properties): Checked["mistakes"] {
    const given = ["targetGroupName", "targetGroupId"].filter(
        (property) => (news[property] ?? undefined) !== undefined,
    );
    if (given.length === 1) return [];
    const said = given.length === 0 ? "neither targetGroupName nor targetGroupId is declared" : "both are declared";
    return [
        { property: "targetGroupName", reason: `${said}. Declare exactly one of targetGroupName and targetGroupId.` },
    ];
}

/** True when nothing changed but what is looked at later, when the mapping is deleted. Okta knows nothing of that. */
function isForLater(olds: Properties, declared: Declared): boolean {
    const { update, replace } = compared(olds, declared);
    return replace.length === 0 && update.length === 1 && update[0] === "deleteTargetGroupOnDestroy";
}

const rulesOf = (declared: Declared): Properties => {
    const { deleteTargetGroupOnDestroy, onExistingTarget, onExistingMapping, waitForPush } = declared;
    return { deleteTargetGroupOnDestroy, onExistingTarget, onExistingMapping, waitForPush };
};

const declaredBy = ({ targetGroupName }: Declared) => (targetGroupName === undefined ? "id" : "name");

/** Without its source or its target there is no mapping to make again: it is gone. */
async function isLostForGood(send: Send, { sourceGroupId, targetGroupId }: Key): Promise<boolean> {
    const ends = await Promise.all([getGroup(send, sourceGroupId), getGroup(send, targetGroupId)]);
    return ends.includes(undefined);
}
