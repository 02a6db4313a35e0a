import { z } from "zod";
import { ApiFailure } from "../http/api-failure";
import { allPages } from "../http/paginate";
import { readAs } from "../http/read-as";
import type { ApiRequest, Send } from "../http/send";
import { batched } from "../lifecycle/batched";
import { unlessNotFound } from "../lifecycle/not-found";

/** A person in Okta. */
export interface User {
    readonly id: string;
    readonly login: string;
    /** Okta takes a deactivated person out of every group, and pushes them nowhere. */
    readonly isDeactivated: boolean;
}

const onWire = z.object({ id: z.string(), status: z.string(), profile: z.object({ login: z.string() }) });

/** Logins in one request: about 1,000 characters of query. */
const loginsAtOnce = 20;

/** So few are looked up one by one, which is always current. */
const oneByOneAtMost = 4;

/** The person with this login; upper and lower case are the same. Throws when there is none. */
export async function findUser(send: Send, login: string): Promise<User> {
    const listed = await usersListed(send, [login]);
    const user = listed.get(login.toLowerCase()) ?? (await userNow(send, login));
    if (!user) throw new Error(`"${login}" does not exist in Okta. Write the login as it stands there.`);
    // Okta also answers to a short form of the login, when only one person has it.
    if (user.login.toLowerCase() !== login.toLowerCase()) {
        throw new Error(`"${login}" is not a whole login. Write "${user.login}" if that is who you mean.`);
    }
    return { ...user, login };
}

/** Those whom a list knows, by login in lower case. It may lag behind, and tell upper from lower case: missing proves nothing. */
const usersListed = batched(loginsAtOnce, async (send: Send, logins) => {
    if (logins.length <= oneByOneAtMost) return new Map<string, User>();
    const filter = logins.map((login) => `profile.login eq ${JSON.stringify(login)}`).join(" or ");
    const request: ApiRequest = { method: "GET", path: "/api/v1/users", query: { filter, limit: 200 } };
    try {
        const users = await allPages(send, request, (body) => z.array(z.unknown()).parse(body).map(fromWire));
        return new Map((users as readonly User[]).map((user) => [user.login.toLowerCase(), user]));
    } catch (failure) {
        // The list is a short cut: an Okta that does not take such a filter answers for each login.
        if (failure instanceof ApiFailure && failure.kind === "rejected") return new Map<string, User>();
        throw failure;
    }
});

async function userNow(send: Send, login: string): Promise<User | undefined> {
    const request: ApiRequest = { method: "GET", path: `/api/v1/users/${encodeURIComponent(login)}` };
    const answer = await unlessNotFound(() => send(request));
    return answer && readAs(request, answer, fromWire);
}

function fromWire(body: unknown): User {
    const { id, status, profile } = onWire.parse(body);
    return { id, login: profile.login, isDeactivated: status === "DEPROVISIONED" };
}
