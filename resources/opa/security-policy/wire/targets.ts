import type { NamedObject, WireRule } from "./wire";

/** The folders and secrets that a rule on secrets is about; none for a rule on anything else. */
export function targetsOf(rule: WireRule): NamedObject[] {
    const { selectors } = Object(rule["resource_selector"]) as { selectors?: unknown };
    if (!Array.isArray(selectors)) return [];
    return selectors.flatMap((one) => {
        const selector = Object(Object(one).selector) as { secret_folder?: NamedObject; secret?: NamedObject };
        return selector.secret_folder ?? selector.secret ?? [];
    });
}
