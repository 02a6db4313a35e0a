import type { Change, Right } from "../rights/change";
import { isNoHarder, type Way } from "../rights/way";

/** What a change means for privileges, each in one of the lists. */
export interface Effects {
    readonly gains: readonly string[];
    readonly loses: readonly string[];
    /** Less is asked than before, or something else. */
    readonly weaker: readonly string[];
    /** More is asked than before. */
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
    if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
    if (!before) return "gains";
    if (!after) return "loses";
    // Where some ways are easier and others are gone, the easier ones count.
    return after.every((way) => before.some((one) => isNoHarder(one, way))) ? "stricter" : "weaker";
}

const byPrivilege = (rights: readonly Right[]): ReadonlyMap<string, readonly Way[]> =>
    new Map(rights.flatMap(({ privileges, ways }) => privileges.map((one) => [one, ways] as const)));

/** The privileges by which secrets are seen. */
export const isReveal = (privilege: string): boolean => privilege === "secret_reveal";

/** Those by which they are lost. */
export const isDelete = (privilege: string): boolean => privilege === "secret_delete" || privilege === "folder_delete";

const isGrave = (privilege: string): boolean => isReveal(privilege) || isDelete(privilege);

/** How much a change is to be looked at, the most first. */
export const risks = ["reveal", "delete", "condition", "more", "less"] as const;

export type Risk = (typeof risks)[number];

/** The gravest that a change does. */
export function riskOf({ gains, weaker }: Effects): Risk {
    if (gains.some(isReveal)) return "reveal";
    if (gains.some(isDelete)) return "delete";
    if (weaker.some(isGrave)) return "condition";
    return gains.length + weaker.length > 0 ? "more" : "less";
}
