import type { Review } from "../page/document";
import { quoted } from "../page/words";
import { frozenInWords } from "../stops/frozen";

/** What a page says if the change is stopped. */
export interface Stopped {
    readonly title: string;
    /** What stops it, and what looks like an accident. */
    readonly sentences: readonly string[];
    /** The text above the lines, and the lines that lift it; none if only a freeze stops it. */
    readonly lift: { readonly text: string; readonly lines: readonly string[] } | undefined;
}

/** Whether a program would refuse this change. */
const isRefused = ({ stops }: Pick<Review, "stops">): boolean =>
    stops !== null && (stops.refused.length > 0 || stops.freeze !== null);

const blockingIn = ({ findings }: Pick<Review, "findings">): Review["findings"] =>
    findings.filter(({ blocks }) => blocks);

/** Whether a program would refuse this change, or a rule of the review. */
export const isStopped = (page: Pick<Review, "stops" | "findings">): boolean =>
    isRefused(page) || blockingIn(page).length > 0;

/** Why a change is stopped; undefined if it is not. */
export function stoppedOf(page: Review): Stopped | undefined {
    const blocking = blockingIn(page).map(({ rule, what }) => `${rule}: ${what}`);
    const { stops } = page;
    if (!stops || !isRefused(page)) {
        if (blocking.length === 0) return undefined;
        return {
            title: "Stopped by the rules of platform.yaml, or of this command",
            sentences: blocking,
            lift: undefined,
        };
    }
    const { refused, freeze, accident, overridesIn, overridesKey } = stops;
    const lines = [`${overridesKey}:`, ...refused.map(({ override }) => `  ${override}`)];
    const text = `If it is meant, add this to ${overridesIn}. It holds for this change alone:`;
    return {
        title: "Stopped: the program refuses this change, and does nothing",
        sentences: [
            ...refused.map(({ rule, what }) => `${rule}: ${what}`),
            ...(freeze ? [frozenInWords(freeze as Parameters<typeof frozenInWords>[0])] : []),
            ...blocking,
            ...accident.map((sign) => `It looks like an accident: ${sign}`),
        ],
        lift: refused.length > 0 ? { text, lines } : undefined,
    };
}

const capsInWords: Readonly<Record<string, string>> = {
    "people-lose-reveal": "losing reveal",
    "people-gain-reveal": "gaining reveal",
    "grants-removed": "grants removed",
    "teams-removed": "teams removed",
    "teams-renamed": "teams that seem to have another name",
    "lists-cut-off": "lists of people that end early",
    "all-replaced": "teams replaced, all that there were",
    "folders-deleted": "folders deleted",
    "policies-switched-off": "policies switched off",
};

/** How much of its budget a change uses, and which overrides lift a cap. */
export function budgetOf({ stops, rows }: Review): readonly string[] {
    if (!stops) return [];
    const used = stops.budget.filter(({ count }) => count > 0);
    const lines = used.map(({ cap, count, allowed }) =>
        allowed === null ? `${capsInWords[cap]} ${count}` : `${capsInWords[cap]} ${count} of at most ${allowed}`,
    );
    const isFirst = used.some(({ allowed }) => allowed === null);
    const first = isFirst ? "; there is no cap, because nothing was declared before" : "";
    const isOfGroups =
        used.some(({ cap }) => cap.startsWith("people-")) && rows.some(({ groups }) => groups.length > 0);
    const groups = isOfGroups ? "; a group that is there already counts as one, whoever is in it" : "";
    return [
        lines.length > 0 ? `${lines.join(", ")}${groups}${first}.` : "nothing of it is used.",
        ...stops.lifted.map(
            ({ rule, what, until, why }) => `An override until ${until} lifts ${rule} (${quoted(why)}): ${what}`,
        ),
    ];
}

/** How many findings of a rule a page shows. */
const mostOfRule = 3;

/** What the rules find, other than what stops the change. Who can reveal from now on stands in the table already. */
export function rulesOf({ findings }: Review): readonly string[] {
    const shown = findings.filter(({ rule, level, blocks }) => !blocks && !(rule === "new-reveal" && level === "note"));
    return [...new Set(shown.map(({ rule }) => rule))].flatMap((name) => {
        const all = shown.filter(({ rule }) => rule === name);
        const rest = all.length - mostOfRule;
        return [...all.slice(0, mostOfRule).map(findingInWords), ...(rest > 0 ? [`${name}: and ${rest} more.`] : [])];
    });
}

const findingInWords = ({ rule, level, what, accepted }: Review["findings"][number]): string =>
    accepted
        ? `${rule}, accepted until ${accepted.until} (${quoted(accepted.why)}): ${what}`
        : `${rule} (${level}): ${what}`;

/** The level of a page in colours and marks. */
export const levelOf = (page: Review): Review["verdict"]["level"] | "stopped" =>
    isStopped(page) ? "stopped" : page.verdict.level;

/** The beginning of a page that is stopped. */
export function stoppedFirst(page: Review): string {
    const { stops } = page;
    const blocking = blockingIn(page).map(({ rule }) => rule);
    const rules = [
        ...(stops?.refused ?? []).map(({ rule }) => rule),
        ...(stops?.freeze ? ["freeze"] : []),
        ...new Set(blocking),
    ];
    return rules.length > 0 ? `Stopped by ${rules.join(", ")}. ` : "";
}
