import { z } from "zod";
import type { Answer } from "../http/answer";
import { Refusal } from "../http/refusal";
import type { GroupPushMapping } from "../store/okta-records";
import type { OktaContext, OktaRoute } from "./context";
import { errorAnswer, invalid } from "./errors";
import { parseExpression, type Vocabulary } from "./expression";
import { type Paging, pageOf } from "./paging";
import { type LoggedEntity, type LoggedEvent, type LoggedType, loggedGroup, loggedUser, system } from "./system-log";

const path = "/api/v1/logs";

/** The System Log: what happened, who did it and when (docs/contracts/okta-api.md 2.6). */
export const logRoutes: readonly OktaRoute[] = [
    { method: "GET", path, scopes: ["okta.logs.read"], answer: listEvents },
];

const dayMs = 86_400_000;

/** The default of `since`, and the furthest back that it may be. */
const [usualDays, mostDays] = [7, 180];

const paging: Paging = {
    defaultLimit: 100,
    minLimit: 0,
    maxLimit: 1000,
    kept: ["since", "until", "filter", "q", "sortOrder"],
};

const filterable: Vocabulary = new Map(
    ["eventType", "target.id", "actor.id"].map((name): [string, string[]] => [name, ["eq", "sw", "co"]]),
);

/** Lists what was published in a time. */
function listEvents({ call, world }: OktaContext): Answer {
    const { query } = call;
    const nowMs = world.clock.nowMs();
    const untilMs = timeIn(query.get("until"), "until") ?? nowMs;
    const sinceMs = timeIn(query.get("since"), "since") ?? untilMs - usualDays * dayMs;
    if (sinceMs < nowMs - mostDays * dayMs)
        throw new Refusal(
            errorAnswer(
                "parameter",
                `Invalid parameter: The since parameter is over ${mostDays} days prior to the current day.`,
            ),
        );
    const order = query.get("sortOrder") ?? "ASCENDING";
    if (order !== "ASCENDING" && order !== "DESCENDING") throw invalid("sortOrder", "sortOrder: Unknown");
    const isWanted = wanted(query.get("filter"), query.get("q"));
    const found = world.systemLog.events.filter(
        (event) => event.publishedMs >= sinceMs && event.publishedMs <= untilMs && isWanted(event),
    );
    const inOrder = order === "ASCENDING" ? found : found.reverse();
    // Pages go by the place in the list.
    const rows = inOrder.map((event, seq) => ({ id: event.id, seq, event }));
    return pageOf(call, world.baseUrl, rows, paging, ({ event }) => onWire(event));
}

function timeIn(text: string | null, name: string): number | undefined {
    if (text === null || text === "") return undefined;
    if (z.iso.datetime({ offset: true }).safeParse(text).success) return Date.parse(text);
    throw invalid(
        name,
        `${name}: The date format in your query is not recognized. Please enter dates using ISO8601 string format.`,
    );
}

/** Whether an event fits the filter, for one of its targets each comparison, and has all keywords. */
function wanted(filter: string | null, q: string | null): (event: LoggedEvent) => boolean {
    const test = filter === null ? () => true : parseExpression(filter, filterable);
    const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    return (event) => {
        const text = JSON.stringify(onWire(event)).toLowerCase();
        const ids = event.targets.map(({ id }) => id);
        const isMatch = test({ eventType: event.type, "target.id": ids, "actor.id": event.actor.id });
        return isMatch && words.every((word) => text.includes(word));
    };
}

function onWire({ id, publishedMs, type, message, actor, targets }: LoggedEvent): Record<string, unknown> {
    const named = (entity: LoggedEntity) => ({ ...entity, detailEntry: null });
    return {
        actor: named(actor),
        displayMessage: message,
        eventType: type,
        outcome: { result: "SUCCESS" },
        published: new Date(publishedMs).toISOString(),
        severity: "INFO",
        uuid: id,
        version: "0",
        target: targets.map(named),
    };
}

/** Notes what a call did. */
export function logged(context: OktaContext, type: LoggedType, ...targets: readonly LoggedEntity[]): void {
    const { world } = context;
    world.systemLog.record(type, world.clock.nowMs(), actorOf(context), targets);
}

/** Notes what a call did to a mapping. Which targets such an event names is not known (docs/contracts/okta-api.md 2.6). */
export function loggedMapping(
    context: OktaContext,
    type: LoggedType,
    { appId, sourceGroupId, targetGroupId }: GroupPushMapping,
): void {
    const { store, settings } = context.world;
    const app = store.apps.get(appId);
    const named = app ? [{ id: appId, type: "AppInstance", alternateId: app.label, displayName: app.label }] : [];
    const groups = [sourceGroupId, targetGroupId].flatMap((id) => store.groups.get(id) ?? []).map(loggedGroup);
    logged(context, type, ...named, ...(settings.pushEventTargets === "app-and-groups" ? groups : []));
}

/** Who calls, as events name them. */
export function actorOf({ world: { store }, caller }: OktaContext): LoggedEntity {
    const user = caller.login === undefined ? undefined : store.userWithLogin(caller.login);
    if (user) return loggedUser(user);
    const { name } = caller;
    return store.oauthClients.has(name)
        ? { id: name, type: "PublicClientApp", alternateId: name, displayName: name }
        : system;
}
