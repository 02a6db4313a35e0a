import LinkHeader from "http-link-header";
import { readAs, unreadable } from "./failure/read-as";
import type { ApiRequest, ApiResponse, Send } from "./send";
import { earliest, type Moment, now } from "./time/clock";

type Query = NonNullable<ApiRequest["query"]>;

/** More pages than any listing of either API has. It ends a listing that would never end. */
const mostPages = 10_000;

/** A listing, all its pages. */
export interface Pages<Item> {
    readonly items: readonly Item[];
    /** When the first of them was asked for. */
    readonly seenAt: Moment;
    readonly pageCount: number;
}

/**
 * All items of a listing, page after page. Follows `next` by its path and query alone, so always on the configured host,
 * and adds the request's own query to it: Okta drops filters from its links. An empty page is not the end; no `next` is.
 * Throws ApiFailure "unavailable" when pages lead in a circle, or a page cannot be read or may not be the last.
 */
export async function readPages<Item>(
    send: Send,
    request: ApiRequest,
    itemsOf: (body: unknown) => readonly Item[],
): Promise<Pages<Item>> {
    const items: Item[] = [];
    const seen = new Set<string>();
    const moments: Moment[] = [];
    let page: ApiRequest | undefined = request;
    while (page) {
        const key = `${page.path}?${JSON.stringify(page.query ?? {})}`;
        if (seen.has(key) || seen.size >= mostPages)
            throw unreadable(page, "The pages of the listing lead in a circle", 200);
        seen.add(key);
        const askedAt = now();
        const response: ApiResponse = await send(page);
        moments.push(response.sentAt ?? askedAt);
        for (const item of pageIn(request, response, itemsOf)) items.push(item);
        page = nextPage(request, response);
    }
    return { items, seenAt: earliest(moments), pageCount: moments.length };
}

/** The items of a listing, all its pages: see `readPages`. */
export async function allPages<Item>(
    send: Send,
    request: ApiRequest,
    itemsOf: (body: unknown) => readonly Item[],
): Promise<readonly Item[]> {
    return (await readPages(send, request, itemsOf)).items;
}

function pageIn<Item>(
    request: ApiRequest,
    response: ApiResponse,
    itemsOf: (body: unknown) => readonly Item[],
): readonly Item[] {
    const { status, headers } = response;
    // 203 and 206 are other programs' answers, with a part or a version of what the service said.
    if (status !== 200) throw unreadable(request, "The answer to a listing is not the listing", status);
    const items = readAs(request, response, itemsOf);
    // A service that takes a `limit` (Okta) names at least the page itself in Link. If that is missing, something on the
    // way may have removed it.
    const limit = request.query?.["limit"];
    if (typeof limit === "number" && items.length >= limit && !headers.has("link"))
        throw unreadable(request, "The page is full and has no Link header, so further pages may exist", status);
    return items;
}

function nextPage(request: ApiRequest, { headers, status }: ApiResponse): ApiRequest | undefined {
    const link = headers.get("link");
    if (!link) return undefined;
    let next: string | undefined;
    try {
        next = LinkHeader.parse(link).rel("next")[0]?.uri;
    } catch {
        throw unreadable(request, "The Link header cannot be read, so further pages may exist", status);
    }
    if (next === undefined) return undefined;
    const base = `http://configured.invalid${request.path}`;
    if (!URL.canParse(next, base)) throw unreadable(request, "The link to the next page is not a URL", status);
    const url = new URL(next, base);
    return { ...request, path: url.pathname, query: { ...request.query, ...queryOf(url) } };
}

function queryOf(url: URL): Query {
    const names = [...new Set(url.searchParams.keys())];
    return Object.fromEntries(
        names.map((name) => {
            const values = url.searchParams.getAll(name);
            return [name, values.length === 1 ? values[0] : values];
        }),
    );
}
