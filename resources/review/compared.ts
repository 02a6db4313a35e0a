import type { LiveRule } from "../access/document";
import { fatesOf } from "./checkout/fates";
import type { Checkouts, Declared } from "./checkout/read-checkout";
import {
    foreignRules,
    liveRulings,
    type MadeGroups,
    type Moved,
    madeGroups,
    movedBy,
    policyNames,
    renamedFolders,
    rulingsOf,
} from "./checkout/rulings";
import type { Reviewed, Sides } from "./reviewed";
import { type Change, changesOf, type Overlap } from "./rights/change";
import { ruled } from "./rights/subjects";
import { membersByGroup } from "./snapshot";

/** What counts before a change, and after it. */
export function sidesOf({ base, head, live }: Checkouts & Pick<Reviewed, "live">): Sides {
    const [namesBefore, namesAfter] = [new Set(policyNames(base)), new Set(policyNames(head))];
    const renamed = renamedFolders(base, head);
    const moved = movedBy(renamed);
    const lives = live ? foreignRules(live.access, namesBefore) : [];
    const foreign = lives.filter(({ policy }) => !namesAfter.has(policy));
    const still: Moved = (spot) => spot;
    const at = (side: Declared, rules: readonly LiveRule[], madeBy: MadeGroups, where: Moved) => [
        ...rulingsOf(side, where, madeBy),
        ...liveRulings(rules, moved, madeBy),
    ];
    const before = at(base, lives, madeGroups(base, head), moved);
    const after = at(head, foreign, madeGroups(head, base), still);
    const members = membersByGroup(live);
    const membersOf = (group: string) => members.get(group);
    return {
        ...{ before, after, foreign, moved, renamed, unclear: [], notKnown: [] },
        subjectsBefore: ruled(before, membersOf),
        subjectsAfter: ruled(after, membersOf),
        fates: fatesOf(base, head, moved),
    };
}

/** Everything that changes for anybody. */
export function changesIn({ subjectsBefore, subjectsAfter }: Sides, overlap: Overlap): readonly Change[] {
    const keys = new Set([...subjectsBefore.keys(), ...subjectsAfter.keys()]);
    return [...keys].flatMap((key) => changesOf(subjectsBefore.get(key), subjectsAfter.get(key), overlap));
}
