import { z } from "zod";
import { text } from "../../declared-text";
import type { DeclaredAccessRequest, DeclaredCondition, DeclaredMfa } from "./condition";
import { eachOnce, inOrder } from "./ordered";

const reAuthMessage = "give whole seconds: 0 (ask every time) or 300 to 43200.";

/** OPA's name for "any second factor"; an MFA condition that names no factor means the same. */
export const anyFactor = "urn:okta:loa:2fa:any";

/** Ranges as in OPA's OpenAPI (docs/contracts/opa-api.md 0.1). */
const mfa = z.strictObject({
    conditionType: z.literal("mfa"),
    reAuthFrequencyInSeconds: z
        .int({ error: reAuthMessage })
        .refine((seconds) => seconds === 0 || (seconds >= 300 && seconds <= 43200), reAuthMessage)
        .default(1800),
    acrValues: z
        .enum([anyFactor, "phr"], { error: `use "${anyFactor}", or "phr" for a phishing-resistant one.` })
        .default(anyFactor),
} satisfies Record<keyof DeclaredMfa, z.ZodType>);

const expiresMessage = "give whole seconds, at least 1.";

/** No source gives a range for the expiry but its type, int32. */
const accessRequest = z.strictObject({
    conditionType: z.literal("access_request"),
    requestTypeId: text(64),
    requestTypeName: text(1024),
    expiresAfterSeconds: z
        .int({ error: expiresMessage })
        .min(1, expiresMessage)
        .max(2 ** 31 - 1, "is more seconds than OPA accepts."),
} satisfies Record<keyof DeclaredAccessRequest, z.ZodType>);

const condition = z.discriminatedUnion("conditionType", [mfa, accessRequest], {
    error: ({ input }) =>
        Object(input).conditionType === "gateway"
            ? "is a condition for servers only: nobody reaches a secret through a gateway. Remove it."
            : 'is not a condition for secrets. Use the conditionType "mfa" or "access_request".',
});

/** The conditions of a rule. All must be met, so their order has no meaning: they are sorted. */
export const conditions = z
    .array(condition, { error: "give a list of conditions." })
    .superRefine(eachOnce(kindOf, (twin) => `is the same kind of condition as conditions[${twin}]. Keep one of them.`))
    .transform(sortedConditions);

/** Conditions in the order in which they are compared. */
export function sortedConditions(list: readonly DeclaredCondition[]): DeclaredCondition[] {
    return inOrder(list, kindOf);
}

/** MFA first, then the requests; a rule has at most one of each kind. */
function kindOf(condition: DeclaredCondition): string {
    return condition.conditionType === "mfa" ? "" : `request ${condition.requestTypeId}`;
}
