import type { Call, Route } from "../http/answer";
import type { World } from "../world";

/** Who calls Okta: a token of a user, or an OAuth client with scopes. */
export interface OktaCaller {
    /** `automation`, `administrator` or the client's id. */
    readonly name: string;
    /** The user a token acts for; OAuth clients have none. */
    readonly login?: string;
    /** Scopes of an access token; an SSWS token has no scopes to check. */
    readonly scopes?: readonly string[];
    /** Whether an admin role covers what it does. Scope alone gives 403 (docs/contracts/okta-api.md 3). */
    readonly isAdministrator: boolean;
}

/** What an Okta operation works with. */
export interface OktaContext {
    readonly world: World;
    readonly call: Call;
    readonly caller: OktaCaller;
    /** The JSON body as an object; throws what the API answers when there is none. */
    readonly body: () => Record<string, unknown>;
}

/** An operation of the Okta API. */
export type OktaRoute = Route<OktaContext>;

/** A path parameter of a route that has it. */
export function param(context: OktaContext, name: string): string {
    return context.call.params[name] ?? "";
}
