import {
    allowedBy,
    type BudgetRule,
    type CapName,
    capNames,
    capOf,
    type Limits,
} from "../../team-secrets-space/budget/limits-schema";
import { dayOf } from "../../team-secrets-space/declared/day";
import type { Checkouts } from "../checkout/read-checkout";
import { sha256 } from "../page/rows";
import { quotedList } from "../page/words";
import { accidentsIn } from "./accident";
import { type Frozen, frozenBy } from "./frozen";
import { type Measured, measured } from "./measured";

/** What an earlier run was allowed to do, as state has it: what is left of it needs nobody's leave again. */
export interface Allowed {
    /** The hash of the change. */
    readonly change: string;
    /** By rule: hashes of the items that may be beyond the cap. */
    readonly items: Readonly<Record<string, readonly string[]>>;
}

/** How much of a cap a change uses. */
interface BudgetLine {
    readonly cap: CapName;
    readonly count: number;
    /** Null: there is no cap, because nothing was applied before. */
    readonly allowed: number | null;
    /** How many there were before. */
    readonly of: number;
}

/** A rule that a change breaks. */
export interface Broken {
    readonly rule: BudgetRule;
    readonly items: readonly string[];
    readonly what: string;
    /** The entry of `overrides` that lifts it; undefined if it is lifted. */
    readonly entry: string | undefined;
    /** Why the overrides that are declared do not lift it. */
    readonly but: readonly string[];
    /** The override that lifts it. */
    readonly lifted: { readonly until: string; readonly why: string } | undefined;
}

/** What stops a change, and what it uses of its budget. */
export interface Stops {
    readonly measured: Measured;
    readonly budget: readonly BudgetLine[];
    readonly broken: readonly Broken[];
    /** Signs that it is not meant, as sentences. */
    readonly accident: readonly string[];
    readonly frozen: Frozen | undefined;
    /** What this run may do beyond a cap. */
    readonly allowed: Allowed | undefined;
}

/** What is compared, and what limits it. */
export interface Limited extends Checkouts {
    readonly limits: Limits;
    readonly nowMs: number;
    readonly allowed?: Allowed | undefined;
}

/** How many days an override holds that a message proposes. */
const proposedDays = 7;

/**
 * What stops a change: the same code decides in a program, before it registers anything, and on the page of a review.
 * If nothing was applied before, nothing can be lost, and no cap applies.
 */
export function stopsOf({ base, head, limits, nowMs, allowed }: Limited): Stops {
    const change = measured(base, head);
    const isFirst = base.teams.size === 0;
    const left = (rule: BudgetRule, items: readonly string[]) => {
        const covered = new Set(coveredBy(limits, allowed, rule, nowMs));
        return items.filter((one) => !covered.has(sha256(one)));
    };
    const lines = capNames.map((cap) => {
        const { items, population } = change.kinds[cap];
        const most = allowedBy(capOf(limits, cap), population);
        return { cap, count: items.length, allowed: isFirst ? null : most, of: population };
    });
    const broken = lines.flatMap((line) => {
        const rule = `budget.${line.cap}` as const;
        const { items } = change.kinds[line.cap];
        if (line.allowed === null || left(rule, items).length <= line.allowed) return [];
        return [brokenOf(rule, items, whatIs(line, change), change.change, { limits, nowMs })];
    });
    return {
        measured: change,
        budget: lines,
        broken,
        accident: accidentsIn(change, base, head),
        frozen: frozenBy(limits.freeze, change, nowMs),
        allowed: isFirst ? allowedAtFirst(change, limits) : allowedBeyond(change, broken),
    };
}

/** Of the first run, what the next one would not be allowed to finish. */
function allowedAtFirst({ kinds }: Measured, limits: Limits): Allowed | undefined {
    const beyond = capNames.filter((cap) => kinds[cap].items.length > capOf(limits, cap).most);
    const items = beyond.map((cap) => [`budget.${cap}`, kinds[cap].items.map(sha256)] as const);
    return beyond.length > 0 ? { change: first, items: Object.fromEntries(items) } : undefined;
}

function allowedBeyond({ change }: Measured, broken: readonly Broken[]): Allowed | undefined {
    const lifted = broken.filter((one) => one.lifted);
    const items = lifted.map(({ rule, items }) => [rule, items.map(sha256)] as const);
    return lifted.length > 0 ? { change, items: Object.fromEntries(items) } : undefined;
}

/** The rules that stop a change. */
export const refusedIn = ({ broken }: Stops): readonly Broken[] => broken.filter(({ lifted }) => !lifted);

/** The items of an earlier run that are still allowed. */
function coveredBy(
    { overrides = [] }: Limits,
    allowed: Allowed | undefined,
    rule: BudgetRule,
    nowMs: number,
): readonly string[] {
    if (!allowed) return [];
    const isStill =
        allowed.change === first ||
        overrides.some((one) => one.rule === rule && one.change === allowed.change && one.until >= dayOf(nowMs));
    return isStill ? (allowed.items[rule] ?? []) : [];
}

/** In place of the hash of a change: that of the first run of a stack, which no cap limits. */
const first = "first";

function brokenOf(
    rule: BudgetRule,
    items: readonly string[],
    what: string,
    change: string,
    { limits: { overrides = [] }, nowMs }: Pick<Limited, "limits" | "nowMs">,
): Broken {
    const today = dayOf(nowMs);
    const own = overrides.filter((one) => one.rule === rule);
    const lifting = own.find((one) => one.change === change && one.until >= today);
    const ended = own.filter((one) => one.change === change && one.until < today);
    const others = own.filter((one) => one.change !== change);
    const until = dayOf(nowMs + proposedDays * 86_400_000);
    return {
        rule,
        items,
        what,
        entry: lifting ? undefined : `- { rule: ${rule}, change: "${change}", until: "${until}", why: "…" }`,
        but: lifting
            ? []
            : [
                  ...ended.map((one) => `The override of this change ended on ${one.until}.`),
                  ...(others.length > 0 ? ["The override that is declared is for another change."] : []),
              ],
        lifted: lifting && { until: lifting.until, why: lifting.why },
    };
}

/** For one, and for any other number. */
const kindsInWords: Readonly<Record<CapName, readonly [one: string, many: string]>> = {
    // A group that exists already counts as one.
    "people-lose-reveal": ["loses reveal", "people lose reveal"],
    "people-gain-reveal": ["gains reveal", "people gain reveal"],
    "grants-removed": ["grant is removed", "grants are removed"],
    "teams-removed": ["team is removed", "teams are removed"],
    "teams-renamed": [
        "team goes while one with the same people and an empty folder comes",
        "teams go while one with the same people and an empty folder comes",
    ],
    "lists-cut-off": ["list of people ends early", "lists of people end early"],
    "all-replaced": ["team is replaced", "teams are replaced at once"],
    "folders-deleted": ["folder is deleted", "folders are deleted"],
    "policies-switched-off": ["policy is switched off", "policies are switched off"],
};

const whatIs = ({ cap, count, allowed, of }: BudgetLine, change: Measured): string =>
    `${count} ${kindsInWords[cap][count === 1 ? 0 : 1]}, of ${of}; one change may do ${allowed}: ${quotedList(namesIn(cap, change), 10)}`;

/** What counts, by name. */
function namesIn(cap: CapName, { kinds, gone, renamed, cutOff, replaced }: Measured): readonly string[] {
    if (cap === "teams-removed") return gone.map(({ space }) => space.name);
    if (cap === "all-replaced") return replaced?.names ?? [];
    if (cap === "lists-cut-off") return cutOff.map(({ team, level }) => [team, level].filter(Boolean).join("/"));
    if (cap === "teams-renamed") return renamed.map((one) => `${one.gone}, now ${one.come}`);
    const { items } = kinds[cap];
    if (cap === "people-gain-reveal" || cap === "people-lose-reveal")
        return items.map((one) => one.replace(/^person /, ""));
    // A folder is its place with the path at the end, a grant its team with the level.
    return items.map((one) => {
        const parts = JSON.parse(one) as readonly string[];
        return (cap === "folders-deleted" ? parts.slice(2) : parts.filter(Boolean)).join("/");
    });
}
