import { warn } from "../../http/output/say";
import type { Send } from "../../http/send";
import { checked } from "../../lifecycle/declared/check";
import type { Properties } from "../../lifecycle/declared/plain";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import type { Nothing, Showing, Shows } from "../../lifecycle/declared/whole";
import type { Kind } from "../../lifecycle/kind";
import { messageOf } from "../../lifecycle/run/unfinished";
import { getGroup } from "../lookups/by-id";
import { compared } from "./effects";
import type { ExistingOktaGroup, ExistingOktaGroupArgs } from "./existing-okta-group";
import { findGroup, hasMoreThan, tooMany, whyNotAssigned } from "./find";
import { type Declared, declaredSchema, type Pinned } from "./schema";

/** What tells which group is meant, and where it is to be pushed. */
type Sought = Omit<Declared, "maxMembers">;

/**
 * The provider of groups that Okta has already. It never writes: a group is found once, when it is declared, and its id and name
 * are kept from then on, so that a group which is renamed in Okta stays the same one.
 */
export function existingGroup(connect: () => Send): Kind {
    /** What is kept of the group; looked for where the declaration is new. */
    async function pin({ group, appId, knownId }: Sought, kept: Properties): Promise<Pinned> {
        const { groupId, name } = kept;
        const isSame = kept["group"] === group && (knownId === undefined || knownId === groupId);
        if (isSame && typeof groupId === "string" && typeof name === "string") return { groupId, name };
        const found = await findGroup(connect(), group, knownId);
        const assigned = appId === undefined ? undefined : await whyNotAssigned(connect(), found, appId);
        if (assigned !== undefined) throw new Error(assigned);
        return found;
    }

    /** The group that is meant. Throws with the reason when there is none, or when it cannot be used. */
    async function requireUsable(declared: Declared, kept: Properties): Promise<Pinned> {
        const { group, appId, knownId, maxMembers, ...rest } = declared;
        rest satisfies Nothing;
        const found = await pin({ group, appId, knownId }, kept);
        const isTooLarge = maxMembers !== undefined && (await hasMoreThan(connect(), found.groupId, maxMembers));
        if (isTooLarge) throw new Error(tooMany(group, maxMembers));
        return found;
    }

    return {
        declared: declaredSchema satisfies Shows<
            typeof declaredSchema,
            [Showing<Declared, ExistingOktaGroupArgs>, Showing<Declared, ExistingOktaGroup>]
        >,

        check: (news) => checked(declaredSchema, news),

        async look(inputs, olds) {
            if (holdsUnknown(inputs)) return { inputs, mistakes: [] };
            try {
                const found = await requireUsable(declaredSchema.parse(inputs), olds);
                return { inputs: { ...inputs, ...found }, mistakes: [] };
            } catch (failure) {
                return { inputs, mistakes: [{ property: "group", reason: messageOf(failure) }] };
            }
        },

        diff(olds, news) {
            const { update, replace } = compared(olds, news);
            return { changes: update.length + replace.length > 0, replaces: replace, deleteBeforeReplace: false };
        },

        async create(inputs) {
            const found = await pin(declaredSchema.parse(inputs), inputs);
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

        async update(_id, { groupId, name }, news) {
            // What else state has and nobody declares any longer must not stay, or every run would show a change.
            return { groupId, name, ...news };
        },

        async delete() {
            // The group is not ours.
        },
    };
}
