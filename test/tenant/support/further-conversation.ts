import type { Tenant } from "../../../tenant";
import { assignUser, makeGroupRule } from "../../../tenant/store/make-okta";
import { Caller } from "./callers";
import type { Conformance, Step } from "./conformance";
import { workloadsIn } from "./workloads";

type Params = Readonly<Record<string, string>>;

/** Calls one operation as it should go, and as it goes wrong for want of a token, of a role and of what it names. */
class Calls {
    constructor(
        private readonly to: Conformance,
        private readonly good: Pick<Step, "authorization">,
        private readonly bad: Pick<Step, "authorization" | "status">,
        private readonly common: Params,
    ) {}

    async read(id: string, params: Params = {}, queries: readonly string[] = [""]): Promise<void> {
        const all = { ...this.common, ...params };
        for (const query of queries) {
            await this.to.call(id, { ...this.good, status: 200, params: all, ...(query ? { query } : {}) });
        }
        await this.to.call(id, { ...this.bad, params: all });
        const missing = Object.fromEntries(Object.keys(params).map((name) => [name, "nothing"]));
        if (Object.keys(params).length === 0) return;
        await this.to.call(id, { ...this.good, status: 404, params: { ...all, ...missing } });
    }
}

/** The calls of Okta that are read beside the others. */
export async function talkFurtherWithOkta(tenant: Tenant, to: Conformance): Promise<void> {
    const { store, opaAppId: appId } = tenant;
    const [user] = store.users.values();
    const [everyone, staff] = store.groups.values();
    assignUser(store, appId, user?.id ?? "");
    makeGroupRule(store, 0, { name: "Staff", expression: "true", groupIds: [staff?.id ?? ""] });
    const good = { authorization: `SSWS ${tenant.credentials.oktaApiToken}` };
    const calls = new Calls(to, good, { authorization: "SSWS wrong", status: 401 }, {});
    await calls.read("listApplicationUsers", { appId }, ["limit=3", "q=ana&expand=user"]);
    await calls.read("listGroupRules", {}, ["", "limit=1&expand=groupIdToGroupNameMap"]);
    await calls.read("listUserGroups", { id: user?.id ?? "" });
    await calls.read("listAssignedApplicationsForGroup", { groupId: everyone?.id ?? "" });
    await calls.read("listLogEvents", {}, ["", "limit=1&sortOrder=DESCENDING"]);
    await to.call("listLogEvents", { ...good, status: 400, params: {}, query: "since=yesterday" });
    tenant.standing.hasOktaRole = false;
    const params = { appId, id: user?.id ?? "", groupId: everyone?.id ?? "" };
    const ids = [
        ...["listApplicationUsers", "listGroupRules", "listUserGroups", "listAssignedApplicationsForGroup"],
        "listLogEvents",
    ];
    for (const id of ids) await to.call(id, { ...good, status: 403, params });
    tenant.standing.hasOktaRole = true;
    for (const id of ids) {
        tenant.fail({ status: 429 });
        await to.call(id, { ...good, status: 429, params });
    }
}

/** The calls of OPA that are read beside the others. */
export async function talkFurtherWithOpa(tenant: Tenant, to: Conformance): Promise<void> {
    const { role, connection } = workloadsIn(tenant.store, "https://ci.example.com/jwks");
    const good = { authorization: `Bearer ${await new Caller(tenant).token()}` };
    const calls = new Calls(to, good, { authorization: "Bearer wrong", status: 401 }, { team_name: "example" });
    await calls.read("ListUsers", {}, ["count=2", "include_service_users=true"]);
    await calls.read("GetUser", { user_name: "ana@example.com" });
    await calls.read("ListServiceUsers", {}, ["count=2", "contains=pulumi&status=ACTIVE"]);
    await calls.read("GetServiceUser", { user_name: "pulumi-automation" });
    await calls.read("ListServiceUserKeys", { user_name: "pulumi-automation" });
    await calls.read("ListWorkloadRoles", {}, ["contains=dep"]);
    await calls.read("GetWorkloadRole", { workload_role_id: role.id });
    await calls.read("ListWorkloadConnections", {}, ["count=1"]);
    await calls.read("GetWorkloadConnection", { workload_connection_id: connection.id });
}
