import { z } from "zod";
import type { Nothing } from "../../lifecycle/declared/whole";
import type { DeclaredCondition } from "../../opa/security-policy/declared/condition";
import { anyFactor } from "../../opa/security-policy/declared/condition-schema";
import type { SpaceConditions } from "./declared-team";

/** A type of request that somebody approves, which a stack gives a name. */
export interface Approval {
    readonly id: string;
    readonly name: string;
    readonly lasts?: string | undefined;
}

const asDuration = 'is not a duration. Write whole minutes or hours, for example "30m" or "8h".';

/** The approval of this name; names of objects' own are none. */
const approvalIn = (approvals: Readonly<Record<string, Approval>>, name: string | undefined): Approval | undefined =>
    name !== undefined && Object.hasOwn(approvals, name) ? approvals[name] : undefined;

/** Minutes or hours, as people write them. */
export const duration = z.string({ error: asDuration }).regex(/^[1-9]\d{0,5}[mh]$/, asDuration);

const asMfaEvery = 'is not how long MFA counts. Write "each-time", or from "5m" to "12h".';

const mfaEvery = z.string({ error: asMfaEvery }).refine((text) => isMfaEvery(text), asMfaEvery);

/** The keys of conditions; each may be left out. */
export const conditionsSchema = z.strictObject(
    {
        mfa: z.enum(["any", "phishing-resistant"], { error: 'use "any" or "phishing-resistant".' }).optional(),
        mfaEvery: mfaEvery.optional(),
        approval: z.string({ error: "give the name that the stack has for it." }).min(1, "is empty.").optional(),
        approvalLasts: duration.optional(),
    },
    { error: 'give conditions, for example { mfa: any }, or "none".' },
) satisfies z.ZodType<SpaceConditions>;

/** What is declared for a space or a level: conditions, or that there are none. */
export const conditionsOrNone = z.preprocess(
    (value) => (value === "none" ? { none: true } : value),
    conditionsSchema.extend({ none: z.literal(true).optional() }),
);

/** What is declared, read. */
export type ConditionsOrNone = z.infer<typeof conditionsOrNone>;

/** The layers of conditions, the lowest first: a key counts in the highest that has it, and "none" takes away all below. */
export function layered(...layers: readonly (ConditionsOrNone | undefined)[]): SpaceConditions {
    const written = layers.map(({ none, ...keys } = {}) =>
        Object.entries(keys).filter(([, value]) => value !== undefined),
    );
    const lowest = Math.max(
        0,
        layers.findLastIndex((layer) => layer?.none === true),
    );
    return Object.fromEntries(written.slice(lowest).flat());
}

/** What OPA takes when nothing is declared. */
const usualMfaEvery = "30m";
const usualMfaSeconds = secondsOf(usualMfaEvery);

/** The conditions in OPA's form. Never throws: what has no such form was reported as a mistake before. */
export function asRuleConditions(
    { mfa, mfaEvery: every, approval, approvalLasts, ...rest }: SpaceConditions,
    approvals: Readonly<Record<string, Approval>>,
): { readonly mfa: DeclaredCondition[]; readonly approval: DeclaredCondition[] } {
    rest satisfies Nothing;
    const request = approvalIn(approvals, approval);
    const lasts = approvalLasts ?? request?.lasts;
    return {
        mfa: mfa
            ? [
                  {
                      conditionType: "mfa",
                      reAuthFrequencyInSeconds: every === undefined ? usualMfaSeconds : secondsOf(every),
                      acrValues: mfa === "any" ? anyFactor : "phr",
                  },
              ]
            : [],
        approval:
            request && lasts !== undefined
                ? [
                      {
                          conditionType: "access_request",
                          requestTypeId: request.id,
                          requestTypeName: request.name,
                          expiresAfterSeconds: secondsOf(lasts),
                      },
                  ]
                : [],
    };
}

/** What is wrong with conditions as they come out of all layers, for a person who wrote one of them. */
export function conditionMistakes(
    { mfa, mfaEvery: every, approval, approvalLasts, ...rest }: SpaceConditions,
    approvals: Readonly<Record<string, Approval>>,
): readonly string[] {
    rest satisfies Nothing;
    const names = Object.keys(approvals);
    const known = names.length > 0 ? `Known are: ${names.join(", ")}.` : "None is listed there.";
    const request = approvalIn(approvals, approval);
    return [
        ...(every !== undefined && !mfa ? ["mfaEvery is declared without mfa. Declare mfa too, or leave it out."] : []),
        ...(approvalLasts !== undefined && approval === undefined
            ? ["approvalLasts is declared without approval. Declare approval too, or leave it out."]
            : []),
        ...(approval !== undefined && !request
            ? [`approval "${approval}" is not a name of pulumi-okta-opa:approvals. ${known}`]
            : []),
        ...(request && approvalLasts === undefined && request.lasts === undefined
            ? [`how long approval "${approval}" lasts is not declared. Declare approvalLasts, for example "8h".`]
            : []),
    ];
}

/** How conditions fall short of a minimum; empty when they are at least as tight. */
export function shortOf(
    { mfa, mfaEvery: every, approval, approvalLasts, ...rest }: SpaceConditions,
    actual: SpaceConditions,
    approvals: Readonly<Record<string, Approval>>,
): readonly string[] {
    rest satisfies Nothing;
    const lasting = ({ approval: name, approvalLasts: lasts }: SpaceConditions) =>
        secondsOf(lasts ?? approvalIn(approvals, name)?.lasts ?? "999999h");
    return [
        ...(mfa && !actual.mfa ? [`mfa is not asked, the minimum is "${mfa}"`] : []),
        ...(mfa === "phishing-resistant" && actual.mfa === "any"
            ? ['mfa is "any", the minimum is "phishing-resistant"']
            : []),
        ...(every !== undefined && actual.mfa && secondsOfMfa(actual) > secondsOf(every)
            ? [`mfaEvery is "${actual.mfaEvery ?? usualMfaEvery}", the minimum is "${every}"`]
            : []),
        ...(approval !== undefined && actual.approval !== approval
            ? [`approval is ${actual.approval ? `"${actual.approval}"` : "not asked"}, the minimum is "${approval}"`]
            : []),
        ...(approvalLasts !== undefined && actual.approval !== undefined && lasting(actual) > secondsOf(approvalLasts)
            ? [`an approval lasts longer than the minimum allows, "${approvalLasts}"`]
            : []),
    ];
}

/** The same conditions with what an unwritten key of them stands for, so that a looser one falls short of it. */
export function withDefaults(
    conditions: SpaceConditions,
    approvals: Readonly<Record<string, Approval>>,
): SpaceConditions {
    const { mfa, mfaEvery: every, approval, approvalLasts, ...rest } = conditions;
    rest satisfies Nothing;
    return {
        ...conditions,
        ...(mfa ? { mfaEvery: every ?? usualMfaEvery } : {}),
        ...(approval === undefined ? {} : { approvalLasts: approvalLasts ?? approvalIn(approvals, approval)?.lasts }),
    };
}

const secondsOfMfa = ({ mfaEvery: every }: SpaceConditions): number =>
    every === undefined ? usualMfaSeconds : secondsOf(every);

/** Seconds of a duration; 0 for "each-time". */
function secondsOf(text: string): number {
    if (text === "each-time") return 0;
    return Number(text.slice(0, -1)) * (text.endsWith("h") ? 3600 : 60);
}

/** OPA takes 0, or 300 to 43,200 seconds (docs/contracts/opa-api.md 0.1). */
function isMfaEvery(text: string): boolean {
    if (text === "each-time") return true;
    return duration.safeParse(text).success && secondsOf(text) >= 300 && secondsOf(text) <= 43_200;
}
