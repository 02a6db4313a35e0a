import { deleting, revealing } from "../../opa/security-policy/declared/privileges";
import type { Change, Right } from "../rights/change";
import { isNoHarder, sameText, type Way } from "../rights/way";

/** What a change means for privileges; each is in one of the lists. */
export interface Effects {
    readonly gains: readonly string[];
    readonly loses: readonly string[];
    /** Less is required than before, or something else. */
    readonly weaker: readonly string[];
    /** More is required than before. */
    readonly stricter: readonly string[];
}

/** What a change means, privilege by privilege. */
export function effectsOf({ before, after }: Pick<Change, "before" | "after">): Effects {
    const [was, is] = [byPrivilege(before), byPrivilege(after)];
    const effects = { gains: [], loses: [], weaker: [], stricter: [] } satisfies Record<keyof Effects, string[]>;
    for (const privilege of new Set([...was.keys(), ...is.keys()])) {
        const kind = effectOn(was.get(privilege), is.get(privilege));
        if (kind) (effects[kind] as string[]).push(privilege);
    }
    return effects;
}

function effectOn(before: readonly Way[] | undefined, after: readonly Way[] | undefined): keyof Effects | undefined {
    if (!before || !after) return before ? "loses" : after && "gains";
    if (sameText(before) === sameText(after)) return undefined;
    // If some ways are easier and others are gone, the easier ones count.
    return after.every((way) => before.some((one) => isNoHarder(one, way))) ? "stricter" : "weaker";
}

const byPrivilege = (rights: readonly Right[]): ReadonlyMap<string, readonly Way[]> =>
    new Map(rights.flatMap(({ privileges, ways }) => privileges.map((one) => [one, ways] as const)));

/** The privileges to see secrets. */
export const isReveal = (privilege: string): boolean => revealing.some((one) => one === privilege);

/** The privileges to delete them. */
export const isDelete = (privilege: string): boolean => deleting.some((one) => one === privilege);

/** Those that show or destroy. */
export const isGrave = (privilege: string): boolean => isReveal(privilege) || isDelete(privilege);

/** How closely a change must be looked at, the most important first. */
export const risks = ["reveal", "delete", "condition", "more", "less"] as const;

export type Risk = (typeof risks)[number];

/** The most severe effect of a change. */
export function riskOf({ gains, weaker }: Effects): Risk {
    if (gains.some(isReveal)) return "reveal";
    if (gains.some(isDelete)) return "delete";
    if (weaker.some(isGrave)) return "condition";
    return gains.length + weaker.length > 0 ? "more" : "less";
}
