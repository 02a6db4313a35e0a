import type { EnginePreview, EngineState } from "../engine/preview";
import type { LogEvent } from "../okta/lookups/log-events";
import type { Drift, DriftedObject } from "./document";

/** What Okta's System Log was found to say, or why it was not read. */
export type LogRead = { readonly events: readonly LogEvent[]; readonly days: number } | { readonly unread: string };

const [added, removed] = ["group.user_membership.add", "group.user_membership.remove"] as const;
const [changedGroup, deletedGroup] = ["group.profile.update", "group.lifecycle.delete"] as const;
const push = "application.provision.group_push";
const [activated, deactivated] = [`${push}.activate_mapping`, `${push}.deactivate_mapping`] as const;
const deletedTarget = `${push}.delete_appgroup`;

/** The types of events that are asked for, all from Okta's catalogue (docs/contracts/okta-api.md 2.6). */
export const eventTypes = [
    ...[added, removed, changedGroup, deletedGroup],
    ...[activated, deactivated, deletedTarget],
] as const;

/** What may have made an object what it is: one of these events, of one of these objects of Okta. */
interface Suspects {
    readonly types: readonly string[];
    readonly ids: readonly string[];
    /** Okta's ids of people, where an event is about one of them. */
    readonly people?: readonly string[];
}

/** Okta's ids of everything that drifted in Okta: what its log is asked for. */
export function idsToAsk(drift: Drift, preview: EnginePreview): readonly string[] {
    return [...new Set(drift.objects.flatMap((one) => suspectsOf(one, preview)).flatMap(({ ids }) => ids))].sort();
}

/** The same, with who did it and when, as far as it is known. Of OPA's objects it is not. */
export function withWho(drift: Drift, preview: EnginePreview, log: LogRead): Drift {
    return { ...drift, objects: drift.objects.map((one) => ({ ...one, by: byWhom(suspectsOf(one, preview), log) })) };
}

function byWhom(suspects: readonly Suspects[], log: LogRead): DriftedObject["by"] {
    if (suspects.length === 0) return { events: [], note: "not known" };
    if ("unread" in log) return { events: [], note: `not known: ${log.unread}` };
    const events = suspects.flatMap((one) => lastOf(one, log.events).map((event) => told(event, one)));
    const silent = `Okta's System Log of the last ${log.days} days says nothing of`;
    if (events.length === 0) return { events, note: `not known: ${silent} it` };
    const wanted = suspects.flatMap(({ people = [] }) => people).length;
    return wanted > events.length ? { events, note: `not known of the others: ${silent} them` } : { events };
}

/** Of each kind, and of each person, the last event: those before it did not make the object what it is now. */
function lastOf({ types, ids, people }: Suspects, events: readonly LogEvent[]): readonly LogEvent[] {
    const isOf = (wanted: readonly string[], { targets }: LogEvent) => targets.some(({ id }) => wanted.includes(id));
    const fitting = events.filter((event) => types.includes(event.type) && isOf(ids, event));
    if (people) return people.flatMap((id) => fitting.find((event) => isOf([id], event)) ?? []);
    return fitting.slice(0, 1);
}

function told({ type, at, actor, targets }: LogEvent, { people }: Suspects): DriftedObject["by"]["events"][number] {
    const whom = people && (targets.find(({ id }) => people.includes(id))?.name ?? null);
    return { at, actor, type, ...(whom === undefined ? {} : { whom }) };
}

function suspectsOf({ urn, type, what }: DriftedObject, { steps }: EnginePreview): readonly Suspects[] {
    const states = steps.filter((one) => one.urn === urn).flatMap(({ oldState }) => oldState ?? []);
    const [was, is] = states;
    const read = readers[type];
    return was && read && what !== "unknown" ? read(was, what === "gone" ? undefined : is) : [];
}

type Reader = (was: EngineState, is: EngineState | undefined) => readonly Suspects[];

const aGroup: Reader = ({ id, outputs }, is) => {
    const ids = texts(id, outputs?.["groupId"]);
    return [{ types: [is ? changedGroup : deletedGroup], ids }];
};

const readers: Readonly<Record<string, Reader>> = {
    "okta:group/group:Group": aGroup,
    "pulumi-nodejs:dynamic/okta:ExistingGroup": aGroup,
    "okta:index/groupMemberships:GroupMemberships"({ inputs }, is) {
        const ids = texts(inputs?.["groupId"]);
        if (!is) return [{ types: [deletedGroup], ids }];
        const [before, now] = [texts(inputs?.["users"]), texts(is.inputs?.["users"])];
        return [
            { types: [added], ids, people: now.filter((one) => !before.includes(one)) },
            { types: [removed], ids, people: before.filter((one) => !now.includes(one)) },
        ];
    },
    "pulumi-nodejs:dynamic/okta:GroupPushMapping"({ inputs, outputs }, is) {
        const ids = texts(inputs?.["sourceGroupId"], outputs?.["targetGroupId"]);
        // Okta's catalogue has no event for a mapping that is deleted: it was deactivated before.
        const ofPush = is ? [activated, deactivated] : [deactivated, deletedTarget];
        return [{ types: is ? ofPush : [...ofPush, deletedGroup], ids }];
    },
};

const texts = (...values: readonly unknown[]): readonly string[] =>
    values.flat().filter((one) => typeof one === "string");
