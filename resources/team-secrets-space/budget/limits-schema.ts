import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import { asDay, isDay } from "../declared/day";

/** The caps of a budget, and what each has by default: `most` of a kind, or `percent` of them once there are more than `above`. */
const usualCaps = {
    /** People, groups and workload roles that can reveal less than before. */
    "people-lose-reveal": { most: 25, percent: 10, above: 100 },
    /** The same that can reveal more than before. */
    "people-gain-reveal": { most: 25, percent: 10, above: 100 },
    /** Levels of access that go, in teams that stay. */
    "grants-removed": { most: 10, percent: 5, above: 200 },
    "teams-removed": { most: 1, percent: 2, above: 100 },
    /** Teams that go while another one comes for the same people: their secrets would stay behind. */
    "teams-renamed": { most: 0, percent: 0, above: 0 },
    /** Lists of people of which only the beginning is left: a file that was cut off. */
    "lists-cut-off": { most: 0, percent: 0, above: 0 },
    /** Teams that there were, if nothing of all of them is left and others are declared: the files of another stack. */
    "all-replaced": { most: 0, percent: 0, above: 0 },
    /** Folders of teams that go, and folders inside that are no longer declared. */
    "folders-deleted": { most: 10, percent: 5, above: 200 },
    /** Policies that let nobody in any more, because their team is retired. */
    "policies-switched-off": { most: 10, percent: 5, above: 200 },
} as const satisfies Readonly<Record<string, Cap>>;

export type CapName = keyof typeof usualCaps;

export const capNames = Object.keys(usualCaps) as readonly CapName[];

/** What one change may do at most. */
export interface Cap {
    readonly most: number;
    /** Of all that were there before, where that is more than `most`. */
    readonly percent: number;
    /** How many there must be before the percentage counts. */
    readonly above: number;
}

const asCap = "give a whole number, or for example { most: 25, percent: 10, above: 100 }.";

const whole = z.int({ error: "give a whole number." }).min(0, "give 0 or more.");

const cap = z.union(
    [
        whole,
        z.strictObject({
            most: whole.optional(),
            percent: z.number().min(0).max(100).optional(),
            above: whole.optional(),
        }),
    ],
    { error: asCap },
);

/** Rules that a change can break, and that an override lifts. */
const budgetRules = capNames.map((name) => `budget.${name}` as const);

export type BudgetRule = (typeof budgetRules)[number];

const day = z.string({ error: asDay }).refine(isDay, asDay);

const words = (example: string) =>
    z
        .string({ error: `say it in words, for example "${example}".` })
        .min(1, "is empty. Say it, for whoever reads it later.")
        .max(200, "is longer than 200 characters.")
        .refine(isPlain, "holds characters that cannot be seen. Write plain text.");

const asChange =
    'is not the hash of a change. Copy it from the message that refuses the change: "declared:" and 64 digits.';

const override = z.strictObject(
    {
        rule: z.enum(budgetRules as unknown as [BudgetRule, ...BudgetRule[]], {
            error: `use one of ${budgetRules.join(", ")}.`,
        }),
        change: z.string({ error: asChange }).regex(/^declared:[0-9a-f]{64}$/, asChange),
        until: day,
        why: words("the teams moved to the other stack"),
    },
    { error: "give { rule: …, change: …, until: …, why: … }, as the message says that refuses the change." },
);

const freeze = z.strictObject(
    {
        what: z.enum(["removals", "gains", "all"], { error: 'use "removals", "gains" or "all".' }),
        by: words("ben@acme.com"),
        until: day,
        why: words("audit, CHG-1234"),
    },
    { error: 'give { what: removals, by: …, until: "2026-12-31", why: … }.' },
);

/** The keys that limit what one change may do, in `platform.yaml`, or in the configuration of a stack without files. */
export const limitsShape = {
    /** What one change may do at most; a key that is left out has its default. */
    budget: z
        .strictObject(Object.fromEntries(capNames.map((name) => [name, cap.optional()])) as CapShape, {
            error: "give caps by name, for example { teams-removed: 5 }.",
        })
        .optional(),
    /** Changes that may go beyond a cap, each one change alone. */
    overrides: z.array(override, { error: "give a list: the message that refuses a change has its entry." }).optional(),
    /** Changes that wait. */
    freeze: freeze.optional(),
};

type CapShape = Readonly<Record<CapName, z.ZodOptional<typeof cap>>>;

const limitsSchema = z.object(limitsShape);

/** What limits one change, as it is declared. */
export type Limits = z.infer<typeof limitsSchema>;

export type Freeze = NonNullable<Limits["freeze"]>;

/** A cap as it applies. */
export function capOf({ budget }: Limits, name: CapName): Cap {
    const declared = budget?.[name];
    if (typeof declared === "number") return { most: declared, percent: 0, above: 0 };
    const { most, percent, above } = usualCaps[name];
    return {
        most: declared?.most ?? most,
        percent: declared?.percent ?? percent,
        above: declared?.above ?? above,
    };
}

/** How many a cap allows, of so many that there were. */
export const allowedBy = ({ most, percent, above }: Cap, population: number): number =>
    population > above ? Math.max(most, Math.floor((population * percent) / 100)) : most;
