import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";

/** What Okta's System Log tells of something that happened. */
export interface LogEvent {
    /** Okta's name for this kind of event. */
    readonly type: string;
    /** When, as Okta writes it: 2026-11-29T20:10:11.000Z. */
    readonly at: string;
    /** Who did it: a login, where Okta gives one. */
    readonly actor: string;
    /** What it was done to: Okta's ids, and the names that Okta gives. */
    readonly targets: readonly { readonly id: string; readonly name: string }[];
}

/** What is asked of the log. */
export interface LogQuestion {
    /** Okta's ids of what something was done to. */
    readonly targets: readonly string[];
    readonly types: readonly string[];
    readonly sinceMs: number;
    /** Without an end, Okta's list has none either (docs/contracts/okta-api.md 2.6). */
    readonly untilMs: number;
}

const text = z.string().nullish();

const entity = z.object({ id: text, alternateId: text, displayName: text });

const onWire = z.object({
    eventType: z.string(),
    published: z.string(),
    actor: entity,
    target: z.array(entity).nullish(),
});

/** Events in one answer: the most that Okta gives. */
const limit = 1000;

/** Ids in one question, so that its URL stays below 4,000 characters. */
const idsAtOnce = 40;

/** The events of these types in which one of the ids is a target, the latest first. One call for each 40 ids and 1,000 events. */
export async function logEvents(
    send: Send,
    { targets, types, sinceMs, untilMs }: LogQuestion,
): Promise<readonly LogEvent[]> {
    const starts = targets.flatMap((_, index) => (index % idsAtOnce === 0 ? [index] : []));
    const parts = await Promise.all(
        starts.map((start) => {
            const ids = targets.slice(start, start + idsAtOnce);
            const filter = `(${anyOf("eventType", types)}) and (${anyOf("target.id", ids)})`;
            const [since, until] = [sinceMs, untilMs].map((ms) => new Date(ms).toISOString());
            const query = { since, until, filter, sortOrder: "DESCENDING", limit };
            return allPages(send, { method: "GET", path: "/api/v1/logs", query }, eventsFromWire);
        }),
    );
    return parts.flat().sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

const anyOf = (name: string, values: readonly string[]): string =>
    values.map((value) => `${name} eq ${JSON.stringify(value)}`).join(" or ");

const eventsFromWire = (body: unknown): LogEvent[] => z.array(onWire).parse(body).map(eventFromWire);

function eventFromWire({ eventType, published, actor, target }: z.infer<typeof onWire>): LogEvent {
    const targets = (target ?? []).map((one) => ({ id: one.id ?? "", name: nameOf(one) }));
    return { type: eventType, at: published, actor: nameOf(actor), targets };
}

/** Okta writes "unknown" where there is no such name. */
function nameOf({ id, alternateId, displayName }: z.infer<typeof entity>): string {
    const names = [alternateId, displayName, id].filter((one) => one !== "unknown");
    return names.find(Boolean) ?? "nobody whom Okta names";
}
