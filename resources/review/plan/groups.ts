import { z } from "zod";
import { type EngineState, holdsUnknownText, unknownText } from "../../engine/preview";
import { quoted } from "../page/words";
import type { Principal } from "../rights/ruling";
import { namedById } from "../rights/subjects";
import type { Planned } from "./planned";

const membershipsType = "okta:index/groupMemberships:GroupMemberships";
const pushType = "pulumi-nodejs:dynamic/okta:GroupPushMapping";
const existingType = "pulumi-nodejs:dynamic/okta:ExistingGroup";

/** The groups that a program pushes to OPA, on one side of a change. */
export interface PushedGroups {
    /** By their names in OPA: with their people where the program has all of them, else as whoever is in them. */
    readonly byName: ReadonlyMap<string, Principal>;
    /** By the id that the group has in OPA. */
    readonly nameOfId: ReadonlyMap<string, string>;
    /** The name in OPA of the group that a push, by its URN, is to. */
    readonly nameOfPush: (urn: string) => string | undefined;
    /** What cannot be known before `up`, in sentences. */
    readonly unclear: readonly string[];
}

const memberships = z.object({ groupId: z.string(), users: z.unknown(), trackAllUsers: z.boolean().optional() });

/**
 * Finds them. `loginOf` tells the login behind Okta's id of a user.
 *
 * @param live Groups of the snapshot, for those that no program pushes.
 */
export function pushedOn(
    side: "was" | "is",
    all: readonly Planned[],
    loginOf: (id: string) => string | undefined,
    live: readonly { readonly id: string; readonly name: string }[],
): PushedGroups {
    const of = (type: string) => all.filter((one) => one.type === type && one[side]);
    const byUrn = new Map(all.flatMap((one) => (one[side] ? [[one.urn, one[side]] as const] : [])).reverse());
    const unclear: string[] = [];

    /** A group, by its id, or by its URN where it is still to be made. */
    function groupKey(state: EngineState, property: string): string | undefined {
        const value = state.inputs?.[property];
        if (typeof value === "string" && value !== unknownText) return value;
        const [urn] = (state.propertyDependencies?.[property] ?? []).filter((one) => byUrn.has(one));
        return urn === undefined ? undefined : (byUrn.get(urn)?.id ?? urn);
    }

    function nameOfPush(urn: string): string | undefined {
        const push = byUrn.get(urn);
        const name = push?.inputs?.["targetGroupName"] ?? push?.outputs?.["targetGroupName"];
        if (typeof name === "string" && name !== unknownText) return name;
        const existing = (push?.propertyDependencies?.["targetGroupName"] ?? []).flatMap((one) => {
            const inputs = byUrn.get(one)?.type === existingType ? byUrn.get(one)?.inputs : undefined;
            const its = inputs?.["name"] ?? inputs?.["group"];
            return typeof its === "string" && its !== unknownText ? [its] : [];
        });
        return existing.length === 1 ? existing[0] : undefined;
    }

    function peopleIn({ name, [side]: state }: Planned): readonly string[] | undefined {
        const users = state?.inputs?.["users"];
        if (!Array.isArray(users) || holdsUnknownText(users)) {
            unclear.push(`Who is in the group of ${quoted(name)} is known only in the \`up\`.`);
            return undefined;
        }
        return users.map((id) => loginOf(String(id)) ?? namedById(String(id)));
    }

    const peopleByGroup = new Map(
        of(membershipsType).flatMap((one) => {
            const state = one[side];
            const { data } = memberships.safeParse(state?.inputs);
            const key = state && groupKey(state, "groupId");
            // Otherwise people may be in it whom the program does not have.
            if (!data?.trackAllUsers || key === undefined) return [];
            const people = peopleIn(one);
            return people ? [[key, people] as const] : [];
        }),
    );
    const byName = new Map<string, Principal>();
    const nameOfId = new Map(live.map(({ id, name }) => [id, name]));
    for (const one of of(pushType)) {
        const name = nameOfPush(one.urn);
        const state = one[side];
        if (name === undefined || !state) continue;
        const source = groupKey(state, "sourceGroupId");
        const people = source === undefined ? undefined : peopleByGroup.get(source);
        const isPushed = state.inputs?.["status"] === "ACTIVE";
        byName.set(
            name,
            people && isPushed
                ? { kind: "people", group: name, people }
                : { kind: "group", group: name, isOfOpa: false },
        );
        const id = state.outputs?.["targetGroupId"] ?? one.was?.outputs?.["targetGroupId"];
        if (typeof id === "string") nameOfId.set(id, name);
    }
    return { byName, nameOfId, nameOfPush, unclear };
}
