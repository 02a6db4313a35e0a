import { z } from "zod";
import { opaIdOrPath, text } from "../../declared-text";
import type { DeclaredCondition } from "./condition";
import { conditions } from "./condition-schema";
import { eachOnce, inOrder } from "./ordered";
import { privilegeList } from "./privilege-schema";
import { notOnASecret, spelledOut } from "./privileges";

/** Limit of the API (docs/contracts/opa-api.md 0.1). */
const rulesAtMost = 30;

const privileges = privilegeList("the rule would grant nothing.").transform(spelledOut);

/** A rule as OPA's API writes it. Its content is not checked, apart from what such a policy cannot contain. */
const raw = z
    .record(z.string(), z.unknown(), { error: "give the rule as OPA's API writes it." })
    .superRefine(({ resource_type: type, privileges: granted }, issues) => {
        if (typeof type !== "string") {
            issues.addIssue({ code: "custom", message: "has no resource_type. Give the rule as OPA's API writes it." });
        } else if (type === "okta_app_based_resource") {
            // Such rules need a policy of type okta_service_account, which takes no others
            // (docs/contracts/opa-api.md 3.2).
            const message = "is a rule on Okta service accounts, which OPA keeps in policies of their own. Remove it.";
            issues.addIssue({ code: "custom", message });
        }
        if (!Array.isArray(granted)) {
            issues.addIssue({
                code: "custom",
                message: "has no list of privileges. Give the rule as OPA's API writes it.",
            });
        }
    });

const rule = z
    .strictObject({
        name: text(256),
        secretFolderId: opaIdOrPath.optional(),
        secretId: opaIdOrPath.optional(),
        privileges: privileges.optional(),
        conditions: conditions.optional(),
        raw: raw.optional(),
    })
    .superRefine((declared, issues) => {
        const say = (message: string, ...path: string[]) => issues.addIssue({ code: "custom", message, path });
        const targets = [declared.secretFolderId, declared.secretId, declared.raw].filter((one) => one !== undefined);
        if (targets.length !== 1) say("declare exactly one of secretFolderId, secretId and raw.");
        else if (declared.raw) rawMistakes(declared, say);
        else if (!declared.privileges) say("privileges are missing. List at least one.");
        const impossible = declared.privileges?.filter((one) => declared.secretId && notOnASecret.includes(one)) ?? [];
        if (impossible.length > 0) {
            const possible = declared.privileges?.filter((one) => !impossible.includes(one)) ?? [];
            const fix = possible.length > 0 ? `Declare ${JSON.stringify(possible)}` : "Declare others";
            say(
                `a rule on a single secret cannot grant ${impossible.join(" and ")}. ${fix}, or a folder.`,
                "privileges",
            );
        }
    })
    .transform((declared) => (declared.raw ? declared : { ...declared, conditions: declared.conditions ?? [] }));

/** A checked rule of a declaration. */
export type DeclaredRule = z.infer<typeof rule>;

/** A live rule, as one would declare it; it may grant what cannot be declared. */
export interface RuleAsDeclared extends Omit<DeclaredRule, "privileges" | "conditions"> {
    readonly privileges?: readonly string[] | undefined;
    readonly conditions?: readonly DeclaredCondition[] | undefined;
}

const nameOf = ({ name }: { readonly name: string }): string => name;

/** The rules of a policy, told apart by name. */
export const rules = z
    .array(rule, { error: "give a list of rules." })
    .min(1, "is empty. Declare at least one rule.")
    .max(rulesAtMost, `has more than ${rulesAtMost} rules, which is OPA's limit.`)
    .superRefine(eachOnce(nameOf, (twin) => `is the name of rules[${twin}] too. Choose another.`, "name"))
    .transform((list) => inOrder(list, nameOf));

function rawMistakes(
    declared: { name: string; privileges?: unknown; conditions?: unknown; raw?: unknown },
    say: (message: string, ...path: string[]) => void,
) {
    if (declared.privileges || declared.conditions) say("a raw rule has its privileges and conditions inside raw.");
    const { name } = Object(declared.raw) as { name?: unknown };
    if (name !== undefined && name !== declared.name) say(`raw names the rule ${JSON.stringify(name)}. Use one name.`);
}
