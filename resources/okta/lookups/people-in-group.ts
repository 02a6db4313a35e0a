import { allPages } from "../../http/paginate";
import type { Send } from "../../http/send";
import { type User, usersFromWire } from "./find-user";

/** People in one answer: what Okta recommends at most (docs/contracts/okta-api.md 2.2). */
const limit = 200;

/** Ends a listing that is longer than was asked for. */
class TooMany extends Error {
    override readonly name = "TooMany";
}

/** The people in a group; undefined if there are more than `atMost`, which takes no more calls than `atMost` people do. */
export async function peopleInGroup(send: Send, groupId: string, atMost: number): Promise<readonly User[] | undefined> {
    const path = `/api/v1/groups/${encodeURIComponent(groupId)}/users`;
    let pages = 0;
    const bounded: Send = (request) => {
        if (pages >= Math.ceil(atMost / limit)) throw new TooMany();
        pages += 1;
        return send(request);
    };
    try {
        const people = await allPages(bounded, { method: "GET", path, query: { limit } }, usersFromWire);
        return people.length > atMost ? undefined : people;
    } catch (failure) {
        if (failure instanceof TooMany) return undefined;
        throw failure;
    }
}
