import type { Call, Route } from "../http/answer";
import type { World } from "../world";

/** Who calls Okta: a user's token, or an OAuth client with scopes. */
export interface OktaCaller {
    /** `automation`, `administrator` or the client's id. */
    readonly name: string;
    /** The user for whom a token acts; OAuth clients have none. */
    readonly login?: string;
    /** Scopes of an access token; undefined for an SSWS token, which has none to check. */
    readonly scopes?: readonly string[];
    /** Whether an admin role covers the call. Scopes alone give 403 (docs/contracts/okta-api.md 3). */
    readonly isAdministrator: boolean;
}

/** The input of an Okta operation. */
export interface OktaContext {
    readonly world: World;
    readonly call: Call;
    readonly caller: OktaCaller;
    /** The JSON body as an object; throws the API's error when there is none. */
    readonly body: () => Record<string, unknown>;
}

/** An operation of the Okta API. */
export type OktaRoute = Route<OktaContext>;

/** A path parameter that the route must have. */
export function param(context: OktaContext, name: string): string {
    return context.call.params[name] ?? "";
}
