import { z } from "zod";
import type { DeclaredCondition } from "./condition";
import { text } from "./declared-text";
import { inOrder } from "./in-order";

const reAuthMessage = "give whole seconds: 0 (ask every time) or 300 to 43200.";

/** What OPA takes for "any second factor"; an MFA condition that says nothing of factors means the same. */
export const anyFactor = "urn:okta:loa:2fa:any";

/** Ranges as in OPA's OpenAPI (contracts/opa-api.md 0.1). */
const mfa = z.strictObject({
    conditionType: z.literal("mfa"),
    reAuthFrequencyInSeconds: z
        .int({ error: reAuthMessage })
        .refine((seconds) => seconds === 0 || (seconds >= 300 && seconds <= 43200), reAuthMessage)
        .default(1800),
    acrValues: z
        .enum([anyFactor, "phr"], { error: `use "${anyFactor}", or "phr" for phishing resistant.` })
        .default(anyFactor),
});

const expiresMessage = "give whole seconds, at least 1.";

/** No source gives a range for the expiry but its type, int32. */
const accessRequest = z.strictObject({
    conditionType: z.literal("access_request"),
    requestTypeId: text(64),
    requestTypeName: text(1024),
    expiresAfterSeconds: z
        .int({ error: expiresMessage })
        .min(1, expiresMessage)
        .max(2 ** 31 - 1, "is more seconds than OPA can count."),
});

const condition = z.discriminatedUnion("conditionType", [mfa, accessRequest], {
    error: ({ input }) =>
        Object(input).conditionType === "gateway"
            ? "is a condition on servers only: nobody reaches a secret through a gateway. Leave it out."
            : 'is no condition on secrets. Its conditionType is "mfa" or "access_request".',
});

/** The conditions of a rule. All must be met, so their order has no meaning: they are sorted. */
export const conditions = z
    .array(condition, { error: "give a list of conditions." })
    .superRefine((list, issues) => {
        for (const [index, one] of list.entries()) {
            const twin = list.findIndex((other) => isSameKind(one, other));
            if (twin === index) continue;
            const message = `is the same kind of condition as conditions[${twin}]. Declare one of them.`;
            issues.addIssue({ code: "custom", path: [index], message });
        }
    })
    .transform(sortedConditions);

/** Conditions in the one order that everything is compared in. */
export function sortedConditions(list: readonly DeclaredCondition[]): DeclaredCondition[] {
    return inOrder(list, (one) => (one.conditionType === "mfa" ? "" : `request ${one.requestTypeId}`));
}

function isSameKind(one: DeclaredCondition, other: DeclaredCondition): boolean {
    if (one.conditionType === "mfa" || other.conditionType === "mfa") return one.conditionType === other.conditionType;
    return one.requestTypeId === other.requestTypeId;
}
