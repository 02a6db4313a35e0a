import { readsOnly } from "../../http/failure/failing";
import type { ApiRequest } from "../../http/send";

/** The OAuth scopes that a call of this package needs (Okta's OpenAPI, per operation); empty when unknown. */
export function scopesFor(request: ApiRequest): readonly string[] {
    const right = readsOnly(request) ? "read" : "manage";
    const [, , , area, , below] = request.path.split("/");
    if (area === "apps")
        return below === "group-push" ? [`okta.apps.${right}`, `okta.groups.${right}`] : [`okta.apps.${right}`];
    return ["groups", "users", "logs"].includes(area ?? "") ? [`okta.${area}.${right}`] : [];
}
