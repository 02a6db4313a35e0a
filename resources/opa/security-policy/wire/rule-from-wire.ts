import { z } from "zod";
import { plain } from "../../../lifecycle/declared/plain";
import type { Whole } from "../../../lifecycle/declared/whole";
import type { DeclaredAccessRequest, DeclaredCondition, DeclaredMfa } from "../declared/condition";
import { anyFactor, sortedConditions } from "../declared/condition-schema";
import { inOrder } from "../declared/ordered";
import { grantedIn } from "../declared/privileges";
import type { RuleAsDeclared } from "../declared/rule-schema";
import { isSameRaw, rawOf } from "./raw-rule";
import { paired } from "./rule-pairs";
import { isOnOtherThings, secretRuleType, type WireRule } from "./wire";

const target = z.object({ id: z.string() });

const mfa = z.object({
    condition_type: z.literal("mfa"),
    condition_value: z.object({
        // OPA may leave out a zero, as it leaves out what is false: every condition has the field
        // (docs/contracts/opa-api.md 3.2).
        re_auth_frequency_in_seconds: z.number().nullish(),
        acr_values: z.enum([anyFactor, "phr"]).nullish(),
    }),
});

const accessRequest = z.object({
    condition_type: z.literal("access_request"),
    condition_value: z.object({
        request_type_id: z.string(),
        request_type_name: z.string(),
        expires_after_seconds: z.number(),
    }),
});

type WireCondition = z.infer<typeof mfa> | z.infer<typeof accessRequest>;

/** A rule that a declaration can express without `raw`: on one folder or one secret, with the conditions we know. */
const secretRule = z.object({
    name: z.string(),
    resource_type: z.literal(secretRuleType),
    resource_selector: z.object({
        selectors: z.tuple([
            z.union([
                z.object({ selector_type: z.literal("secret_folder"), selector: z.object({ secret_folder: target }) }),
                z.object({ selector_type: z.literal("secret"), selector: z.object({ secret: target }) }),
            ]),
        ]),
    }),
    privileges: z.tuple([
        z.object({
            privilege_type: z.literal("secret"),
            privilege_value: z.record(z.string(), z.unknown()).nullish(),
        }),
    ]),
    conditions: z.array(z.union([mfa, accessRequest])).nullish(),
});

/** The rules of a live policy: those that a declaration covers, and those on other things that it leaves alone. */
export interface RulesAsDeclared {
    readonly rules: readonly RuleAsDeclared[];
    readonly others: readonly WireRule[];
}

/** Live rules as one would declare them, in the words of a declaration where they still hold. */
export function rulesAsDeclared(
    live: readonly WireRule[] | null | undefined,
    declared: readonly RuleAsDeclared[],
): RulesAsDeclared {
    const all = live ?? [];
    const pairs = paired(declared, all);
    const isOther = (rule: WireRule) => isOnOtherThings(rule) && !pairs.has(rule);
    const rules = all.filter((rule) => !isOther(rule)).map((rule) => ruleFromWire(rule, pairs.get(rule)));
    return { rules: inOrder(rules, ({ name }) => name), others: all.filter(isOther) };
}

/** A live rule as one would declare it: raw if it was declared so, or if nothing else can express it. */
export function ruleFromWire(rule: WireRule, declared?: RuleAsDeclared): RuleAsDeclared {
    if (declared?.raw && isSameRaw(declared.raw, rule)) return declared;
    const known = secretRule.safeParse(rule);
    if (!known.success) return { name: rule.name, raw: rawOf(rule) };
    const [{ selector_type, selector }] = known.data.resource_selector.selectors as [Selected];
    const [{ privilege_value: flags }] = known.data.privileges;
    const words: Whole<RuleAsDeclared> = {
        name: rule.name,
        secretFolderId: selector_type === "secret_folder" ? selector.secret_folder?.id : undefined,
        secretId: selector_type === "secret" ? selector.secret?.id : undefined,
        // An absent flag is a false one (docs/contracts/opa-api.md 3.4).
        privileges: grantedIn(flags ?? {}),
        conditions: sortedConditions((known.data.conditions ?? []).map(conditionFromWire)),
        raw: undefined,
    };
    return plain(words);
}

interface Selected {
    readonly selector_type: "secret_folder" | "secret";
    readonly selector: { readonly secret_folder?: { readonly id: string }; readonly secret?: { readonly id: string } };
}

function conditionFromWire(condition: WireCondition): DeclaredCondition {
    if (condition.condition_type === "mfa") {
        const { re_auth_frequency_in_seconds, acr_values } = condition.condition_value;
        return {
            conditionType: "mfa",
            reAuthFrequencyInSeconds: re_auth_frequency_in_seconds ?? 0,
            acrValues: acr_values ?? anyFactor,
        } satisfies Whole<DeclaredMfa>;
    }
    const { request_type_id, request_type_name, expires_after_seconds } = condition.condition_value;
    return {
        conditionType: "access_request",
        requestTypeId: request_type_id,
        requestTypeName: request_type_name,
        expiresAfterSeconds: expires_after_seconds,
    } satisfies Whole<DeclaredAccessRequest>;
}
