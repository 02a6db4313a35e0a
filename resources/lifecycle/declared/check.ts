import type { z } from "zod";
import type { Mistake } from "./mistake";
import type { Properties } from "./plain";
import { holdsUnknown } from "./unknown";

export interface Checked {
    /** Canonical: defaults applied, sets sorted. Properties that are not known yet stay as they are. */
    readonly inputs: Properties;
    readonly mistakes: readonly Mistake[];
}

/**
 * Checks a declaration without the network and reports every mistake at once. A property that holds a value not known yet passes,
 * except for those of its parts that are known and wrong.
 */
export function checked(schema: z.ZodObject, news: Properties): Checked {
    const inputs: Record<string, unknown> = {};
    const mistakes: Mistake[] = unknownKeys(Object.keys(schema.shape), Object.keys(news));
    for (const [key, field] of Object.entries(schema.shape)) {
        const value = news[key] ?? undefined;
        const result = (field as z.ZodType).safeParse(value);
        if (result.success) {
            if (result.data !== undefined) inputs[key] = result.data;
            continue;
        }
        if (value !== undefined) inputs[key] = value;
        for (const issue of result.error.issues) {
            if (holdsUnknown(at(value, issue.path))) continue;
            mistakes.push({ property: written([key, ...issue.path]), reason: reasonOf(issue, at(value, issue.path)) });
        }
    }
    return { inputs, mistakes };
}

/** A property path as one would write it. */
function written(path: readonly PropertyKey[]): string {
    return path
        .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index ? "." : ""}${String(part)}`))
        .join("");
}

/** What to say of keys that nothing reads. */
function unknownKeys(allowed: readonly string[], given: readonly string[]): Mistake[] {
    return given
        .filter((key) => !allowed.includes(key))
        .map((key) => {
            const near = allowed.find((candidate) => isNear(candidate, key));
            const shown = allowed.filter((one) => !one.startsWith("__")).sort();
            const fix = near ? `Did you mean "${near}"?` : `Known here: ${shown.join(", ")}.`;
            return { property: key, reason: `${unknownKey(key)} ${fix}` };
        });
}

const unknownKey = (key: string): string => `unknown key "${key}".`;

/** The first key that a mistake's reason calls unknown. */
export const unknownKeyIn = (reason: string): string | undefined => /^unknown key "(.*?)"\./s.exec(reason)?.[1];

/** What one issue of a schema means to the person who wrote the value. */
function reasonOf(issue: z.core.$ZodIssue, value: unknown): string {
    if (issue.code === "unrecognized_keys") return issue.keys.map(unknownKey).join(" ");
    if (value === undefined || value === null) return "is missing. Declare it.";
    return `${shown(value)}: ${isUnquoted(issue, value) ? unquoted(value) : issue.message}`;
}

/** A value as a message shows it: whole, or enough of it to know it again. */
export function shown(value: unknown): string {
    const given = JSON.stringify(value);
    return given.length > saidAtMost ? `${given.slice(0, saidAtMost)}…` : given;
}

/** YAML takes 0123, 1e5 and true without quotes for something else than text. */
function isUnquoted(issue: z.core.$ZodIssue, value: unknown): value is number | boolean {
    const isText = issue.code === "invalid_type" && issue.expected === "string";
    return isText && (typeof value === "number" || typeof value === "boolean");
}

const unquoted = (read: number | boolean): string =>
    `was read as ${typeof read === "number" ? "a number" : "true or false"}, not as text. Write what you mean in quotes.`;

/** Characters of a value that a message repeats. */
const saidAtMost = 100;

function at(value: unknown, path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>(
        (inner, part) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, part) : inner),
        value,
    );
}

function isNear(candidate: string, key: string): boolean {
    const [short, long] = [candidate.toLowerCase(), key.toLowerCase()].sort((a, b) => a.length - b.length);
    return short !== undefined && long !== undefined && (distance(short, long) <= 2 || long.startsWith(short));
}

function distance(a: string, b: string): number {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (const [i, letter] of [...a].entries()) {
        const next = [i + 1];
        for (const [j, other] of [...b].entries()) {
            const swapped = (row[j] ?? 0) + (letter === other ? 0 : 1);
            next.push(Math.min(swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
        }
        row = next;
    }
    return row[b.length] ?? 0;
}
