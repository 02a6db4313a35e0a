import { z } from "zod";
import { ApiFailure } from "../../http/failure/api-failure";
import { readAs } from "../../http/failure/read-as";
import { allPages } from "../../http/paginate";
import type { ApiRequest, Send } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { getApp } from "../lookups/by-id";
import type { Pinned } from "./schema";

/** A group, whoever masters it. */
interface Candidate {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    /** The app of a group that comes from one. */
    readonly appId: string | undefined;
}

const onWire = z
    .object({
        id: z.string(),
        type: z.string(),
        profile: z.object({ name: z.string() }),
        _links: z.object({ source: z.object({ href: z.string() }).nullish() }).nullish(),
    })
    .transform(
        ({ id, type, profile, _links }): Candidate => ({
            ...{ id, type, name: profile.name },
            appId: _links?.source?.href.split("/").at(-1),
        }),
    );

/** What Okta writes before the ids of groups (docs/contracts/okta-api.md 2.1). */
const looksLikeId = (text: string): boolean => /^00g[A-Za-z0-9]{17}$/.test(text);

/**
 * The group that a declaration means, read-only. Where there is none, more than one, or one that Okta does not push, it throws
 * with the reason and a remedy.
 */
export async function findGroup(send: Send, declared: string, knownId: string | undefined): Promise<Pinned> {
    const id = knownId ?? (looksLikeId(declared) ? declared : undefined);
    const found = id === undefined ? await searchByName(send, declared) : await readById(send, id);
    const [group, other] = found;
    if (!group) {
        throw new Error(
            `"${declared}": Okta has no such group, as far as these credentials can see. Write its exact name or its id, and ` +
                "give the credentials an admin role over it.",
        );
    }
    if (other) {
        const ids = found.map(({ id, type }) => `${id} (${type})`).join(", ");
        throw new Error(`"${declared}": is the name of several groups: ${ids}. Write the id of the one you mean.`);
    }
    const reason = await whyNotPushed(send, group);
    if (reason !== undefined) throw new Error(`"${declared}": ${reason}`);
    return { groupId: group.id, name: group.name };
}

async function searchByName(send: Send, name: string): Promise<readonly Candidate[]> {
    const query = { search: `profile.name eq ${JSON.stringify(name)}`, limit: 200 };
    const groups = await allPages(send, { method: "GET", path: "/api/v1/groups", query }, (body) =>
        z.array(onWire).parse(body),
    );
    const exact = groups.filter((one) => one.name === name);
    // Apps may have groups of that name too, which Okta has pushed there. The one that Okta itself has is meant.
    const own = exact.filter(({ type }) => type !== "APP_GROUP");
    return own.length > 0 ? own : exact;
}

async function readById(send: Send, id: string): Promise<readonly Candidate[]> {
    const request: ApiRequest = { method: "GET", path: `/api/v1/groups/${encodeURIComponent(id)}` };
    const group = await unlessNotFound(async () => readAs(request, await send(request), (body) => onWire.parse(body)));
    return group === undefined ? [] : [group];
}

/** Why a group cannot be the source of a push; undefined when it can. */
async function whyNotPushed(send: Send, { type, appId }: Candidate): Promise<string | undefined> {
    if (type === "BUILT_IN") {
        return "is Okta's built-in group of everybody. A team's secrets are not for everybody: declare another group.";
    }
    if (type !== "APP_GROUP") return undefined;
    const app = appId === undefined ? undefined : await getApp(send, appId);
    if (app && isDirectory(app.name)) return undefined;
    const whose = app ? `app "${app.label}"` : "an app";
    return (
        `is a group of ${whose}, and Okta pushes only groups of its own and of a directory. Let a group rule in Okta copy its ` +
        "people into a group of Okta's own, and declare that one."
    );
}

/** Active Directory, and the kinds of LDAP. */
export const isDirectory = (catalogueName: string): boolean =>
    catalogueName === "active_directory" || catalogueName.startsWith("ldap");

/** What to say where the group is the one that assigns the app; undefined where it is not, or cannot be seen. */
export async function whyNotAssigned(
    send: Send,
    { groupId, name }: Pinned,
    appId: string,
): Promise<string | undefined> {
    const path = `/api/v1/apps/${encodeURIComponent(appId)}/groups/${encodeURIComponent(groupId)}`;
    try {
        if ((await unlessNotFound(() => send({ method: "GET", path }))) === undefined) return undefined;
    } catch (failure) {
        if (failure instanceof ApiFailure) return undefined;
        throw failure;
    }
    // help.okta.com, usgp-group-push-troubleshoot.
    return (
        `"${name}": assigns the Okta Privileged Access app to its people, and Okta does not support pushing the group that does ` +
        "that: members may be missing. Assign the app through another group, or let a group rule copy the people of this one into " +
        "a second group, and declare that."
    );
}

/** Whether more people than that are in the group now. */
export async function hasMoreThan(send: Send, groupId: string, atMost: number): Promise<boolean> {
    const path = `/api/v1/groups/${encodeURIComponent(groupId)}/users`;
    const request: ApiRequest = { method: "GET", path, query: { limit: Math.min(atMost + 1, 200) } };
    const people = await allPages(send, request, (body) => z.array(z.object({ id: z.string() })).parse(body));
    return people.length > atMost;
}

/** What to say of a group that has more people than it may have. */
export const tooMany = (group: string, atMost: number): string =>
    `"${group}": more than ${atMost} people are in it, which is what the stack allows (maxMembers). Ask who owns the group, or raise ` +
    "that number.";
