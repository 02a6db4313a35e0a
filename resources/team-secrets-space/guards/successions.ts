import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Territory } from "./territory";

/** A space, and what messages call it. */
export interface Named {
    readonly label: string;
    readonly territory: Territory;
}

/**
 * Refuses what a run would leave half done: one of two spaces is to have the name that the group of the other one has until the
 * same run renames it. Nothing tells Pulumi which of two groups to rename first, and Okta has each name once.
 */
export function successions(one: Named, other: Named): readonly Mistake[] {
    const reason = succession(one, other) ?? succession(other, one);
    return reason === undefined ? [] : [{ property: "groupName", reason }];
}

function succession(heir: Named, holder: Named): string | undefined {
    const { groupNow: own, groupName: wanted } = heir.territory;
    const { groupNow: held, groupName: next } = holder.territory;
    if (wanted === undefined || held === undefined || next === undefined) return undefined;
    if (!isSame(wanted, held) || isSame(next, held) || (own !== undefined && isSame(wanted, own))) return undefined;
    return (
        `${heir.label} is to have the group name "${wanted}", which ${holder.label} has until this run gives it "${next}". ` +
        `Okta has each name once, and a run may come to either first. ${wayOn(heir, holder)}`
    );
}

function wayOn(heir: Named, holder: Named): string {
    const { groupNow: own, groupName: wanted } = heir.territory;
    const { groupNow: held, groupName: next = "" } = holder.territory;
    // No group of it is seen. Whoever took away what a killed run has made of it would have it deleted.
    if (own === undefined)
        return (
            `If ${heir.label} is new, declare it after a \`pulumi up\` that has renamed the other group. If a run has made something ` +
            `of it already, give it a third name for one \`pulumi up\`, then "${wanted}".`
        );
    return isSame(next, own)
        ? `To swap the two names, run \`pulumi up\` three times: with a third name for ${heir.label} and "${held}" for ${holder.label}; ` +
              `with "${next}" for ${holder.label}; with "${wanted}" for ${heir.label}.`
        : `Leave ${heir.label} its groupName "${own}", run \`pulumi up\`, then declare "${wanted}" and run it again. If the names go ` +
              "round in a circle, give one of the groups a third name first.";
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
