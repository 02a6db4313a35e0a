import { type Conditions, usualConditions } from "../../../resources/http/connect";
import type { Send } from "../../../resources/http/send";
import { type OpaConnection, openOpa } from "../../../resources/opa/connection/connect";
import type { OpaCredentials } from "../../../resources/opa/connection/credentials";
import type { Tenant, TenantSettings } from "../../../tenant";

/** Credentials other than those of the tenant's automation. */
export type OtherCredentials = Partial<Omit<OpaCredentials, "origin">>;

/** Changes every request, or its answer, on the way: another OPA than the tenant's. */
export type Tamper = (send: Send) => Send;

/** Requests without end, so that no test waits for a budget. */
export const plenty: Partial<TenantSettings> = { opaRequestsPerHour: 1_000_000_000 };

/** A connection of its own, as a new process would have. Nothing is said about repeated tries. */
export function connected(
    { opa: origin, credentials }: Tenant,
    tamper: Tamper,
    others: OtherCredentials,
    conditions: Partial<Conditions>,
): OpaConnection {
    const { opaTeam: team, opaKeyId: keyId, opaKeySecret: keySecret } = credentials;
    const connection = openOpa(
        { origin, team, keyId, keySecret, ...others },
        { ...usualConditions({}), say: () => undefined, ...conditions },
    );
    return { ...connection, send: tamper(connection.send) };
}
