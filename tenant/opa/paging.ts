import type { Answer } from "../http/answer";
import type { OpaContext } from "./context";
import { invalid } from "./errors";

/** 100 to a page by default, the related API's number (docs/contracts/opa-api.md 6.1). */
const defaultCount = 100;

/** The maximum number of rows on a page, whatever the client asks for. */
const maxCount = 1000;

interface Row {
    readonly seq: number;
}

/** The list of an operation that does not page today but may start to (docs/contracts/opa-api.md 6.1). */
export function listOf<R extends Row>(context: OpaContext, rows: readonly R[], onWire: (row: R) => unknown): Answer {
    const isPaged = context.world.settings.wholeLists === "paged";
    return isPaged ? pageOf(context, rows, onWire) : answerOf(context, rows, onWire);
}

/** An empty list may also be missing or null in the answer (docs/contracts/opa-api.md 0.2). */
function answerOf<R>({ world }: OpaContext, rows: readonly R[], onWire: (row: R) => unknown): Answer {
    const empty = { empty: { list: [] }, null: { list: null }, absent: {} }[world.settings.emptyLists];
    return { status: 200, body: rows.length > 0 ? { list: rows.map(onWire) } : empty };
}

/** The requested page, with links to the next and the previous one where there are any. */
export function pageOf<R extends Row>(context: OpaContext, rows: readonly R[], onWire: (row: R) => unknown): Answer {
    const { query } = context.call;
    const isDescending = query.get("descending") === "true";
    const ordered = [...rows].sort((one, other) => (isDescending ? other.seq - one.seq : one.seq - other.seq));
    const count = countOf(context);
    const start = startOf(context, ordered, count);
    const page = ordered.slice(start, start + count);
    const links = [
        ...(start + count < ordered.length ? [link(context, "next", page.at(-1))] : []),
        ...(start > 0 ? [link(context, "prev", page[0])] : []),
    ];
    return { ...answerOf(context, page, onWire), headers: linkHeader(context, links) };
}

function linkHeader({ world }: OpaContext, links: string[]): Record<string, string | string[]> {
    if (links.length === 0) return {};
    return { Link: world.settings.linkLines === "several" ? links : links.join(", ") };
}

function countOf(context: OpaContext): number {
    const text = context.call.query.get("count");
    if (text === null) return defaultCount;
    const count = Number(text);
    if (Number.isInteger(count) && count >= 1) return Math.min(count, maxCount);
    throw invalid(context.world.settings, { path: "count", message: "count must be a positive number" });
}

/** The index where the page begins: behind the row that the offset names, or `count` rows before it for `prev`. */
function startOf(context: OpaContext, ordered: readonly Row[], count: number): number {
    const offset = context.call.query.get("offset");
    if (offset === null) return 0;
    const match = /^row (\d+)$/.exec(Buffer.from(offset, "base64url").toString());
    if (!match) throw invalid(context.world.settings, { path: "offset", message: "offset is not valid" });
    const seq = Number(match[1]);
    const isDescending = context.call.query.get("descending") === "true";
    const isBehind = (row: Row) => (isDescending ? row.seq < seq : row.seq > seq);
    if (context.call.query.get("prev") !== "true") {
        const next = ordered.findIndex(isBehind);
        return next < 0 ? ordered.length : next;
    }
    const here = ordered.findIndex((row) => row.seq === seq || isBehind(row));
    return Math.max(0, (here < 0 ? ordered.length : here) - count);
}

function link({ call, world }: OpaContext, rel: "next" | "prev", row: Row | undefined): string {
    const query = new URLSearchParams(call.query);
    query.set("offset", Buffer.from(`row ${row?.seq ?? 0}`).toString("base64url"));
    if (rel === "prev") query.set("prev", "true");
    else query.delete("prev");
    return `<${world.baseUrl}${call.url.pathname}?${query}>; rel="${rel}"`;
}
