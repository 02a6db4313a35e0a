import type { Answer, Call } from "../http/answer";
import { invalid } from "./errors";

/** How one list pages. */
export interface Paging {
    readonly defaultLimit: number;
    readonly maxLimit: number;
    readonly minLimit?: number;
    /** Query parameters that the links repeat. */
    readonly kept: readonly string[];
    /** Query parameters that only the `next` link repeats. */
    readonly keptInNext?: readonly string[];
    /** Whether the `self` link names the limit even when the request did not. */
    readonly alwaysNamesLimit?: boolean;
    /** The cursor that continues after a row; opaque when absent. */
    readonly cursorOf?: (row: Row) => string;
    /** The `seq` for an id that is used as a cursor; when absent, the id is looked up among the rows. */
    readonly seqOf?: (id: string) => number | undefined;
}

interface Row {
    readonly id: string;
    readonly seq: number;
}

/** The requested page of `rows`, which must be in order of `seq`, with its two `Link` lines. */
export function pageOf<R extends Row>(
    call: Call,
    baseUrl: string,
    rows: readonly R[],
    paging: Paging,
    onWire: (row: R) => unknown,
): Answer {
    const limit = limitOf(call, paging);
    const afterSeq = seqAfter(
        call.query.get("after"),
        paging.seqOf ?? ((cursor) => rows.find(({ id }) => id === cursor)?.seq),
    );
    const rest = afterSeq === undefined ? rows : rows.filter((row) => row.seq > afterSeq);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    const self = [...repeated(call, ["after"]), ...limitIn(call, paging, limit), ...repeated(call, paging.kept)];
    const links = [link(call, baseUrl, self, "self")];
    if (last && rest.length > limit) {
        const cursor = (paging.cursorOf ?? opaqueCursor)(last);
        const kept = repeated(call, [...paging.kept, ...(paging.keptInNext ?? [])]);
        links.push(link(call, baseUrl, [["after", cursor], ["limit", String(limit)], ...kept], "next"));
    }
    // Two separate header lines, never one joined with a comma (docs/contracts/okta-api.md 2.4).
    return { status: 200, body: page.map(onWire), headers: { Link: links } };
}

/** A cursor whose content means nothing to the client. */
export function opaqueCursor(row: Row): string {
    return Buffer.from(`after ${row.seq}`).toString("base64url");
}

type Query = [name: string, value: string][];

function repeated(call: Call, names: readonly string[]): Query {
    return names.flatMap((name) => call.query.getAll(name).map((value): [string, string] => [name, value]));
}

function limitIn(call: Call, paging: Paging, limit: number): Query {
    return paging.alwaysNamesLimit || call.query.has("limit") ? [["limit", String(limit)]] : [];
}

function link(call: Call, baseUrl: string, query: Query, rel: string): string {
    const text = new URLSearchParams(query).toString();
    return `<${baseUrl}${call.url.pathname}${text ? `?${text}` : ""}>; rel="${rel}"`;
}

/** How many rows are requested; throws the API's error when the number is not valid. */
export function limitOf(call: Call, paging: Pick<Paging, "defaultLimit" | "minLimit" | "maxLimit">): number {
    const text = call.query.get("limit");
    if (text === null) return paging.defaultLimit;
    const limit = Number(text);
    const lowest = paging.minLimit ?? 1;
    if (!Number.isInteger(limit) || limit < lowest || limit > paging.maxLimit) {
        throw invalid("limit", `limit: must be between ${lowest} and ${paging.maxLimit}.`);
    }
    return limit;
}

function seqAfter(cursor: string | null, seqOf: (id: string) => number | undefined): number | undefined {
    if (!cursor) return undefined;
    const seq = seqOf(cursor);
    if (seq !== undefined) return seq;
    const match = /^after (\d+)$/.exec(Buffer.from(cursor, "base64url").toString());
    if (!match) throw invalid("after", "after: The cursor is not valid.");
    return Number(match[1]);
}
