import type { Send } from "../../http/send";
import { type Checked, checked } from "../../lifecycle/declared/check";
import type { Properties } from "../../lifecycle/declared/plain";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import type { Showing, Shows } from "../../lifecycle/declared/whole";
import type { Found, Kind, Made, Verdict } from "../../lifecycle/kind";
import { existingIdIn, lookedAtExisting } from "../../lifecycle/run/existing";
import type { Replaced, Successor } from "../../lifecycle/run/succession";
import { messageOf } from "../../lifecycle/run/unfinished";
import { getGroup } from "../lookups/by-id";
import type { DeclaredAppConfig } from "./declared/app-config";
import { type Answered, compared, isForLater, isMadeBeside, rulesOf } from "./declared/effects";
import { type Declared, declaredSchema, type Key, keyOf } from "./declared/schema";
import type {
    AppConfig,
    GroupPushMapping,
    GroupPushMappingArgs,
    GroupPushMappingFoundAppArgs,
} from "./group-push-mapping";
import type { ListedGroupPushMapping } from "./list-group-push-mappings";
import { chooseApp } from "./steps/app-candidates";
import { establish, linkAgain } from "./steps/create";
import { remove, sayWhatStays, type TargetFate } from "./steps/delete";
import { existing, requireExisting, takenOver } from "./steps/existing";
import { finish, pushOwed } from "./steps/finish";
import { foundOrGone, goneWithApp, isGoneForGood } from "./steps/gone";
import { formerElsewhere, isPushedOn } from "./steps/moved";
import { nameMistakes, withoutNameTaken } from "./steps/name-taken";
import { type Plan, planned } from "./steps/plan";
import { type Leaving, requireApp } from "./steps/preflight";
import { isKeptForOthers } from "./steps/shared-push";
import { foundAs, type Progress, rememberedIn, statusLeft, textOf } from "./steps/state";
import { goesWithMapping, leftTarget, refuseForeignTarget, withOwnTarget } from "./steps/target-ownership";
import { askNobody, nobodyKnows, type WhoUses } from "./wire/in-opa";
import { type AppMappings, mappingsOf } from "./wire/mapping-list";

/**
 * The provider of group push mappings. `connect` is called late: requests need credentials, plans do not. `ask` asks OPA for its
 * groups: without it, no target group is known to be ours. `whoUses` tells which policies there name a group.
 */
export function groupPushMapping(connect: () => Send, ask = askNobody, whoUses: WhoUses = nobodyKnows): Kind {
    const mappingsIn = ({ appId }: Pick<Key, "appId">) => mappingsOf(connect(), appId);

    /** Throws if the successor would be refused once the mapping, and with it the team's access, is deleted. */
    async function requireCreatable(successor: Properties, replaced: Replaced, leaving: Leaving): Promise<void> {
        // A value that is not known yet cannot be checked: the mapping is deleted because something that it depends on is
        // replaced.
        if (holdsUnknown(successor)) return;
        const declared = declaredSchema.parse(successor);
        const ours = leftTarget(replaced, declared);
        await keptUnless(() => planned(mappingsIn(declared), declared, { ask, ours, leaving, replaced }));
    }

    return {
        declared: declaredSchema satisfies Shows<
            typeof declaredSchema,
            [
                Showing<Declared, GroupPushMappingArgs>,
                Showing<Declared, GroupPushMappingFoundAppArgs>,
                Showing<Declared, GroupPushMapping>,
                Showing<Answered, ListedGroupPushMapping>,
                Showing<DeclaredAppConfig, AppConfig>,
            ]
        >,

        check(news, olds = {}) {
            const { declared, mistakes: ofApp } = chooseApp(withoutNameTaken(news), olds);
            const { left, rest } = statusLeft(declared, olds);
            const { inputs, mistakes } = checked(declaredSchema, rest);
            const all = [...ofApp, ...mistakes, ...targetMistakes(news), ...nameMistakes(news, olds)];
            return { inputs: { ...inputs, ...left }, mistakes: all } satisfies Checked;
        },

        async look(inputs) {
            const { onExistingTarget: _target, waitForPush: _wait, ...compared } = inputs;
            return lookedAtExisting(inputs, [compared], (id, known) => {
                const declared = declaredSchema.parse(known);
                return requireExisting(mappingsIn(declared), declared, id);
            });
        },

        diff(olds, news): Verdict {
            const { update, replace } = compared(olds, news);
            return {
                changes: update.length + replace.length > 0,
                replaces: replace,
                // One source has one mapping per app, and one target has one source, so the old mapping is deleted first, unless
                // the app changes: then access through the old app lasts until the new mapping exists. It lasts as well where
                // others may use the push and another source is pushed to another name.
                deleteBeforeReplace: !replace.includes("appId") && !isMadeBeside(olds, news),
            };
        },

        claimed: (id) => pushOf(keyOf(id)),

        async create(inputs, claim, replaced): Promise<Made> {
            const declared = declaredSchema.parse(inputs);
            const mappings = mappingsIn(declared);
            const ours = leftTarget(replaced, declared);
            const existingId = existingIdIn(declared);
            const plan = await (existingId === undefined
                ? planned(mappings, declared, { ask, ours, replaced })
                : plannedById(mappings, declared, existingId));
            const former = await formerElsewhere(mappings.send, replaced, declared);
            const witness = { app: plan.app, ask, former };
            const found = "adopts" in plan ? plan.adopts.mappingId : undefined;
            claim(pushOf(declared), found === undefined || found !== replaced?.outputs["mappingId"]);
            const { mapping, ...target } =
                existingId !== undefined && "adopts" in plan
                    ? takenOver(declared, plan.adopts)
                    : await establish(mappings, declared, plan, ours);
            const progress: Progress = {
                mapping,
                ...target,
                targetDeclaredBy: declaredBy(declared),
                awaitsPushSince: mapping.status === "ACTIVE" ? mapping.created : undefined,
            };
            return finish(mappings, declared, await withOwnTarget(mappings, declared, progress, witness, ours));
        },

        async read(id, outputs): Promise<Found | undefined> {
            const key = keyOf(id);
            const mappings = mappingsIn(key);
            const mapping = await foundOrGone(mappings, key, outputs);
            if (mapping === goneWithApp) return undefined;
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
            const found = await foundOrGone(mappings, key, olds);
            if (found === goneWithApp) throw new Error(appIsGone(key));
            if (!found) await refuseForeignTarget(mappings, declared, key, rememberedIn(olds, found));
            const mapping = found ?? (await linkAgain(mappings, declared, key.targetGroupId));
            const remembered = rememberedIn(olds, mapping);
            const progress: Progress = {
                ...remembered,
                mapping,
                targetDeclaredBy: declaredBy(declared),
                awaitsPushSince: remembered.awaitsPushSince ?? (found ? pushOwed(found, olds) : mapping.created),
            };
            if (!remembered.targetMadeSince) return (await finish(mappings, declared, progress)).outputs;
            const witness = { app: await requireApp(mappings, declared), ask, former: undefined };
            const start = await withOwnTarget(mappings, declared, progress, witness);
            return (await finish(mappings, declared, start)).outputs;
        },

        async delete(id, outputs, successor) {
            const key = keyOf(id);
            const mappings = mappingsIn(key);
            const mapping = await foundOrGone(mappings, key, outputs);
            if (mapping === goneWithApp) return;
            const isUsedOn = await isPushedOn(mappings.send, key, outputs, successor);
            if (mapping && !isUsedOn && (await isKeptForOthers(mappings.send, mapping, outputs, successor, whoUses)))
                return;
            const isTargetToGo = !isUsedOn && (await goesWithMapping(mappings.send, key, outputs));
            if (mapping && successor?.isMade === false) {
                await requireCreatable(successor.declared, { id, outputs }, { ...mapping, isTargetToGo });
            }
            if (mapping) await remove(mappings, mapping, fateOf(isTargetToGo, successor));
            else if (isTargetToGo && !isUsedNext(outputs, successor)) await sayWhatStays(mappings.send, key);
        },
    };
}

/** The same for a mapping that is taken over by its id. */
async function plannedById(mappings: AppMappings, declared: Declared, mappingId: string): Promise<Plan> {
    const app = await requireApp(mappings, declared);
    return { app, adopts: await existing(mappings, declared, mappingId) };
}

/** What a resource claims: there is one mapping of a source in an app, and which one is known before it is created. */
const pushOf = ({ appId, sourceGroupId }: Pick<Key, "appId" | "sourceGroupId">): string =>
    `the push of group ${sourceGroupId} in app ${appId}`;

function fateOf(isTargetToGo: boolean, successor: Successor | undefined): TargetFate {
    if (!isTargetToGo) return "stays";
    return successor ? "is replaced" : "goes";
}

/** Whether the successor pushes to the same group, or was refused because of it with a message that names it. */
function isUsedNext(outputs: Properties, successor: Successor | undefined): boolean {
    const { targetGroupName: name, targetGroupId: id } = successor?.declared ?? {};
    return successor !== undefined && (name === outputs["targetGroupName"] || id === outputs["targetGroupId"]);
}

function appIsGone({ appId }: Key): string {
    return (
        `App ${appId} does not exist any more, and its group push mappings are gone with it. Run \`pulumi refresh\`, then declare ` +
        "another app, if the appId is written down."
    );
}

async function keptUnless(ask: () => Promise<unknown>): Promise<void> {
    try {
        await ask();
    } catch (failure) {
        throw new Error(`The mapping was not replaced, and pushes on as before. ${messageOf(failure)}`);
    }
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
