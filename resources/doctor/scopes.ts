import type { OktaCredential } from "../okta/connection/credentials";
import { type Finding, found, type Purpose } from "./finding";

/** What each purpose needs, as the README's table of rights has it; a scope to manage is taken for one to read as well. */
const needed = {
    preview: ["okta.apps.read", "okta.groups.read", "okta.users.read"],
    drift: ["okta.apps.read", "okta.groups.read", "okta.users.read"],
    up: ["okta.apps.manage", "okta.groups.manage", "okta.users.read"],
} as const satisfies Readonly<Record<Purpose, readonly string[]>>;

/** What is missing among the scopes that are asked for. Other credentials do not tell what they may write. */
export function scopeFindings(credential: OktaCredential, purpose: Purpose): readonly Finding[] {
    const wanted = needed[purpose];
    if (credential.type !== "service-app") {
        const said =
            purpose === "up"
                ? `Whether ${wanted.join(", ")} are granted cannot be seen of a token without writing.`
                : "A token does not say which it has; what can be read is seen below.";
        return [found("okta-scopes", "note", said)];
    }
    const has = (scope: string) =>
        credential.scopes.includes(scope) || credential.scopes.includes(scope.replace(/\.read$/, ".manage"));
    const missing = wanted.filter((scope) => !has(scope));
    if (missing.length === 0) return [found("okta-scopes", "ok", `For ${purpose}, none is missing.`)];
    return missing.map((scope) =>
        found(
            "okta-scopes",
            "failed",
            `${scope} is not among the scopes that are asked for, and ${purpose} needs it.`,
            `Grant ${scope} to the app, and add it to OKTA_API_SCOPES or okta:scopes.`,
        ),
    );
}
