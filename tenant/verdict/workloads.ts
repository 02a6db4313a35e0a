import type { TenantSettings } from "../settings";
import type { WorkloadCondition, WorkloadConnection, WorkloadRole } from "../store/opa-records";
import type { Store } from "../store/store";

/** A workload's token: its claims, and whose key signed it. */
export interface WorkloadToken {
    readonly claims: Readonly<Record<string, unknown>>;
    /** Where the signing key is published; a connection trusts exactly one such address. */
    readonly jwksUrl: string;
}

/** The workload roles that the token proves for its bearer (docs/contracts/opa-api.md 9). */
export function rolesOf(
    { claims, jwksUrl }: WorkloadToken,
    { workloadRoles, workloadConnections }: Store,
    { workloadRequirements }: TenantSettings,
): WorkloadRole[] {
    const isThrough = ({ status, ...connection }: WorkloadConnection) =>
        status === "ACTIVE" && connection.jwksUrl === jwksUrl && holdAll(connection.conditions, claims);
    const isMet = ({ connectionId, conditions }: WorkloadRole["requirements"][number]) => {
        const connection = workloadConnections.get(connectionId);
        return connection !== undefined && isThrough(connection) && holdAll(conditions, claims);
    };
    return [...workloadRoles.values()].filter(({ requirements }) =>
        workloadRequirements === "all" ? requirements.every(isMet) : requirements.some(isMet),
    );
}

function holdAll(conditions: readonly WorkloadCondition[], claims: WorkloadToken["claims"]): boolean {
    return conditions.every(({ name, matcher, value = "" }) => {
        const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
        if (claim === undefined || claim === null) return false;
        if (matcher === "EXISTS") return true;
        return matcher === "EQUALS" ? String(claim) === value : String(claim).startsWith(value);
    });
}
