import { type Adoption, adoption } from "../../../resources/adopt/adopt";
import { type Asked, look } from "../../../resources/adopt/look/look";
import type { Seen } from "../../../resources/adopt/look/seen";
import { usualConditions } from "../../../resources/http/connect";
import type { ConfigSource } from "../../../resources/lifecycle/config-source";
import { openOkta } from "../../../resources/okta/connection/connect";
import { stackSettings } from "../../../resources/team-secrets-space/declared/stack-settings";
import type { Tenant } from "../../../tenant";
import { connected } from "../../opa/support/connected";

/** What is asked beside the place. */
export interface Adopting extends Partial<Asked> {
    /** Of the stack, by key, as JSON. */
    readonly config?: Readonly<Record<string, string>>;
    /** What our own marks begin with. */
    readonly stack?: string;
    readonly isAsked?: (names: readonly string[]) => boolean;
}

/** What was found, and what it was told from. */
export interface Adopted extends Adoption {
    readonly adoption: Adoption;
    readonly seen: Seen;
}

/** Looks at the tenant, and tells what belongs together. */
export async function adopted(
    tenant: Tenant,
    { config = {}, stack, isAsked, ...asked }: Adopting = {},
): Promise<Adopted> {
    const opa = connected(tenant, (send) => send, {}, {});
    const credential = { type: "api-token" as const, apiToken: tenant.credentials.oktaApiToken };
    const okta = openOkta({ origin: tenant.okta, credential }, { ...usualConditions({}), say: () => undefined });
    const isOwn = (owner: string) => stack !== undefined && owner.startsWith(`${stack}/`);
    const source: ConfigSource = { get: (key) => config[key] };
    const seen = await look({ okta, resource: opa, security: opa }, { parentFolder: "teams", ...asked }, isOwn);
    const found = await adoption(seen, okta, {
        settings: stackSettings(source).settings,
        isOwn,
        isAsked: isAsked ?? (() => true),
        progress: () => undefined,
    });
    return { ...found, adoption: found, seen };
}
