import assert from "node:assert/strict";
import type { KeyObject } from "node:crypto";
import { jwtVerify } from "jose";
import type { ApiRequest, Send } from "../../../resources/http/send";
import { openOkta } from "../../../resources/okta/connection/connect";
import type { Answer, Script } from "../../http/support/script";

/** Where the scripted organisation is. */
export const origin = "https://example.okta.com";
/** Any call. */
export const get: ApiRequest = { method: "GET", path: "/api/v1/groups/00g1" };
/** A token as Okta gives it. */
export const token = (value: string, type = "Bearer"): Answer => ({
    status: 200,
    body: { token_type: type, expires_in: 3600, access_token: value, scope: "okta.groups.read" },
});

/** A connection as a service app with this key. */
export function connect(script: Script, privateKey: string, privateKeyId: string | undefined = "kid-1"): Send {
    const scopes = ["okta.apps.manage", "okta.groups.manage"];
    const credential = { type: "service-app", clientId: "0oaClient", privateKey, privateKeyId, scopes } as const;
    return openOkta({ origin, credential }, script.conditions());
}

/** The form that asked for a token. */
export const form = ({ body }: ApiRequest) => Object.fromEntries(body as URLSearchParams);

/** Checks the assertion that asked for a token, and tells how it was signed. */
export async function verified(
    request: ApiRequest,
    key: KeyObject,
): Promise<{ alg: string | undefined; kid: string | undefined }> {
    const audience = `${origin}/oauth2/v1/token`;
    const options = { audience, issuer: "0oaClient", subject: "0oaClient", currentDate: new Date() };
    const { protectedHeader, payload } = await jwtVerify(form(request)["client_assertion"] ?? "", key, options);
    assert.ok(typeof payload.jti === "string" && (payload.exp ?? 0) * 1000 - Date.now() <= 3_600_000);
    return { alg: protectedHeader.alg, kid: protectedHeader.kid };
}
