/** @import { Need, State } from "../state.js" */

/** @typedef {State["policies"][number]["rules"][number]["conditions"][number]} Condition */

/**
 * A need in words that continue "only …".
 *
 * @param {Need} need
 * @returns {string}
 */
export function needInWords(need) {
    if (need.kind === "gateway") return "through a gateway";
    if (need.kind === "approval") {
        return `after approval of "${need.requestType}" (lasts ${duration(need.lastsSeconds)})`;
    }
    const factor = need.factor === "phishing-resistant" ? "MFA that resists phishing" : "MFA";
    return `after ${factor} (${need.everySeconds === 0 ? "each time" : `again after ${duration(need.everySeconds)}`})`;
}

/**
 * A rule's own condition, in the same words.
 *
 * @param {Condition} condition
 * @returns {string}
 */
export function conditionInWords({ type, value }) {
    if (type === "gateway") return needInWords({ kind: "gateway" });
    if (type === "mfa") {
        const factor = value["acr_values"] === "phr" ? "phishing-resistant" : "any";
        return needInWords({ kind: "mfa", factor, everySeconds: Number(value["re_auth_frequency_in_seconds"] ?? 0) });
    }
    return needInWords({
        kind: "approval",
        requestTypeId: String(value["request_type_id"]),
        requestType: String(value["request_type_name"]),
        lastsSeconds: Number(value["expires_after_seconds"]),
    });
}

/** @param {number} seconds */
function duration(seconds) {
    if (seconds % 3600 === 0) return `${seconds / 3600} h`;
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
