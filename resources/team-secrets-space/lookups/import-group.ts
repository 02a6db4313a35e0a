import { z } from "zod";
import { readAs } from "../../http/failure/read-as";
import type { ApiRequest, Send } from "../../http/send";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { unlessNotFound } from "../../lifecycle/not-found";
import type { User } from "../../okta/lookups/find-user";
import { peopleInGroup } from "../../okta/lookups/people-in-group";
import { describedAs } from "../declared/existing";
import type { Grant } from "../declared/grants";
import { groupType, holderOfGroup, membershipsType, type StateBefore, stateBefore } from "../memory/state-before";
import type { Seat } from "./assigned";
import type { Prerequisites } from "./prerequisites";

const onWire = z.object({
    id: z.string(),
    type: z.string(),
    profile: z.object({ name: z.string(), description: z.string().nullish() }),
});

/** People in a group that is imported, at most: two hundred calls. */
const atMost = 40_000;

/** What Pulumi's import of groups comes to. */
export interface Imports {
    /** Why a group, or its members, cannot be imported: Pulumi takes only what is declared as it is, and tells of people by ids. */
    readonly mistakes: readonly Mistake[];
    /** Ids of groups without anybody: there are no members to import, and those that are declared are put in. */
    readonly empty: ReadonlySet<string>;
}

const nothing: Imports = { mistakes: [], empty: new Set() };

/**
 * Looks at the groups that a space takes over and state does not have yet.
 *
 * @param described What the space describes its objects as.
 */
export async function lookAtImports(
    okta: Send,
    space: string,
    grants: readonly Grant[],
    { userIds, seats }: Pick<Prerequisites, "userIds" | "seats">,
    described: Parameters<typeof describedAs>[0],
): Promise<Imports> {
    const peopleOf = (grant: Grant, index: number) =>
        userIds[index] && seats.filter(({ level }) => level === grant.level);
    const all = grants.map((grant, index) => ({ grant, people: peopleOf(grant, index) }));
    const toImport = all.filter(({ grant }) => grant.existing?.group !== undefined);
    if (toImport.length === 0) return nothing;
    // Where state cannot be read nothing is imported.
    const before = await stateBefore().catch(() => undefined);
    if (!before) return nothing;
    const found = await Promise.all(toImport.map((one) => look(okta, { ...one, space, described }, before)));
    return {
        mistakes: found.flatMap(({ mistakes }) => mistakes),
        empty: new Set(found.flatMap(({ empty }) => [...empty])),
    };
}

async function look(okta: Send, { space, grant, people, described }: ToImport, before: StateBefore): Promise<Imports> {
    const { existing, level } = grant;
    const id = existing?.group?.id ?? "";
    const of = level === undefined ? "" : `/${level}`;
    const isInState = (sought: string, name: string) =>
        [...before.values()].some((one) => one.type === sought && one.name === name);
    const isGroupKnown = isInState(groupType, `${space}-group${of}`);
    // What another resource has is not imported, and told of if it is not this one under another name.
    if (isInState(membershipsType, `${space}-members${of}`) || (await holderOfGroup(id))) return nothing;
    const ofGroup = isGroupKnown ? [] : await groupMistakes(okta, id, grant, describedAs(described, existing?.group));
    const live = await unlessNotFound(() => peopleInGroup(okta, id, atMost));
    const isEmpty = live?.length === 0;
    const reasons = [...ofGroup, ...(live && people && !isEmpty ? peopleMistakes(id, live, people) : [])];
    const property = level === undefined ? "existing.group" : `existing.access.${level}.group`;
    return {
        mistakes: reasons.map((reason) => ({ property, reason })),
        empty: new Set(isEmpty ? [id] : []),
    };
}

async function groupMistakes(
    okta: Send,
    id: string,
    { groupName }: Grant,
    description: string,
): Promise<readonly string[]> {
    const group = await unlessNotFound(() => groupAt(okta, id));
    if (!group)
        return [
            `"${id}": there is no such group in Okta, as far as these credentials see. Take it out, and it is made.`,
        ];
    const { type, profile } = group;
    if (type !== "OKTA_GROUP")
        return [
            `"${id}": is a group of type ${type}, which nobody changes in Okta. Declare it as the team's group instead.`,
        ];
    const there = profile.description ?? "";
    const isNamed = holdsUnknown(groupName) || profile.name === groupName;
    const isDescribed = holdsUnknown(description) || there === description;
    return [
        ...(isNamed
            ? []
            : [`"${id}": is named "${profile.name}", declared "${groupName}". Declare groupName as it is there.`]),
        ...(isDescribed
            ? []
            : [
                  `"${id}": has the description ${JSON.stringify(there)}, declared ${JSON.stringify(description)}. Write the one that it has beside the id.`,
              ]),
    ];
}

interface ToImport {
    readonly space: string;
    readonly grant: Grant;
    /** Undefined where not all of them are known. */
    readonly people: readonly Seat[] | undefined;
    readonly described: Parameters<typeof describedAs>[0];
}

async function groupAt(okta: Send, id: string) {
    const request: ApiRequest = { method: "GET", path: `/api/v1/groups/${encodeURIComponent(id)}` };
    return readAs(request, await okta(request), (body) => onWire.parse(body));
}

function peopleMistakes(id: string, people: readonly User[], declared: readonly Seat[]): readonly string[] {
    const more = people.filter((one) => !declared.some((seat) => seat.id === one.id)).map(({ login }) => `"${login}"`);
    const missing = declared
        .filter((seat) => !people.some((one) => one.id === seat.id))
        .map(({ login }) => `"${login}"`);
    return [
        ...(more.length > 0
            ? [
                  `"${id}": has ${more.join(", ")} in it in Okta, not among the members. Declare them, or take them out in Okta.`,
              ]
            : []),
        ...(missing.length > 0
            ? [
                  `"${id}": does not have ${missing.join(", ")} in it in Okta, who ${missing.length === 1 ? "is" : "are"} declared. Take ` +
                      "them out of the members for the first `pulumi up`, or put them in in Okta.",
              ]
            : []),
    ];
}
