import type { Call } from "../../http/answer";
import { Denied } from "./denied";

/** The parameters of a token request; empty when its body is not a form. Throws when a parameter is repeated. */
export function formOf({ headers, text }: Call): URLSearchParams {
    const isForm = headers["content-type"]?.toLowerCase().startsWith("application/x-www-form-urlencoded");
    const form = new URLSearchParams(isForm ? text : "");
    if (new Set(form.keys()).size < form.size) throw new Denied("repeatedParameter");
    return form;
}

/** A service app has only one grant type, client credentials (docs/contracts/okta-api.md 3). */
export function checkGrantType(form: URLSearchParams): void {
    const type = form.get("grant_type");
    if (!type) throw new Denied("noGrantType");
    if (type !== "client_credentials") throw new Denied("otherGrantType");
}

/** The requested scopes. There must be at least one, and each must be granted (docs/contracts/okta-api.md 3). */
export function scopesIn(form: URLSearchParams, granted: readonly string[]): readonly string[] {
    const asked = [...new Set(form.get("scope")?.split(" ").filter(Boolean))];
    if (asked.length === 0) throw new Denied("noScopes");
    if (!asked.some((scope) => granted.includes(scope))) throw new Denied("nothingGranted");
    if (!asked.every((scope) => granted.includes(scope))) throw new Denied("scopeNotGranted");
    return asked;
}
