import { z } from "zod";
import { unreadable } from "../http/failure/read-as";
import { type Pages, readPages } from "../http/paginate";
import type { ApiRequest } from "../http/send";
import type { OpaConnection } from "./connection/connect";

/** What OPA lists, all pages. */
export interface Listing<Item> extends Pages<Item> {
    readonly path: string;
    /**
     * Whether a page was `{}` or `{"list": null}`. OPA may mean an empty list by that (its SDK has the field as optional), but
     * anything may answer so: what is missing then proves nothing yet. See `evidence`.
     */
    readonly isVague: boolean;
}

const stated = z.object({ list: z.array(z.unknown()) });

const vague = z.strictObject({ list: z.null().optional() });

/** Lists what is at a path. An answer that is neither a list nor one of the two vague forms is ApiFailure "unavailable". */
export async function listingOf<Item>(
    opa: OpaConnection,
    request: Pick<ApiRequest, "path" | "query">,
    itemOf: (body: unknown) => Item,
): Promise<Listing<Item>> {
    let isVague = false;
    const pages = await readPages(opa.send, { ...request, method: "GET" }, (body) => {
        const list = stated.safeParse(body).data?.list;
        if (!list) {
            vague.parse(body);
            isVague = true;
        }
        return (list ?? []).map(itemOf);
    });
    return { ...pages, path: request.path, isVague };
}

/** Whether the listing arrived whole and holds such an item. */
export const holds = <Item>({ items, isVague }: Listing<Item>, isMeant: (item: Item) => boolean): boolean =>
    !isVague && items.some(isMeant);

/**
 * A listing to conclude from what is missing in it: that something is gone, that a folder is empty, that a name is free. A vague
 * one counts only when OPA gives it twice, and when another listing then arrives whole that must hold something: a program
 * in between that answers everything with `{}` answers that one so too. Otherwise this is ApiFailure "unavailable".
 *
 * @param isVouchedFor Whether such another listing, asked for now, holds what it must hold.
 */
export async function evidence<Item>(
    ask: () => Promise<Listing<Item>>,
    isVouchedFor: () => Promise<boolean>,
): Promise<Listing<Item>> {
    const first = await ask();
    if (!first.isVague) return first;
    const again = await ask();
    if (!again.isVague || (await isVouchedFor())) return again;
    const said = "OPA answered without a list, and no other listing shows that it means an empty one";
    throw unreadable({ method: "GET", path: first.path }, said, 200);
}
