import { isDeepStrictEqual } from "node:util";
import { ApiFailure } from "../../http/api-failure";
import type { Send } from "../../http/send";
import { type Checked, checked } from "../../lifecycle/check";
import { differences, type Effects } from "../../lifecycle/diff";
import type { Found, Kind, Made, Verdict } from "../../lifecycle/kind";
import { isNotFound } from "../../lifecycle/not-found";
import type { Properties } from "../../lifecycle/plain";
import { keeping, messageOf } from "../../lifecycle/unfinished";
import { deleteMapping, getGroup, getMapping, listMappings, setStatus } from "./calls";
import { converge } from "./converge";
import { establish, link } from "./establish";
import { type Declared, declaredSchema, idOf, type Key, keyOf, type Mapping } from "./schema";

/** What a change of each property does. Only `status` can change on a mapping (contracts/okta-api.md 1.4). */
const effects: Effects<Declared> = {
    appId: "replace",
    sourceGroupId: "replace",
    targetGroupName: "replace",
    targetGroupId: "replace",
    appConfig: "replace",
    status: "update",
    deleteTargetGroupOnDestroy: "update",
    onExistingTarget: "nothing",
    onExistingMapping: "nothing",
    waitForPush: "nothing",
};

/** What a mapping's status is called while the mapping is gone and its target group is still there. */
const missing = "MISSING";

/** The life of a group push mapping. `connect` is called late: credentials are needed for calls, not for plans. */
export function groupPushMapping(connect: () => Send): Kind {
    return {
        check(news) {
            const { inputs, mistakes } = checked(declaredSchema, news);
            return { inputs, mistakes: [...mistakes, ...targetMistakes(news)] } satisfies Checked;
        },

        diff(olds, news): Verdict {
            const { update, replace } = differences(effects, olds, news, (property, there, declared) =>
                // A target is declared by name or by id; the way that is not used is an output only.
                declared === undefined && property.startsWith("targetGroup")
                    ? true
                    : isDeepStrictEqual(there, declared),
            );
            return {
                changes: update.length + replace.length > 0,
                replaces: replace,
                // One source has one mapping per app, one target one source: the old one must make room, unless the
                // app changes. Then access through the old app lasts until the new mapping stands.
                deleteBeforeReplace: replace.length > 0 && !replace.includes("appId"),
            };
        },

        async create(inputs): Promise<Made> {
            const send = connect();
            const declared = declaredSchema.parse(inputs);
            const { mapping, targetGroupName } = await establish(send, declared);
            const targetDeclaredBy = declared.targetGroupName === undefined ? "id" : "name";
            return finished(send, declared, mapping, { targetGroupName, targetDeclaredBy });
        },

        async read(id, outputs): Promise<Found | undefined> {
            const send = connect();
            const key = keyOf(id);
            const mapping = await live(send, key, outputs["mappingId"]);
            if (!mapping && (await lostForGood(send, key))) return undefined;
            const inputs = asDeclared(key, outputs, mapping);
            const seen = mapping ?? { ...timesOf(outputs), mappingId: "", targetGroupId: key.targetGroupId };
            return { id, inputs, outputs: { ...kept(outputs), ...inputs, ...seen } };
        },

        async update(id, olds, news): Promise<Properties> {
            const send = connect();
            const key = keyOf(id);
            const declared = declaredSchema.parse(news);
            const found = await live(send, key, olds["mappingId"]);
            const mapping = found ?? (await link(send, declared, key.targetGroupId));
            return (await finished(send, declared, mapping, kept(olds))).outputs;
        },

        async delete(id, outputs) {
            const send = connect();
            const key = keyOf(id);
            const mapping = await live(send, key, outputs["mappingId"]);
            if (mapping) await remove(send, key, mapping, outputs["deleteTargetGroupOnDestroy"] === true);
        },
    };
}

function targetMistakes(news: Properties): Checked["mistakes"] {
    const given = ["targetGroupName", "targetGroupId"].filter((property) => news[property] !== undefined);
    if (given.length === 1) return [];
    const said = given.length === 0 ? "neither targetGroupName nor targetGroupId is declared" : "both are declared";
    return [
        { property: "targetGroupName", reason: `${said}. Declare exactly one of targetGroupName and targetGroupId.` },
    ];
}

async function finished(send: Send, declared: Declared, mapping: Mapping, about: Properties): Promise<Made> {
    const id = idOf({ ...declared, ...mapping });
    let now = mapping;
    const outputs = () => ({ ...declared, ...about, ...now });
    await keeping(id, outputs, () =>
        converge(send, declared, mapping, (seen) => {
            now = seen;
        }),
    );
    return { id, outputs: outputs() };
}

/** What no answer about a mapping says: the target's name, and how it was declared. */
const kept = ({ targetGroupName, targetDeclaredBy }: Properties): Properties => ({ targetGroupName, targetDeclaredBy });

const timesOf = ({ created, lastUpdated }: Properties): Properties => ({ created, lastUpdated });

/** The mapping under its key, whatever id it has now. Undefined only when the app's list, which was read, lacks it. */
async function live(send: Send, key: Key, mappingId: unknown): Promise<Mapping | undefined> {
    const known = typeof mappingId === "string" && mappingId ? await getMapping(send, key.appId, mappingId) : undefined;
    if (known) return known;
    const ofSource = await listMappings(send, key.appId, { sourceGroupId: key.sourceGroupId });
    return ofSource.find((one) => one.targetGroupId === key.targetGroupId);
}

async function lostForGood(send: Send, { sourceGroupId, targetGroupId }: Key): Promise<boolean> {
    const ends = await Promise.all([getGroup(send, sourceGroupId), getGroup(send, targetGroupId)]);
    return ends.includes(undefined);
}

/** The live mapping as one would declare it; one deleted by hand shows as a status that nobody declares. */
function asDeclared(key: Key, outputs: Properties, mapping: Mapping | undefined): Properties {
    const byName = outputs["targetDeclaredBy"] === "name";
    const declared = declaredSchema.parse({
        ...outputs,
        appId: key.appId,
        sourceGroupId: key.sourceGroupId,
        targetGroupName: byName ? outputs["targetGroupName"] : undefined,
        targetGroupId: byName ? undefined : key.targetGroupId,
        appConfig: mapping ? mapping.appConfig : outputs["appConfig"],
        status: undefined,
    });
    return { ...declared, status: mapping?.status ?? missing };
}

async function remove(
    send: Send,
    { appId }: Key,
    { mappingId, status }: Mapping,
    deleteTarget: boolean,
): Promise<void> {
    // An ERROR mapping may be deleted as it is since 2026.07; before, only an INACTIVE one (contracts/okta-api.md 1.5).
    if (status === "ERROR" && (await accepted(() => deleteMapping(send, appId, mappingId, deleteTarget)))) return;
    if (status !== "INACTIVE" && !(await deactivated(send, appId, mappingId))) return;
    try {
        await deleteMapping(send, appId, mappingId, deleteTarget);
    } catch (failure) {
        if (isNotFound(failure) && (await isGone(send, appId, mappingId))) return;
        throw new Error(
            `Pushing has stopped, but group push mapping ${mappingId} is still there, INACTIVE. ` +
                `Run the same command again to finish. ${messageOf(failure)}`,
        );
    }
}

async function accepted(ask: () => Promise<void>): Promise<boolean> {
    try {
        await ask();
        return true;
    } catch (failure) {
        if (failure instanceof ApiFailure && failure.kind === "rejected") return false;
        throw failure;
    }
}

/** False when there is no mapping left to deactivate. */
async function deactivated(send: Send, appId: string, mappingId: string): Promise<boolean> {
    try {
        await setStatus(send, appId, mappingId, "INACTIVE");
        return true;
    } catch (failure) {
        if (isNotFound(failure) && (await isGone(send, appId, mappingId))) return false;
        throw failure;
    }
}

/** A 404 may mean the app as well: only its list proves that the mapping is gone. */
async function isGone(send: Send, appId: string, mappingId: string): Promise<boolean> {
    return (await listMappings(send, appId)).every((one) => one.mappingId !== mappingId);
}
