import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import type { Means } from "./means";
import { type Resource, reliesOn } from "./state";

/**
 * What must be deleted before `root` is: everything that would be replaced if what it has from there were unknown, and what
 * hangs on that in the same way. Those come later that hang on others.
 *
 * @param seen URNs that are registered already, so that they cannot hang on it any more.
 */
export async function replacedWith(
    root: Resource,
    { state, pluginFor }: Means,
    seen: ReadonlySet<string>,
): Promise<readonly Resource[]> {
    const [replaced, hanging] = [new Set([root.urn]), new Set([root.urn])];
    const found: Resource[] = [];
    for (const one of state.resources) {
        if (seen.has(one.urn) || !one.dependencies.some((urn) => hanging.has(urn))) continue;
        hanging.add(one.urn);
        const isMet = (key: string) => one.propertyDependencies[key]?.some((urn) => replaced.has(urn)) === true;
        if (!one.isCustom || one.isPendingReplacement || !Object.keys(one.inputs).some(isMet)) continue;
        const inputs = Object.entries(one.inputs).map(([key, value]) => [key, isMet(key) ? unknownValue : value]);
        const news = Object.fromEntries(inputs) as Properties;
        const { changes, replaces } = await pluginFor(one.type).diff(one.id, one.outputs, news);
        if (!changes || replaces.length === 0) continue;
        replaced.add(one.urn);
        found.push(one);
    }
    return found;
}

/** Everything that hangs on one of these, directly or not, and these. */
export function dependentsOf(urns: ReadonlySet<string>, all: readonly Resource[]): ReadonlySet<string> {
    const found = new Set(urns);
    for (const one of all) if (reliesOn(one).some((urn) => found.has(urn))) found.add(one.urn);
    return found;
}
