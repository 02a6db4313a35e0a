import type { Explanation } from "../../http/failure/failing";
import { at, listAt, textAt } from "../../http/failure/untyped";

/**
 * A 403 that lists user access methods: a policy grants the call, but on conditions (Okta's SDK for OPA,
 * UserAccessMethod). Undefined for any other body. Names the conditions and the rules, not the methods themselves, which
 * name secrets and servers.
 */
export function unmetConditions(body: unknown): Omit<Explanation, "kind"> | undefined {
    const methods = listAt(body, "list");
    if (methods.length === 0) return undefined;
    const unmet = methods
        .flatMap((method) => listAt(method, "conditionals"))
        .filter((one) => at(one, "condition_is_met") !== true);
    const rules = methods.flatMap((method) => listAt(method, "rule_ids")).filter((id) => typeof id === "string");
    return {
        said: "A policy grants this, but its conditions are not met",
        code: "conditions_unmet",
        causes: [
            ...new Set([
                ...unmet.map(condition),
                ...(rules.length > 0 ? [`rule ${[...new Set(rules)].join(", ")}`] : []),
            ]),
        ],
        remedy:
            "Give the service user's group this by a rule without MFA or approval, and take it out of every policy that asks " +
            "for MFA there: a service user cannot satisfy either, and the strictest MFA applies where policies overlap.",
    };
}

const words: Readonly<Record<string, string>> = {
    mfa: "MFA is required",
    access_request: "an approved access request is required",
    gateway: "a gateway is required",
    gateway_with_session_recording: "a gateway with session recording is required",
};

function condition(conditional: unknown): string {
    const type = textAt(conditional, "type") ?? "unknown";
    const detail = textAt(conditional, "access_request_type_name") ?? textAt(conditional, "description");
    const said = words[type] ?? `the condition "${type}" is required`;
    return detail ? `${said} (${detail})` : said;
}
