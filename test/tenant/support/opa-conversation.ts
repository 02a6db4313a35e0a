import type { Tenant, TenantSettings } from "../../../tenant";
import { secretPrivileges } from "../../../tenant/store/opa-records";
import { Caller, type Who } from "./callers";
import type { Conformance } from "./conformance";
import { conditions, policyFor, ruleOn, type Wire } from "./policies";

const team = { team_name: "example" };

/** Every operation of OPA's specification once or more, as it should go, by somebody who may do everything. */
export async function talkWithOpa(tenant: Tenant, to: Conformance): Promise<void> {
    const { adminKeyId: key_id, adminKeySecret: key_secret } = tenant.credentials;
    const key = { authorization: "", status: 200, params: team, body: { key_id, key_secret } };
    const { bearer_token } = await to.call<{ bearer_token: string }>("IssueServiceToken", key);
    const authorization = `Bearer ${bearer_token}`;
    const steps = new Steps(to, authorization);
    await steps.call("GetCurrentUserInfo", 200);
    const group = await groups(steps);
    const place = await places(steps, group, tenant.settings);
    const folder = await folders(steps, place);
    await policies(steps, group, folder);
    await endings(steps, place, folder);
}

class Steps {
    constructor(
        private readonly to: Conformance,
        private readonly authorization: string,
    ) {}

    call<Body = { readonly id: string }>(
        id: string,
        status: number,
        params: Readonly<Record<string, string>> = {},
        rest: { body?: unknown; query?: string } = {},
    ): Promise<Body> {
        const { authorization } = this;
        return this.to.call<Body>(id, { authorization, status, params: { ...team, ...params }, ...rest });
    }
}

async function groups(steps: Steps): Promise<string> {
    const body = { name: "reviewers", roles: ["security_admin"] };
    const { id } = await steps.call("CreateGroup", 201, {}, { body });
    const named = { group_name: "reviewers" };
    await steps.call("GetGroup", 200, named);
    await steps.call("UpdateGroup", 204, named, { body: { roles: ["end_user", "resource_admin"] } });
    for (const name of ["ana@example.com", "pulumi-automation"]) {
        await steps.call("AddUserToGroup", 204, named, { body: { name } });
    }
    await steps.call("ListUsersInGroup", 200, named, { query: "user_type=human&status=ACTIVE&starts_with=a" });
    await steps.call("ListUsersInGroup", 200, { group_name: "everyone" }, { query: "count=2" });
    await steps.call("ListUserGroups", 200, { user_name: "ana@example.com" }, { query: "ignore=everyone" });
    await steps.call("RemoveUserFromGroup", 204, { ...named, user_name: "ana@example.com" });
    await steps.call("ListGroups", 200, {}, { query: "count=2" });
    await steps.call("CreateGroup", 201, {}, { body: { name: "short-lived", roles: [] } });
    await steps.call("RemoveGroup", 204, { group_name: "short-lived" });
    await steps.call("GetGroup", 200, { group_name: "short-lived" });
    await steps.call("ListGroups", 200, {}, { query: "only_include_deleted=true" });
    return id;
}

type Place = Readonly<{ resource_group_id: string; project_id: string }>;

async function places(steps: Steps, groupId: string, settings: TenantSettings): Promise<Place> {
    const { resourceGroupUpdateStatus, projectUpdateStatus } = settings;
    const body = { name: "finance", description: "Money", delegated_resource_admin_groups: [{ id: groupId }] };
    const { id: resource_group_id } = await steps.call("CreateResourceGroup", 201, {}, { body });
    const group = { resource_group_id };
    await steps.call("GetResourceGroup", 200, group);
    await steps.call("UpdateResourceGroup", resourceGroupUpdateStatus, group, { body: { ...body, description: "" } });
    await steps.call("ListResourceGroups", 200, {}, { query: "order_by=name&contains=fin" });
    await steps.call("ListResourceGroups", 200, {}, { query: "for_policy_only=true" });
    const project = { body: { name: "ledgers" } };
    const { id: project_id } = await steps.call("CreateResourceGroupProject", 201, group, project);
    const place = { resource_group_id, project_id };
    await steps.call("FetchResourceGroupProject", 200, place);
    await steps.call("UpdateResourceGroupProject", projectUpdateStatus, place, { body: { name: "books" } });
    await steps.call("ListResourceGroupProjects", 200, group, { query: "contains=boo" });
    return place;
}

async function folders(steps: Steps, place: Place): Promise<string> {
    const { id: topId } = await steps.call("CreateSecretFolder", 201, place, { body: { name: "banks" } });
    const nested = { name: "abroad", description: "Banks abroad", parent_folder_id: topId };
    const { id } = await steps.call("CreateSecretFolder", 201, place, { body: nested });
    const folder = { ...place, secret_folder_id: id };
    await steps.call("GetSecretFolder", 200, folder);
    await steps.call("UpdateSecretFolder", 200, folder, { body: { name: "foreign", description: null } });
    const secret = { name: "pin", description: "The PIN", parent_folder_id: id, secret_jwe: "a.b.c.d.e" };
    const { id: secret_id } = await steps.call("CreateSecret", 201, place, { body: secret });
    await steps.call("GetSecret", 200, { ...place, secret_id });
    await steps.call("UpdateSecret", 200, { ...place, secret_id }, { body: secret });
    await steps.call("ListSecretFolderItems", 200, folder);
    await steps.call("ListTopLevelSecretFoldersForProject", 200, place);
    await steps.call("ListTopLevelSecretFoldersForTeam", 200);
    await steps.call("ListTopLevelSecretFoldersForUser", 200, {}, { query: "search=pin" });
    const [resource_group, project] = [{ id: place.resource_group_id }, { name: "books" }];
    const path = { resource_group, project, parent_folder_path: "/banks/", secret_folder_name: "foreign" };
    await steps.call("ResolveSecretOrFolder", 200, {}, { body: path });
    const known = { id: secret_id, resource_group: null, project: null };
    await steps.call("ResolveSecretOrFolder", 200, {}, { body: known });
    await steps.call("DeleteSecret", 204, { ...place, secret_id });
    return id;
}

async function policies(steps: Steps, groupId: string, folderId: string): Promise<void> {
    const both = { conditions: [conditions.mfa, conditions.accessRequest] };
    const rules = [
        ruleOn(folderId, secretPrivileges),
        ruleOn(folderId, ["list"], { ...both, name: "with conditions" }),
    ];
    const body: Wire = policyFor([groupId], rules, { name: "ledger rules", description: "For reviewers" });
    const { id: security_policy_id } = await steps.call("CreateSecurityPolicy", 200, {}, { body });
    const policy = { security_policy_id };
    await steps.call("GetSecurityPolicy", 200, policy);
    await steps.call("UpdateSecurityPolicy", 204, policy, { body: { ...body, active: false } });
    await steps.call("ListSecurityPolicies", 200, {}, { query: "contains=ledger" });
    await steps.call("DeleteSecurityPolicy", 204, policy);
}

async function endings(steps: Steps, place: Place, folderId: string): Promise<void> {
    await steps.call("DeleteSecretFolder", 204, { ...place, secret_folder_id: folderId });
    const { list } = await steps.call<{ list: { id: string }[] }>("ListTopLevelSecretFoldersForProject", 200, place);
    for (const { id } of list) await steps.call("DeleteSecretFolder", 204, { ...place, secret_folder_id: id });
    await steps.call("RemoveResourceGroupProject", 204, place);
    await steps.call("DeleteResourceGroup", 204, { resource_group_id: place.resource_group_id });
}

/** Every operation of OPA's specification as it goes wrong, in each way that has a status of its own. */
export async function annoyOpa(tenant: Tenant, to: Conformance): Promise<void> {
    const params = {
        ...team,
        ...{ group_name: "nothing", user_name: "nobody", security_policy_id: "nothing", secret_id: "nothing" },
        ...{ resource_group_id: "nothing", project_id: "nothing", secret_folder_id: "nothing" },
    };
    const authorization = `Bearer ${await new Caller(tenant, "administrator").token()}`;
    for (const { id, path, takesBody } of to.specification.operations) {
        const call = { params, ...(takesBody ? { body: {} } : {}) };
        tenant.fail({ status: 429 });
        await to.call(id, { ...call, authorization, status: 429 });
        if (id === "IssueServiceToken") continue;
        await to.call(id, { ...call, authorization: "Bearer wrong", status: 401 });
        if (/\{(?!team_name)/.test(path)) await to.call(id, { ...call, authorization, status: 404 });
        else if (takesBody) await to.call(id, { ...call, authorization, status: 400 });
    }
    const key = { key_id: tenant.credentials.opaKeyId, key_secret: "wrong" };
    await to.call("IssueServiceToken", { authorization: "", params, body: key, status: 401 });
    await to.call("IssueServiceToken", { authorization: "", params, body: {}, status: 400 });
}

/** The refusals of who may do nothing, and of who may do it only under a condition. */
export async function trespassInOpa(tenant: Tenant, to: Conformance): Promise<void> {
    const { store } = tenant;
    const teams = [...store.folders.values()][0];
    const group = store.opaGroupNamed("security-automation");
    if (!teams || !group) throw new Error("The tenant is not as seeded.");
    const place = { ...team, resource_group_id: teams.resourceGroupId, project_id: teams.projectId };
    const as = async (who: Who) => `Bearer ${await new Caller(tenant, who).token()}`;
    const boss = await as("administrator");
    const secretBody = { name: "pin", parent_folder_id: teams.id, secret_jwe: "a.b.c.d.e" };
    const secret = { params: place, body: secretBody };
    const { id: secret_id } = await to.call("CreateSecret", { ...secret, authorization: boss, status: 201 });
    const rule = ruleOn(teams.id, secretPrivileges, { conditions: [conditions.mfa, conditions.accessRequest] });
    const policy = { params: team, body: policyFor([group.id], [rule]) };
    await to.call("CreateSecurityPolicy", { ...policy, authorization: boss, status: 200 });

    const authorization = await as("security-automation");
    const folder = { params: { ...place, secret_folder_id: teams.id } };
    const denied = { authorization, status: 403 };
    await to.call("GetSecretFolder", { ...denied, ...folder });
    await to.call("UpdateSecretFolder", { ...denied, ...folder, body: { name: "teams" } });
    await to.call("DeleteSecretFolder", { ...denied, ...folder });
    await to.call("ListSecretFolderItems", { ...denied, ...folder });
    const nested = { name: "nested", parent_folder_id: teams.id };
    await to.call("CreateSecretFolder", { ...denied, params: place, body: nested });
    await to.call("CreateSecret", { ...denied, params: place, body: { ...secretBody, name: "puk" } });
    for (const id of ["GetSecret", "UpdateSecret", "DeleteSecret"]) {
        const body = id === "UpdateSecret" ? { body: secretBody } : {};
        await to.call(id, { ...denied, params: { ...place, secret_id }, ...body });
    }
    await lacking(to, authorization, place);
}

async function lacking(to: Conformance, authorization: string, place: Readonly<Record<string, string>>): Promise<void> {
    const refused = { authorization, status: 401, params: place };
    await to.call("CreateGroup", { ...refused, body: { name: "mine", roles: [] } });
    await to.call("CreateResourceGroup", { ...refused, body: { name: "mine" } });
    await to.call("CreateSecretFolder", { ...refused, body: { name: "mine" } });
    await to.call("FetchResourceGroupProject", refused);
}
