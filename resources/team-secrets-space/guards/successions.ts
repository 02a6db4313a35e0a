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
    if (own === undefined || wanted === undefined || held === undefined || next === undefined) return undefined;
    if (!isSame(wanted, held) || isSame(wanted, own) || isSame(next, held)) return undefined;
    const wayOn = isSame(next, own)
        ? `To swap the two names, run \`pulumi up\` three times: with a third name for ${heir.label} and "${held}" for ${holder.label}; ` +
          `with "${next}" for ${holder.label}; with "${wanted}" for ${heir.label}.`
        : `Leave ${heir.label} its groupName "${own}", run \`pulumi up\`, then declare "${wanted}" and run it again. If the names go ` +
          "round in a circle, give one of the groups a third name first.";
    return (
        `${heir.label} is to have the group name "${wanted}", which ${holder.label} has until this run gives it "${next}". ` +
        `Okta has each name once, and a run may come to either first. ${wayOn}`
    );
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
