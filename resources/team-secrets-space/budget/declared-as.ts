import { z } from "zod";
import type { Properties } from "../../lifecycle/declared/plain";
import type { DeclaredTeam } from "../declared/declared-team";
import type { Place } from "../declared/place";
import { type StackSettings, stackSettings } from "../declared/stack-settings";

/** A team as it was declared when it was applied last, with what the stack said then: what the next change is compared with. */
export const declaredAsShape = z.object({
    /** The name of the team; its space may have another. */
    team: z.string(),
    /** What the program was given, where it gave its space something else. */
    declared: z.record(z.string(), z.unknown()).optional(),
    /** What the stack said for all teams. */
    stack: z.object({
        resourceGroup: z.string().optional(),
        project: z.string().optional(),
        parentFolder: z.string().optional(),
        conditions: z.record(z.string(), z.unknown()).optional(),
        approvals: z.record(z.string(), z.unknown()).optional(),
    }),
});

export type DeclaredAs = z.infer<typeof declaredAsShape>;

/** Keyed by a team's `access` object: each team has its own, and a program that copies the properties copies it too. */
const given = new WeakMap<object, DeclaredAs>();

/** Notes how a team was declared that a program is given. */
export function noteGiven({ name, ...declared }: DeclaredTeam, settings: StackSettings, place: Place): void {
    const { conditions, approvals } = settings;
    const stack = {
        ...Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined)),
        ...(isEmpty(conditions) ? {} : { conditions: { ...conditions } }),
        ...(isEmpty(approvals) ? {} : { approvals }),
    };
    if (declared.access) given.set(declared.access, { team: name, declared: { ...declared }, stack });
}

const isEmpty = (map: object): boolean => Object.keys(map).length === 0;

/** How the team of a space was declared; undefined if the program declared it itself. */
export function declaredAs(args: { readonly access?: unknown }, applied: Properties): DeclaredAs | undefined {
    const { access } = args;
    const as = typeof access === "object" && access !== null ? given.get(access) : undefined;
    if (!as) return undefined;
    const { declared, ...rest } = as;
    return declared && textOf(declared) !== textOf(applied) ? as : rest;
}

/** Whatever order the program gives the properties in. */
const textOf = (declared: Properties): string =>
    JSON.stringify(Object.entries(declared).sort(([one], [other]) => (one < other ? -1 : 1)));

/** The stack's settings as they were. */
export function settingsThen({ stack: { conditions, approvals } }: DeclaredAs): StackSettings {
    const texts: Readonly<Record<string, unknown>> = {
        "pulumi-okta-opa:conditions": conditions,
        "pulumi-okta-opa:approvals": approvals,
    };
    const get = (key: string) => (texts[key] === undefined ? undefined : JSON.stringify(texts[key]));
    return stackSettings({ get }).settings;
}
