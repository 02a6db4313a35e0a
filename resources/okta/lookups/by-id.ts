import { z } from "zod";
import { readAs, unreadable } from "../../http/failure/read-as";
import type { ApiRequest, Send } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";

/** An id as Okta writes it. */
export const oktaId = z
    .string({ error: "is not an Okta id. Give the id as a string, e.g. 00g1emaKYZTWRYYRRTSK." })
    .regex(/^[A-Za-z0-9]+$/, "is not an Okta id. It has letters and digits only, e.g. 00g1emaKYZTWRYYRRTSK.");

/** A time that can be compared: it decides whose a target group is, and whether a push is owed. */
export const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)));

/** An app integration. */
export interface App {
    readonly id: string;
    /** Its name in Okta's catalogue, such as `active_directory`. */
    readonly name: string;
    readonly label: string;
    readonly status: string;
    readonly features: readonly string[];
}

/** A group of Okta's own, or one of an app (`APP_GROUP`). */
export interface Group {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly created: string;
}

const appOnWire = z.object({
    id: z.string(),
    name: z.string(),
    label: z.string(),
    status: z.string(),
    features: z.array(z.string()).nullish(),
});
const groupOnWire = z.object({
    id: z.string(),
    type: z.string(),
    created: time,
    profile: z.object({ name: z.string() }),
});

/** The app, undefined on 404. */
export function getApp(send: Send, appId: string): Promise<App | undefined> {
    return unlessNotFound(() => ask(send, "apps", appId, appFromWire));
}

/** The group, undefined on 404. Reads by id are always current, unlike the search. */
export function getGroup(send: Send, groupId: string): Promise<Group | undefined> {
    return unlessNotFound(() => ask(send, "groups", groupId, groupFromWire));
}

async function ask<T extends { readonly id: string }>(
    send: Send,
    area: "apps" | "groups",
    id: string,
    parse: (body: unknown) => T,
): Promise<T> {
    const request: ApiRequest = { method: "GET", path: `/api/v1/${area}/${encodeURIComponent(id)}` };
    const answer = await send(request);
    const found = readAs(request, answer, parse);
    if (found.id !== id) throw unreadable(request, "The answer is about another object", answer.status);
    return found;
}

function appFromWire(body: unknown): App {
    const { features, ...app } = appOnWire.parse(body);
    return { ...app, features: features ?? [] };
}

function groupFromWire(body: unknown): Group {
    const { id, type, created, profile } = groupOnWire.parse(body);
    return { id, type, created, name: profile.name };
}

/** Reads a list of groups. Throws when the API breaks its own contract. */
export const groupsFromWire = (body: unknown): Group[] => z.array(z.unknown()).parse(body).map(groupFromWire);
