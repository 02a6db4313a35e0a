import { z } from "zod";
import type { Mistake } from "../../lifecycle/check";
import type { Properties } from "../../lifecycle/plain";
import { opaId, opaIdOrPath } from "../opa-id";
import { privilegeWords, spelledOut } from "./privileges";

/** Limits of the API (contracts/opa-api.md 0.1, OAS). */
const principalsAtMost = 40;
const rulesAtMost = 30;

const text = (atMost: number) =>
    z
        .string({ error: "is not text." })
        .min(1, "is empty. Give a text.")
        .max(atMost, `is longer than ${atMost} characters.`);

const reAuthMessage = "give whole seconds: 0 (ask every time) or 300 to 43200.";
const mfa = z.strictObject({
    conditionType: z.literal("mfa"),
    reAuthFrequencyInSeconds: z
        .int({ error: reAuthMessage })
        .refine((seconds) => seconds === 0 || (seconds >= 300 && seconds <= 43200), reAuthMessage)
        .default(1800),
    acrValues: z
        .enum(["urn:okta:loa:2fa:any", "phr"], {
            error: 'use "urn:okta:loa:2fa:any", or "phr" for phishing resistant.',
        })
        .optional(),
});

const accessRequest = z.strictObject({
    conditionType: z.literal("access_request"),
    requestTypeId: text(64),
    requestTypeName: text(1024),
    expiresAfterSeconds: z.int({ error: "give whole seconds." }).min(1, "give at least 1 second."),
});

const condition = z.discriminatedUnion("conditionType", [mfa, accessRequest], {
    error: 'is no condition on secrets. Its conditionType is "mfa" or "access_request".',
});

const rule = z
    .strictObject({
        name: text(256),
        secretFolderId: opaIdOrPath.optional(),
        secretId: opaIdOrPath.optional(),
        privileges: z
            .array(z.enum(privilegeWords, { error: `use any of ${privilegeWords.join(", ")}.` }), {
                error: `give a list of ${privilegeWords.join(", ")}.`,
            })
            .min(1, "is empty: the rule would grant nothing. List at least one privilege.")
            .transform(spelledOut)
            .optional(),
        conditions: z.array(condition, { error: "give a list of conditions." }).optional(),
        raw: z.record(z.string(), z.unknown(), { error: "give the rule as OPA's API writes it." }).optional(),
    })
    .superRefine((declared, issues) => {
        const targets = [declared.secretFolderId, declared.secretId, declared.raw].filter((one) => one !== undefined);
        if (targets.length !== 1) {
            issues.addIssue({ code: "custom", message: "declare exactly one of secretFolderId, secretId and raw." });
        } else if (declared.raw) {
            if (!declared.privileges && !declared.conditions) return;
            issues.addIssue({ code: "custom", message: "a raw rule has its privileges and conditions in raw." });
        } else if (!declared.privileges) {
            issues.addIssue({ code: "custom", message: "privileges are missing. List at least one." });
        }
    })
    .transform((declared) => (declared.raw ? declared : { ...declared, conditions: declared.conditions ?? [] }));

const group = z
    .strictObject({ id: opaId.optional(), name: text(255).optional() }, { error: 'give { name: "…" } or { id: "…" }.' })
    .refine(({ id, name }) => (id === undefined) !== (name === undefined), "declare either its name or its id.")
    .refine(
        ({ name }) => name !== "everyone",
        'OPA does not take the built-in group "everyone". Declare another group.',
    );

const role = z.strictObject({ id: opaId }, { error: 'give { id: "…" }.' });

const sorted =
    <T>(key: (one: T) => string) =>
    (list: T[]): T[] =>
        [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));

const principals = z
    .strictObject(
        {
            userGroups: z
                .array(group, { error: "give a list of groups." })
                .default([])
                .transform(sorted(({ id, name }) => `${name ?? ""} ${id ?? ""}`)),
            workloadRoles: z
                .array(role, { error: "give a list of roles." })
                .default([])
                .transform(sorted(({ id }) => id)),
        },
        { error: "give { userGroups: [...] }." },
    )
    .refine(
        ({ userGroups, workloadRoles }) => userGroups.length + workloadRoles.length > 0,
        "names nobody. Declare a group.",
    )
    .refine(
        ({ userGroups, workloadRoles }) => userGroups.length + workloadRoles.length <= principalsAtMost,
        `names more than ${principalsAtMost}, which is OPA's limit.`,
    );

/** The declared shape, with its defaults. Each field is explained on `OpaSecurityPolicyArgs`. */
export const declaredSchema = z.object({
    name: text(255),
    description: z.string({ error: "is not text." }).default(""),
    active: z.boolean({ error: "use true or false." }).default(true),
    resourceGroup: text(255).optional(),
    scope: z.literal("team", { error: 'use "team", for every resource group.' }).optional(),
    principals,
    rules: z
        .array(rule, { error: "give a list of rules." })
        .min(1, "is empty. Declare at least one rule.")
        .max(rulesAtMost, `has more than ${rulesAtMost} rules, which is OPA's limit.`)
        .refine((rules) => new Set(rules.map(({ name }) => name)).size === rules.length, "has two rules of one name.")
        .transform(sorted(({ name }) => name)),
    waitForGroups: z
        .int({ error: "give whole seconds, 0 to 3600." })
        .min(0, "give 0 to 3600 seconds.")
        .max(3600, "give 0 to 3600 seconds.")
        .default(60),
    onExisting: z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail"),
});

export type Declared = z.infer<typeof declaredSchema>;
export type DeclaredRule = Declared["rules"][number];
export type DeclaredCondition = z.infer<typeof condition>;
export type DeclaredGroup = z.infer<typeof group>;

/** A policy without a resource group covers all of them: that must be said, not happen. */
export function scopeMistakes({ resourceGroup, scope }: Properties): readonly Mistake[] {
    if ((resourceGroup === undefined) !== (scope === undefined)) return [];
    const said = scope === undefined ? "no scope is declared" : "two scopes are declared";
    const reason = `${said}. Declare either resourceGroup, or scope: "team" for every resource group.`;
    return [{ property: "resourceGroup", reason }];
}
