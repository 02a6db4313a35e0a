import type { Send } from "../../http/send";
import { type Checked, checked } from "../../lifecycle/check";
import type { Found, Kind, Made, Verdict } from "../../lifecycle/kind";
import type { Properties } from "../../lifecycle/plain";
import { chooseApp } from "./app-candidates";
import { mappingsOf } from "./app-mappings";
import { getGroup } from "./apps-and-groups";
import { compared, isForLater, rulesOf } from "./effects";
import { establish, linkAgain } from "./establish";
import { finish, pushOwed } from "./finish";
import { isGoneForGood } from "./gone";
import { goesWithMapping, leftTarget, refuseForeignTarget, withOwnTarget } from "./own-target";
import { remove, sayWhatStays } from "./remove";
import { type Declared, declaredSchema, idOf, type Key, keyOf } from "./schema";
import { foundAs, type Progress, rememberedIn, textOf } from "./state";

/**
 * The provider of group push mappings. `connect` is called late: requests need credentials, plans do not. `secondMs` is
 * how long a second of waiting lasts: tests shorten it.
 */
export function groupPushMapping(connect: () => Send, secondMs = 1000): Kind {
    const mappingsIn = ({ appId }: Pick<Key, "appId">) => mappingsOf(connect(), appId, secondMs);
    return {
        check(news, olds = {}) {
            const { declared, mistakes: ofApp } = chooseApp(news, olds);
            const { inputs, mistakes } = checked(declaredSchema, declared);
            return { inputs, mistakes: [...ofApp, ...mistakes, ...targetMistakes(news)] } satisfies Checked;
        },

        diff(olds, news): Verdict {
            const { update, replace } = compared(olds, news);
            return {
                changes: update.length + replace.length > 0,
                replaces: replace,
                // One source has one mapping per app, one target one source, so the old mapping is deleted first, unless
                // the app changes: then access through the old app lasts until the new mapping exists.
                deleteBeforeReplace: !replace.includes("appId"),
            };
        },

        async create(inputs, claim, replaced): Promise<Made> {
            const declared = declaredSchema.parse(inputs);
            const mappings = mappingsIn(declared);
            const ours = leftTarget(replaced, declared);
            const { mapping, ...target } = await establish(mappings, declared, ours);
            claim(idOf({ ...declared, ...mapping }));
            const progress: Progress = {
                mapping,
                ...target,
                targetDeclaredBy: declaredBy(declared),
                awaitsPushSince: mapping.status === "ACTIVE" ? mapping.created : undefined,
            };
            return finish(mappings, declared, await withOwnTarget(mappings, declared, progress, ours));
        },

        async read(id, outputs): Promise<Found | undefined> {
            const key = keyOf(id);
            const mappings = mappingsIn(key);
            const mapping = await mappings.find(key, textOf(outputs["mappingId"]));
            if (!mapping && (await isGoneForGood(mappings.send, key, outputs))) return undefined;
            const name = textOf(outputs["targetGroupName"]) || (await getGroup(mappings.send, key.targetGroupId))?.name;
            return { id, ...foundAs(key, outputs, mapping, name) };
        },

        async update(id, olds, news): Promise<Properties> {
            const key = keyOf(id);
            const declared = declaredSchema.parse(news);
            if (isForLater(olds, declared)) {
                return { ...olds, ...rulesOf(declared), targetAdopted: rememberedIn(olds, undefined).targetAdopted };
            }
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
            const isTargetToGo = await goesWithMapping(mappings.send, key, outputs);
            if (mapping) await remove(mappings, mapping, isTargetToGo);
            else if (isTargetToGo) await sayWhatStays(mappings.send, key);
        },
    };
}

function targetMistakes(news: Properties): Checked["mistakes"] {
    const given = ["targetGroupName", "targetGroupId"].filter(
        (property) => (news[property] ?? undefined) !== undefined,
    );
    if (given.length === 1) return [];
    const said =
        given.length === 0
            ? "neither targetGroupName nor targetGroupId is declared"
            : "targetGroupName and targetGroupId are both declared";
    return [{ property: "targetGroupName", reason: `${said}. Declare exactly one of them.` }];
}

const declaredBy = ({ targetGroupName }: Declared) => (targetGroupName === undefined ? "id" : "name");
