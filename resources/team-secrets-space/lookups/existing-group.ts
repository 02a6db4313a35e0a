import type { Send } from "../../http/send";
import { unlessNotFound } from "../../lifecycle/not-found";
import { findGroup, hasMoreThan, tooMany } from "../../okta/existing-group/find";
import type { ListedGroup } from "../declared/stack-settings";
import type { StateBefore } from "../memory/state-before";

/** A group that Okta has, as a space names it. */
export interface NamedGroup {
    readonly group: string;
    /** What the stack says of it, if it lists it. */
    readonly listed: ListedGroup | undefined;
}

/**
 * Throws where a group that Okta has cannot be used. For a new group its own resource would say so too, but only after every
 * space is planned, and then nothing of any space would be made.
 *
 * @param before State before the run: a group that was found once is pinned, whatever its name is now.
 */
export async function requireUsable(okta: Send, { group, listed }: NamedGroup, before: StateBefore): Promise<void> {
    const { id, maxMembers } = listed ?? {};
    if (id !== undefined && maxMembers !== undefined) {
        // A group that is gone has nobody in it, and its own resource says that it is gone.
        const isTooLarge = await unlessNotFound(() => hasMoreThan(okta, id, maxMembers));
        if (isTooLarge) throw new Error(tooMany(group, maxMembers));
    }
    if (!isPinned(group, id, before)) await findGroup(okta, group, id);
}

const isPinned = (group: string, id: string | undefined, before: StateBefore): boolean =>
    [...before.values()].some(
        ({ type, outputs }) =>
            type.endsWith(":ExistingGroup") &&
            outputs["group"] === group &&
            typeof outputs["groupId"] === "string" &&
            (id === undefined || outputs["groupId"] === id),
    );
