import { opaKeys, serviceUsers } from "../credentials";
import type { Answer } from "../http/answer";
import type { OpaUser } from "../store/opa-records";
import { seededMs } from "../store/seed";
import { requireAnyAdmin, requireRole } from "./access";
import { type OpaContext, type OpaRoute, param, team, timeOf } from "./context";
import { notFound } from "./errors";
import { listOf, pageOf } from "./paging";
import { userFilter, userOnWire } from "./user-routes";

const all = `${team}/service_users`;

/** The calls about service users and their keys; all are read-only. */
export const serviceUserRoutes: readonly OpaRoute[] = [
    { method: "GET", path: all, answer: listServiceUsers },
    { method: "GET", path: `${all}/:user`, answer: getServiceUser },
    { method: "GET", path: `${all}/:user/keys`, answer: listKeys },
];

/** The expiry of a key that never expires, from the specification's sample. */
const never = "0001-01-01T00:00:00Z";

function serviceUserOf(context: OpaContext): OpaUser {
    const user = context.world.store.opaUsers.get(param(context, "user"));
    if (user?.userType !== "service") throw notFound(context.world.settings);
    return user;
}

function listServiceUsers(context: OpaContext): Answer {
    requireAnyAdmin(context);
    const { world, call } = context;
    const found = [...world.store.opaUsers.values()].filter(
        (user) => user.userType === "service" && userFilter(call.query)(user),
    );
    return pageOf(context, found, (user) => userOnWire(user, world));
}

function getServiceUser(context: OpaContext): Answer {
    requireAnyAdmin(context);
    return { status: 200, body: userOnWire(serviceUserOf(context), context.world) };
}

/** Without the keys' secrets, which OPA shows once, when a key is made. */
function listKeys(context: OpaContext): Answer {
    requireRole(context, "resource_admin");
    const { world } = context;
    const { name } = serviceUserOf(context);
    const keys = opaKeys(world.credentials)
        .filter(({ identity }) => serviceUsers[identity] === name && world.standing.mayUseOpa(identity))
        .map(({ id }, index) => ({ id, seq: index + 1 }));
    return listOf(context, keys, ({ id }) => ({
        id,
        issued_at: timeOf(seededMs),
        expires_at: never,
        last_used: null,
    }));
}
