import type { StackSettings } from "../../team-secrets-space/declared/stack-settings";
import { teamsIn } from "../../team-secrets-space/teams/teams-in";
import type { Seen } from "../look/seen";
import type { Found } from "./found";

/**
 * Conflicts between teams that are valid by themselves, reported for each of them: two must not share a name or a
 * group.
 */
export function together(found: readonly Found[], { parent }: Seen, settings: StackSettings): readonly Found[] {
    const clean = found.filter(({ declaration }) => declaration);
    const place = { resourceGroup: parent.resourceGroup.id, project: parent.project.id, parentFolder: parent.path };
    const list = clean.map(({ name, declaration }) => ({
        name,
        ...declaration?.team,
        existing: declaration?.existing,
    }));
    const { mistakes } = list.length === 0 ? { mistakes: [] } : teamsIn(list, place, undefined, settings);
    const told = (reason: string) =>
        reason.replaceAll(/teams\[(\d+)\]/g, (_written, index: string) => `team "${clean[Number(index)]?.name}"`);
    return found.map((one) => {
        const index = clean.indexOf(one);
        const wrong = mistakes.filter(
            ({ property }) => index >= 0 && new RegExp(`^teams\\[${index}\\](?:\\.|$)`).test(property),
        );
        if (wrong.length === 0) return one;
        const reasons = wrong.map(({ property, reason }) => ({
            verdict: "differs" as const,
            what: `${property.replace(/^teams\[\d+\]\.?/, "")}: ${told(reason)}`,
        }));
        return { ...one, declaration: undefined, reasons: [...one.reasons, ...reasons] };
    });
}
