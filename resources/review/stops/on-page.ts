import type { DeclaredLimits } from "../../team-secrets-space/budget/limits";
import { limitsShape } from "../../team-secrets-space/budget/limits-schema";
import type { StopsOnPage } from "../page/document";
import { quoted } from "../page/words";
import { type Broken, type Limited, stopsOf } from "./stops-of";

/** What stops the program if this change is applied, as the page shows it; null if no limits are known. */
export function stopsOnPage({ base, head, nowMs }: Omit<Limited, "limits" | "allowed">): StopsOnPage | null {
    const { limits } = head;
    if (!limits) return null;
    const { measured, budget, broken, accident, frozen } = stopsOf({ base, head, limits: limits.limits, nowMs });
    return {
        change: measured.change,
        budget: budget.map((line) => ({ ...line })),
        refused: broken.flatMap(({ rule, what, entry, but }) =>
            entry === undefined ? [] : [{ rule, what: [`${what}.`, ...but].join(" "), override: entry }],
        ),
        overridesIn: limits.where,
        overridesKey: `${limits.prefix}overrides`,
        lifted: broken.flatMap(liftedIn),
        accident: [...accident],
        freeze: frozen ? { ...frozen } : null,
    };
}

const liftedIn = ({ rule, what, lifted }: Broken): StopsOnPage["lifted"] =>
    lifted ? [{ rule, what: `${what}.`, ...lifted }] : [];

/** Changes of what limits changes: whoever may write it must see that. */
export function limitsChanged(base: DeclaredLimits | undefined, head: DeclaredLimits | undefined): readonly string[] {
    if (!head) return [];
    return (Object.keys(limitsShape) as readonly (keyof DeclaredLimits["limits"])[]).flatMap((key) => {
        const [was, is] = [base?.limits[key], head.limits[key]].map((value) =>
            value === undefined ? "none" : JSON.stringify(value),
        );
        // Without JSON's quotes: people write it as YAML.
        const plain = (text = "") => quoted(text.replaceAll('"', "").replaceAll(/([:,])/g, "$1 "));
        return was === is ? [] : [`${head.prefix}${key} in ${head.where} was ${plain(was)}, and is ${plain(is)}.`];
    });
}
