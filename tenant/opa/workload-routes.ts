import type { Answer } from "../http/answer";
import type { WorkloadCondition, WorkloadConnection, WorkloadRole } from "../store/opa-records";
import { requireRole } from "./access";
import { type OpaContext, type OpaRoute, param, team, timeOf } from "./context";
import { notFound } from "./errors";
import { pageOf } from "./paging";

const roles = `${team}/workload-roles`;
const connections = `${team}/connections/workloads`;

/** The calls about how workloads identify themselves; all are read-only (docs/contracts/opa-api.md 9). */
export const workloadRoutes: readonly OpaRoute[] = [
    { method: "GET", path: roles, answer: listRoles },
    { method: "GET", path: `${roles}/:role`, answer: getRole },
    { method: "GET", path: connections, answer: listConnections },
    { method: "GET", path: `${connections}/:connection`, answer: getConnection },
];

function listRoles(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    const found = named(context, context.world.store.workloadRoles);
    return pageOf(context, found, (role) => roleOnWire(context, role));
}

function getRole(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    const role = context.world.store.workloadRoles.get(param(context, "role"));
    if (!role) throw notFound(context.world.settings);
    return { status: 200, body: roleOnWire(context, role) };
}

/** By the specification, also for `devops_admin`, a role that no group of this tenant has. */
function listConnections(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    const found = named(context, context.world.store.workloadConnections);
    return pageOf(context, found, (connection) => connectionOnWire(context, connection));
}

function getConnection(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    const connection = context.world.store.workloadConnections.get(param(context, "connection"));
    if (!connection) throw notFound(context.world.settings);
    return { status: 200, body: connectionOnWire(context, connection) };
}

function named<Row extends { readonly name: string }>({ call }: OpaContext, rows: ReadonlyMap<string, Row>): Row[] {
    const contains = (call.query.get("contains") ?? "").toLowerCase();
    return [...rows.values()].filter(({ name }) => name.toLowerCase().includes(contains));
}

function roleOnWire(context: OpaContext, role: WorkloadRole): Record<string, unknown> {
    const { workloadConnections } = context.world.store;
    return {
        ...commonOnWire(context, role),
        linux_server_username: role.name,
        requirements: role.requirements.map(({ connectionId: id, conditions }) => {
            const name = workloadConnections.get(id)?.name;
            return {
                workload_connection: { id, ...(name === undefined ? {} : { name }) },
                conditions: conditions.map(conditionOnWire),
            };
        }),
    };
}

function connectionOnWire(context: OpaContext, connection: WorkloadConnection): Record<string, unknown> {
    return {
        ...commonOnWire(context, connection),
        type: "JWT",
        status: connection.status,
        jwt_config: { jwks_url: connection.jwksUrl },
        conditions: connection.conditions.map(conditionOnWire),
        token_ttl_in_seconds: connection.tokenSeconds,
        workload_identity_claim: "sub",
    };
}

function commonOnWire({ world }: OpaContext, object: WorkloadRole | WorkloadConnection) {
    const by = (name: string) => ({ id: world.store.opaUsers.get(name)?.id ?? "", name });
    return {
        id: object.id,
        name: object.name,
        description: object.description,
        created_at: timeOf(object.createdMs),
        created_by: by(object.createdBy),
        updated_at: timeOf(object.updatedMs),
        updated_by: by(object.updatedBy),
    };
}

/** `EXISTS` has no value. */
function conditionOnWire({ name, matcher, value }: WorkloadCondition): Record<string, unknown> {
    return { name, matcher, ...(matcher === "EXISTS" ? {} : { value: value ?? "" }) };
}
