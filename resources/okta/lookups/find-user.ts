import { z } from "zod";
import { ApiFailure } from "../../http/failure/api-failure";
import { readAs } from "../../http/failure/read-as";
import { allPages } from "../../http/paginate";
import type { ApiRequest, Send } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { batchedRead, inOneQuery } from "../../lifecycle/shared/batched-read";

/** A person in Okta. */
export interface User {
    readonly id: string;
    /** As Okta writes it. */
    readonly login: string;
    /** Okta's word for it, such as ACTIVE or DEPROVISIONED. */
    readonly status: string;
}

const onWire = z.object({ id: z.string(), status: z.string(), profile: z.object({ login: z.string() }) });

/** So few are looked up one by one, which is always current. */
const oneByOneAtMost = 4;

const withLogin = (login: string): string => `profile.login eq ${JSON.stringify(login)}`;

/** A filter for more logins that is refused is tried with half of them: it may have been too long. */
const refusedAtMost = 20;

/** A key that is the same for one login however it is written: Okta has no two that differ in case alone. */
export const loginKey = (login: string): string => login.normalize("NFC").toLowerCase();

/** Okta cannot take such a login in a path, however it is encoded (docs/contracts/okta-api.md 2.3). */
const fitsInPath = (login: string): boolean => !login.includes("/");

/**
 * The person whom Okta answers with for this login, or undefined when there is none. Okta also answers to an id, to a short
 * form that only one person has, and perhaps to a login without its accents: then `login` is another one than was asked for.
 */
export async function findUser(send: Send, login: string): Promise<User | undefined> {
    const listed = (await usersListed(send, [login])).get(login);
    return listed ?? (fitsInPath(login) ? userNow(send, login) : userSearched(send, login));
}

/** Those whom a list knows, by login. It may lag behind, and tells upper from lower case: missing proves nothing. */
const usersListed = batchedRead(inOneQuery(withLogin), async (send: Send, logins) => {
    const asked = logins.length > oneByOneAtMost ? logins : logins.filter((login) => !fitsInPath(login));
    if (asked.length === 0) return new Map<string, User>();
    try {
        const users = byKey(await usersWhere(send, { filter: asked.map(withLogin).join(" or ") }));
        return new Map(
            asked.flatMap((login) => {
                const user = users.get(loginKey(login));
                return user ? [[login, user] as const] : [];
            }),
        );
    } catch (failure) {
        // The list is a short cut: an Okta that does not take such a filter answers for each login.
        const isRefused = failure instanceof ApiFailure && failure.kind === "rejected";
        if (isRefused && asked.length <= refusedAtMost) return new Map<string, User>();
        throw failure;
    }
});

/** Finds the person by Okta's search, which ignores case, as logins do, and is some seconds late. */
async function userSearched(send: Send, login: string): Promise<User | undefined> {
    return byKey(await usersWhere(send, { search: withLogin(login) })).get(loginKey(login));
}

async function userNow(send: Send, login: string): Promise<User | undefined> {
    const request: ApiRequest = { method: "GET", path: `/api/v1/users/${encodeURIComponent(login)}` };
    const answer = await unlessNotFound(() => send(request));
    return answer && readAs(request, answer, fromWire);
}

const byKey = (users: readonly User[]) => new Map(users.map((user) => [loginKey(user.login), user]));

async function usersWhere(send: Send, query: Readonly<Record<string, string>>): Promise<readonly User[]> {
    const request: ApiRequest = { method: "GET", path: "/api/v1/users", query: { ...query, limit: 200 } };
    return allPages(send, request, usersFromWire);
}

/** Reads a list of people. Throws when the API breaks its own contract. */
export const usersFromWire = (body: unknown): User[] => z.array(z.unknown()).parse(body).map(fromWire);

function fromWire(body: unknown): User {
    const { id, status, profile } = onWire.parse(body);
    return { id, login: profile.login, status };
}
