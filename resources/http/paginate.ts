import LinkHeader from "http-link-header";
import { readAs, unreadable } from "./read-as";
import type { ApiRequest, ApiResponse, Send } from "./send";

type Query = NonNullable<ApiRequest["query"]>;

/** More pages than any listing of either API has; an endless listing ends here instead of never. */
const mostPages = 10_000;

/**
 * All items of a listing, page after page. Follows `next` by its path and query alone, so always on the configured host,
 * and adds the request's own query to it: Okta drops filters from its links. An empty page is not the end; no `next` is.
 * Throws ApiFailure "unavailable" when pages lead in a circle or a page cannot be read.
 */
export async function allPages(
    send: Send,
    request: ApiRequest,
    itemsOf: (body: unknown) => readonly unknown[],
): Promise<readonly unknown[]> {
    const items: unknown[] = [];
    const seen = new Set<string>();
    let page: ApiRequest | undefined = request;
    while (page) {
        const key = `${page.path}?${JSON.stringify(page.query ?? {})}`;
        if (seen.has(key) || seen.size >= mostPages)
            throw unreadable(page, "The pages of the listing lead in a circle", 200);
        seen.add(key);
        const response: ApiResponse = await send(page);
        for (const item of readAs(request, response, itemsOf)) items.push(item);
        page = nextPage(request, response);
    }
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
