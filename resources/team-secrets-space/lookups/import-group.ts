import { z } from "zod";
import { readAs } from "../../http/failure/read-as";
import type { ApiRequest, Send } from "../../http/send";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { unlessNotFound } from "../../lifecycle/not-found";
import { peopleInGroup } from "../../okta/lookups/people-in-group";
import { describedAs } from "../declared/existing";
import type { Grant } from "../declared/grants";
import { groupType, holderOfGroup, type StateBefore, stateBefore } from "../memory/state-before";
import type { Seat } from "./assigned";
import type { Prerequisites } from "./prerequisites";

const onWire = z.object({
    id: z.string(),
    type: z.string(),
    profile: z.object({ name: z.string(), description: z.string().nullish() }),
});

/** People in a group that is imported, at most: two hundred calls. */
const atMost = 40_000;

/**
 * Why groups cannot be imported: Pulumi takes only what is declared as it is, and tells of members by ids. One that state has already
 * is not imported.
 *
 * @param described What the space describes its objects as.
 */
export async function importMistakes(
    okta: Send,
    space: string,
    grants: readonly Grant[],
    { userIds, seats }: Pick<Prerequisites, "userIds" | "seats">,
    described: Parameters<typeof describedAs>[0],
): Promise<readonly Mistake[]> {
    const peopleOf = (grant: Grant, index: number) =>
        userIds[index] && seats.filter(({ level }) => level === grant.level);
    const all = grants.map((grant, index) => ({ grant, people: peopleOf(grant, index) }));
    const toImport = all.filter(({ grant }) => grant.existing?.group !== undefined);
    if (toImport.length === 0) return [];
    // Where state cannot be read nothing is imported.
    const before = await stateBefore().catch(() => undefined);
    if (!before) return [];
    const found = await Promise.all(toImport.map((one) => mistakesOf(okta, { ...one, space, described }, before)));
    return found.flat();
}

async function mistakesOf(
    okta: Send,
    { space, grant, people, described }: ToImport,
    before: StateBefore,
): Promise<readonly Mistake[]> {
    const { existing, level, groupName } = grant;
    const id = existing?.group?.id ?? "";
    const of = level === undefined ? "" : `/${level}`;
    const property = level === undefined ? "existing.group" : `existing.access.${level}.group`;
    const told = (reasons: readonly string[]) => reasons.map((reason) => ({ property, reason }));
    const isKnown = [...before.values()].some(({ type, name }) => type === groupType && name === `${space}-group${of}`);
    // What another resource has is not imported, and told of if it is not this one under another name.
    if (isKnown || (await holderOfGroup(id))) return [];
    const group = await unlessNotFound(() => groupAt(okta, id));
    if (!group)
        return told([
            `"${id}": there is no such group in Okta, as far as these credentials see. Take it out, and it is made.`,
        ]);
    if (group.type !== "OKTA_GROUP") {
        return told([
            `"${id}": is a group of type ${group.type}, which nobody changes in Okta. Declare it as the team's group instead.`,
        ]);
    }
    const isNamed = holdsUnknown(groupName) || group.profile.name === groupName;
    const names = isNamed
        ? []
        : [`"${id}": is named "${group.profile.name}", declared "${groupName}". Declare groupName as it is there.`];
    const [there, wanted] = [group.profile.description ?? "", describedAs(described, existing?.group)];
    const descriptions =
        holdsUnknown(wanted) || there === wanted
            ? []
            : [
                  `"${id}": has the description ${JSON.stringify(there)}, declared ${JSON.stringify(wanted)}. Write the one that it has beside the id.`,
              ];
    return told([...names, ...descriptions, ...(people ? await peopleMistakes(okta, id, people) : [])]);
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

async function peopleMistakes(okta: Send, id: string, declared: readonly Seat[]): Promise<readonly string[]> {
    const people = await peopleInGroup(okta, id, atMost);
    if (!people) return [];
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
