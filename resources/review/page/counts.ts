import type { Review, Row, Tally } from "./document";
import { isDelete, isReveal } from "./effects";
import { count } from "./words";

/**
 * For how many people each kind of thing changes: each person counts once for each kind, in however many folders.
 * "Other access" counts only if the row has nothing more severe.
 */
export function countsOf(rows: readonly Row[]): Review["counts"] {
    const other = (one: string) => !isReveal(one) && !isDelete(one);
    const grave = (one: string) => !other(one);
    return {
        gainReveal: tallyOf(rows, ({ gains }) => gains.some(isReveal)),
        gainDelete: tallyOf(rows, ({ gains }) => gains.some(isDelete)),
        weakerConditions: tallyOf(rows, ({ weaker }) => weaker.some(grave)),
        gainOther: tallyOf(rows, ({ gains, weaker }) => {
            const all = [...gains, ...weaker];
            return all.length > 0 && all.every(other);
        }),
        loseReveal: tallyOf(rows, ({ loses }) => loses.some(isReveal)),
        loseDelete: tallyOf(rows, ({ loses }) => loses.some(isDelete)),
        loseOther: tallyOf(rows, ({ loses }) => loses.length > 0 && loses.every(other)),
        stricterConditions: tallyOf(rows, ({ stricter }) => stricter.length > 0),
    };
}

function tallyOf(all: readonly Row[], counts: (row: Row) => boolean): Tally {
    const rows = all.filter(counts);
    const each = (names: readonly string[]) => new Set(names).size;
    return {
        people: each(rows.flatMap(({ people }) => people.map((name) => name.toLowerCase()))),
        groups: each(
            rows.flatMap(({ groups }) => groups.flatMap(({ name, members }) => (members === null ? [name] : []))),
        ),
        workloads: each(
            rows.flatMap(({ workloadRoles, serviceUsers }) => [...workloadRoles.map(({ id }) => id), ...serviceUsers]),
        ),
    };
}

/** The summary at the top, the most severe first. */
export function verdictOf(
    page: Pick<Review, "rows" | "ifStrictest" | "counts">,
    isIrreversible: boolean,
    unclear: number,
): Review["verdict"] {
    const { level, text } = graver(verdictOnRows(page.rows, page.counts, isIrreversible), page.ifStrictest.instead);
    if (unclear === 0) return { level, text };
    return { level: "grave", text: `${text} ${count(unclear, "thing")} cannot be told before \`up\`: see below.` };
}

const levels: readonly Review["verdict"]["level"][] = ["nothing", "less", "some", "grave"];

/** Which of overlapping conditions counts is unconfirmed: the graver reading is told too. */
function graver(own: Review["verdict"], instead: readonly Row[]): Review["verdict"] {
    const { level, text } = verdictOnRows(instead, countsOf(instead), false);
    if (levels.indexOf(level) <= levels.indexOf(own.level)) return own;
    return { level, text: `${own.text} If OPA asks for the strictest MFA of overlapping rules: ${text}` };
}

function verdictOnRows(rows: readonly Row[], counts: Review["counts"], isIrreversible: boolean): Review["verdict"] {
    // A folder that goes, or that nobody can read any more, is never harmless.
    if (rows.length === 0) {
        return { level: isIrreversible ? "some" : "nothing", text: "Nobody gains or loses any access." };
    }
    const said = [
        ["gains", "gain", "REVEAL", counts.gainReveal],
        ["gains", "gain", "DELETE", counts.gainDelete],
        ["gets", "get", "reveal or delete under weaker conditions", counts.weakerConditions],
        ["gains", "gain", "other access", counts.gainOther],
        ["loses", "lose", "reveal", counts.loseReveal],
        ["loses", "lose", "delete", counts.loseDelete],
        ["loses", "lose", "other access", counts.loseOther],
        ["gets", "get", "stricter conditions", counts.stricterConditions],
    ] as const;
    const sentences = said.flatMap(([one, several, what, tally]) => {
        const who = tallyInWords(tally);
        return who === undefined ? [] : [`${who.text} ${who.isOne ? one : several} ${what}.`];
    });
    const anyGain = ["gainReveal", "gainDelete", "weakerConditions", "gainOther"] as const;
    const gains = anyGain.filter((kind) => tallyInWords(counts[kind]) !== undefined);
    const counted = gains.length === 0 ? "less" : gains.some((kind) => kind !== "gainOther") ? "grave" : "some";
    const level = levelOf(counted, rows);
    // A group that is known to be empty.
    const only = sentences.length === 0 ? ["What groups may do changes, and nobody is in them today."] : [];
    return {
        level: level === "less" && isIrreversible ? "some" : level,
        text: [...(level === "less" ? ["Nobody gains."] : []), ...only, ...sentences].join(" "),
    };
}

/** A group that is empty today may be full tomorrow. */
function levelOf(level: "less" | "some" | "grave", rows: readonly Row[]): Review["verdict"]["level"] {
    const risks = rows.map(({ risk }) => risk);
    if (risks.some((risk) => risk === "reveal" || risk === "delete" || risk === "condition")) return "grave";
    return risks.includes("more") ? "some" : level;
}

/** The people that a number counts; undefined for nobody. */
function tallyInWords({
    people,
    groups,
    workloads,
}: Tally): { readonly text: string; readonly isOne: boolean } | undefined {
    const parts = [
        ...(people > 0 ? [count(people, "person", "people")] : []),
        ...(groups > 0 ? [`everyone in ${count(groups, "group")} of unknown size`] : []),
        ...(workloads > 0 ? [count(workloads, "workload")] : []),
    ];
    if (parts.length === 0) return undefined;
    const text = parts.join(" and ");
    return { text: text[0] === "e" ? `E${text.slice(1)}` : text, isOne: people + workloads + groups === 1 };
}
