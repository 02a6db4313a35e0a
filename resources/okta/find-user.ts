import { z } from "zod";
import { readAs } from "../http/read-as";
import type { ApiRequest, Send } from "../http/send";
import { unlessNotFound } from "../lifecycle/not-found";

const onWire = z.object({ id: z.string(), status: z.string(), profile: z.object({ login: z.string() }) });

/** A person in Okta. */
export interface User {
    readonly id: string;
    readonly login: string;
    /** Okta takes a deactivated person out of every group, and pushes them nowhere. */
    readonly isDeactivated: boolean;
}

/** The person with this login. Throws when there is none. */
export async function findUser(send: Send, login: string): Promise<User> {
    const request: ApiRequest = { method: "GET", path: `/api/v1/users/${encodeURIComponent(login)}` };
    const answer = await unlessNotFound(() => send(request));
    if (!answer) throw new Error(`"${login}" does not exist in Okta. Write the login as it stands there.`);
    const { id, status, profile } = readAs(request, answer, (body) => onWire.parse(body));
    // Okta also answers to a short form of the login, when only one person has it.
    if (profile.login.toLowerCase() !== login.toLowerCase()) {
        throw new Error(`"${login}" is not a whole login. Write "${profile.login}" if that is who you mean.`);
    }
    return { id, login, isDeactivated: status === "DEPROVISIONED" };
}
