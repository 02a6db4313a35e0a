import { isDeepStrictEqual } from "node:util";
import { warn } from "../../http/output/say";
import type { Send } from "../../http/send";
import { checked } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import type { Kind } from "../../lifecycle/kind";
import { messageOf } from "../../lifecycle/run/unfinished";
import { getGroup } from "../group-push-mapping/wire/apps-and-groups";
import { findGroup, hasMoreThan, tooMany, whyNotAssigned } from "./find";
import { declaredSchema, type Pinned } from "./schema";

/**
 * The provider of groups that Okta has already. It never writes: a group is found once, when it is declared, and its id and name
 * are kept from then on, so that a group which is renamed in Okta stays the same one.
 */
export function existingGroup(connect: () => Send): Kind {
    /** What is kept of the group; looked for where the declaration is new. */
    async function pinned({ group, appId, knownId }: Properties, olds: Properties): Promise<Pinned> {
        const { groupId, name } = olds;
        const isSame = olds["group"] === group && (knownId === undefined || knownId === groupId);
        if (isSame && typeof groupId === "string" && typeof name === "string") return { groupId, name };
        const found = await findGroup(connect(), String(group), knownId as string | undefined);
        const assigned = typeof appId === "string" ? await whyNotAssigned(connect(), found, appId) : undefined;
        if (assigned !== undefined) throw new Error(assigned);
        return found;
    }

    return {
        declared: declaredSchema,

        check: (news) => checked(declaredSchema, news),

        async look(inputs, olds) {
            if (holdsUnknown(inputs)) return { inputs, mistakes: [] };
            const { group, maxMembers } = inputs;
            const refused = (reason: string): readonly Mistake[] => [{ property: "group", reason }];
            try {
                const found = await pinned(inputs, olds);
                const isTooLarge =
                    typeof maxMembers === "number" && (await hasMoreThan(connect(), found.groupId, maxMembers));
                return {
                    inputs: { ...inputs, ...found },
                    mistakes: isTooLarge ? refused(tooMany(String(group), maxMembers)) : [],
                };
            } catch (failure) {
                return { inputs, mistakes: refused(messageOf(failure)) };
            }
        },

        diff(olds, news) {
            const [there, found] = [olds, news].map((bag) => bag["groupId"]);
            const isOther = found !== undefined && found !== there;
            // The app matters only when the group is first looked up: a second active app changes nothing.
            const keys = declaredKeys.filter((key) => key !== "appId");
            const isChanged = keys.some((key) => !isDeepStrictEqual(olds[key], news[key]));
            return { changes: isOther || isChanged, replaces: isOther ? ["group"] : [], deleteBeforeReplace: false };
        },

        async create(inputs) {
            const found = await pinned(inputs, inputs);
            return { id: found.groupId, outputs: { ...inputs, ...found } };
        },

        async read(id, outputs) {
            // A lost permission looks the same as a deleted group, and there is nothing to create anew: so it stays, with a
            // warning.
            if (!(await getGroup(connect(), id))) {
                warn(
                    `Group "${String(outputs["name"])}" (${id}) is not there for these credentials: it was deleted in Okta, or they ` +
                        "lost the right to see it. What was pushed from it stays until it is no longer declared.",
                );
            }
            return { id, outputs, inputs: outputs };
        },

        async update(_id, olds, news) {
            // A property that is no longer declared must not stay, or every run would show a change.
            const kept = Object.entries(olds).filter(([key]) => !declaredKeys.includes(key));
            return { ...Object.fromEntries(kept), ...news };
        },

        async delete() {
            // The group is not ours.
        },
    };
}

const declaredKeys: readonly string[] = Object.keys(declaredSchema.shape);
