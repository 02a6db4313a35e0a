import type { Properties } from "../../../lifecycle/declared/plain";
import { rulesAsDeclared } from "../wire/rule-from-wire";
import type { WirePolicy } from "../wire/wire";
import { rulesOf } from "./state";

/** Deleting a policy deletes all its rules; those on other things must not be lost. */
export function refuseLoss(policy: WirePolicy, outputs: Properties): void {
    const { others } = rulesAsDeclared(policy.rules, rulesOf(outputs));
    if (others.length === 0) return;
    const named = others.map(({ name, resource_type }) => `"${name}" (${resource_type})`).join(", ");
    throw new Error(
        `Security policy "${policy.name}" (${policy.id}) was not deleted, because it has rules that are not declared: ${named}. ` +
            "Move them to another policy or delete them in the OPA console; or declare them (raw) to delete them with the policy.",
    );
}
