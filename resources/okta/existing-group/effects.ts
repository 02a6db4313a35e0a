import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../lifecycle/declared/plain";
import { type Differences, differences, type Effects } from "../../lifecycle/diff";
import type { Declared, Pinned } from "./schema";

/** What a change of each property does: of a declared one, and of what was found. Nothing of it is ever sent. */
const effects = {
    group: "store",
    knownId: "store",
    maxMembers: "store",
    // It only matters while the group is looked for: a second active app changes nothing.
    appId: "nothing",
    groupId: "replace",
    // A group that is renamed in Okta stays the same one.
    name: "nothing",
} as const satisfies Effects<Declared & Pinned>;

/** What state has (outputs) against what is declared and was found (checked inputs). */
export const compared = (olds: Properties, news: Properties): Differences => differences(effects, olds, news, isSame);

/** While the declaration is not known yet, nothing is found: usually it turns out to mean the same group. */
const isSame = (property: string, there: unknown, found: unknown): boolean =>
    (property === "groupId" && found === undefined) || isDeepStrictEqual(there, found);
