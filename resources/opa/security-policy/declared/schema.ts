import { z } from "zod";
import type { Mistake } from "../../../lifecycle/declared/mistake";
import { existingIdKey, ownerKey, type Properties } from "../../../lifecycle/declared/plain";
import { describing, opaId, text } from "../../declared-text";
import { principals } from "./principal-schema";
import { rules } from "./rule-schema";

/** The declared shape, with its defaults. Each field is explained on `OpaSecurityPolicyArgs`. */
export const declaredSchema = z.object({
    name: text(255),
    description: describing.default(""),
    active: z.boolean({ error: "use true or false." }).default(true),
    resourceGroup: text(255).optional(),
    scope: z.literal("team", { error: 'use "team", for every resource group.' }).optional(),
    principals,
    rules,
    waitForGroups: z
        .int({ error: "give whole seconds, 0 to 3600." })
        .min(0, "give 0 to 3600 seconds.")
        .max(3600, "give 0 to 3600 seconds.")
        .default(60),
    pushedBy: z.array(text(255), { error: "give a list of ids of group push mappings." }).optional(),
    onExisting: z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail"),
    [ownerKey]: z.string().optional(),
    [existingIdKey]: opaId.optional(),
});

/** A checked declaration. */
export type Declared = z.infer<typeof declaredSchema>;

/** A policy without a resource group covers all of them: that must be declared, never happen by omission. */
export function scopeMistakes({ resourceGroup, scope }: Properties): readonly Mistake[] {
    if ((resourceGroup === undefined) !== (scope === undefined)) return [];
    const said = scope === undefined ? "no scope is declared" : "two scopes are declared";
    const reason = `${said}. Declare either resourceGroup, or scope: "team" for every resource group.`;
    return [{ property: "resourceGroup", reason }];
}

/** Nobody is there to meet a condition for a workload, so such a rule would grant it nothing (docs/contracts/opa-api.md 9). */
export function workloadMistakes({ principals: declared, rules: list }: Properties): readonly Mistake[] {
    const { workloadRoles } = Object(declared) as { workloadRoles?: unknown };
    if (!Array.isArray(workloadRoles) || workloadRoles.length === 0 || !Array.isArray(list)) return [];
    const reason =
        "are for a workload role too, which can neither pass MFA nor ask for an approval. Give the role a policy of its own, or " +
        "remove them.";
    return list.flatMap((one: unknown, index) => {
        const { conditions } = Object(one) as { conditions?: unknown };
        return Array.isArray(conditions) && conditions.length > 0
            ? [{ property: `rules[${index}].conditions`, reason }]
            : [];
    });
}
