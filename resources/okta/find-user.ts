import { z } from "zod";
import { readAs } from "../http/read-as";
import type { ApiRequest, Send } from "../http/send";
import { unlessNotFound } from "../lifecycle/not-found";

const onWire = z.object({ id: z.string(), status: z.string(), profile: z.object({ login: z.string() }) });

/** The id of the person with this login. Throws when there is none, or a deactivated one, whom Okta would not push. */
export async function findUser(send: Send, login: string): Promise<string> {
    const request: ApiRequest = { method: "GET", path: `/api/v1/users/${encodeURIComponent(login)}` };
    const answer = await unlessNotFound(() => send(request));
    if (!answer) throw new Error(`"${login}" does not exist in Okta. Write the login as it stands there.`);
    const { id, status, profile } = readAs(request, answer, (body) => onWire.parse(body));
    // Okta also answers to a short form of the login, when only one person has it.
    if (profile.login.toLowerCase() !== login.toLowerCase()) {
        throw new Error(`"${login}" is not a whole login. Write "${profile.login}" if that is who you mean.`);
    }
    if (status === "DEPROVISIONED") throw new Error(`"${login}" is deactivated in Okta. Remove this member.`);
    return id;
}
