import type { Tenant } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import type { Conformance } from "./conformance";

const clock = Date.parse("2026-02-03T04:05:06Z");

/** Every operation of Okta's specification once or more, as it should go. */
export async function talkWithOkta(tenant: Tenant, to: Conformance): Promise<void> {
    const authorization = `SSWS ${tenant.credentials.oktaApiToken}`;
    const ok = { authorization, status: 200 };
    const gone = { authorization, status: 204 };
    const appId = tenant.opaAppId;

    const users = await to.call<{ id: string }[]>("listUsers", { ...ok, query: "limit=2" });
    await to.call("listUsers", { ...ok, query: "q=ana" });
    await to.call("listUsers", { ...ok, query: `search=${encodeURIComponent('status eq "ACTIVE"')}&limit=1` });
    const userId = users[0]?.id ?? "";
    for (const id of [userId, "ana@example.com", "ana", "me"]) await to.call("getUser", { ...ok, params: { id } });

    await to.call("listApplications", { ...ok, query: "limit=1" });
    await to.call("getApplication", { ...ok, params: { appId } });

    const described = { profile: { name: "payments", description: "The payments team" } };
    const { id: groupId } = await to.call("addGroup", { ...ok, body: described });
    const group = { params: { groupId } };
    await to.call("replaceGroup", { ...ok, ...group, body: { profile: { name: "payments team" } } });
    await to.call("getGroup", { ...ok, ...group });
    await to.call("listGroups", { ...ok, query: "expand=stats,app&limit=1" });
    await to.call("listGroups", { ...ok, query: "q=pay" });
    const member = { params: { groupId, userId } };
    await to.call("assignUserToGroup", { ...gone, ...member });
    await to.call("listGroupUsers", { ...ok, ...group, query: "limit=200" });

    const assigned = { params: { appId, groupId } };
    await to.call("assignGroupToApplication", { ...ok, ...assigned, body: { priority: 3 } });
    await to.call("getApplicationGroupAssignment", { ...ok, ...assigned, query: "expand=group" });
    await to.call("listApplicationGroupAssignments", { ...ok, params: { appId } });
    await to.call("unassignApplicationFromGroup", { ...gone, ...assigned });

    const app = { params: { appId } };
    const pushed = { sourceGroupId: groupId, targetGroupName: "payments", status: "ACTIVE" };
    const created = { authorization, status: tenant.settings.mappingCreateStatus };
    const deleted = { authorization, status: tenant.settings.mappingDeleteStatus };
    const { id: mappingId } = await to.call("createGroupPushMapping", { ...created, ...app, body: pushed });
    const mapping = { params: { appId, mappingId } };
    await to.call("getGroupPushMapping", { ...ok, ...mapping });
    tenant.clock.flush();
    await to.call("getGroupPushMapping", { ...ok, ...mapping });
    await to.call("listGroupPushMappings", { ...ok, ...app, query: "limit=1" });
    await to.call("updateGroupPushMapping", { ...ok, ...mapping, body: { status: "INACTIVE" } });
    await to.call("deleteGroupPushMapping", { ...deleted, ...mapping, query: "deleteTargetGroup=true" });
    await inError(tenant, to, groupId);

    await to.call("unassignUserFromGroup", { ...gone, ...member });
    await to.call("deleteGroup", { ...gone, ...group });
}

async function inError(tenant: Tenant, to: Conformance, sourceGroupId: string): Promise<void> {
    const authorization = `SSWS ${tenant.credentials.oktaApiToken}`;
    const { mappingCreateStatus, mappingDeleteStatus } = tenant.settings;
    const target = makeGroup(tenant.store, clock, { name: "billing", type: "APP_GROUP", appId: tenant.opaAppId });
    const app = { params: { appId: tenant.opaAppId } };
    tenant.failPush({ outcome: "error" });
    const body = { sourceGroupId, targetGroupId: target.id };
    const { id: mappingId } = await to.call("createGroupPushMapping", {
        ...{ authorization, status: mappingCreateStatus, ...app, body },
    });
    tenant.clock.flush();
    await to.call("listGroupPushMappings", { authorization, status: 200, ...app, query: "status=ERROR" });
    const mapping = { params: { ...app.params, mappingId }, query: "deleteTargetGroup=false" };
    await to.call("deleteGroupPushMapping", { authorization, status: mappingDeleteStatus, ...mapping });
}

/** Every operation of Okta's specification as it goes wrong, in each way that has a status of its own. */
export async function annoyOkta(tenant: Tenant, to: Conformance): Promise<void> {
    const authorization = `SSWS ${tenant.credentials.oktaApiToken}`;
    const params = { appId: tenant.opaAppId, groupId: "00gNothing", userId: "00uNothing", mappingId: "gPmNothing" };
    for (const { id, path, takesBody } of to.specification.operations) {
        const call = { params: { ...params, id: "00uNothing" }, ...(takesBody ? { body: {} } : {}) };
        await to.call(id, { ...call, authorization: "SSWS wrong", status: 401 });
        tenant.standing.hasOktaRole = false;
        await to.call(id, { ...call, authorization, status: 403 });
        tenant.standing.hasOktaRole = true;
        tenant.fail({ status: 429 });
        await to.call(id, { ...call, authorization, status: 429 });
        const isMissing = /\{(?:id|groupId|mappingId)\}/.test(path);
        if (isMissing) await to.call(id, { ...call, authorization, status: 404 });
        else if (path.includes("{appId}")) {
            await to.call(id, { ...call, params: { appId: "0oaNothing" }, authorization, status: 404 });
        }
    }
    const bad = { authorization, status: 400 };
    await to.call("addGroup", { ...bad, body: { profile: { name: "" } } });
    await to.call("addGroup", { ...bad, text: "{" });
    await to.call("listGroups", { ...bad, query: "search=nonsense" });
    await to.call("listUsers", { ...bad, query: "search=nonsense" });
    await to.call("createGroupPushMapping", { ...bad, params, body: {} });
}

/** The refusals of what is there, which need something to be there. */
export async function trespassInOkta(tenant: Tenant, to: Conformance): Promise<void> {
    const authorization = `SSWS ${tenant.credentials.oktaApiToken}`;
    const bad = { authorization, status: 400 };
    const appId = tenant.opaAppId;
    const staff = [...tenant.store.groups.values()].find(({ name }) => name === "All staff");
    const params = { appId, groupId: staff?.id ?? "" };
    await to.call("replaceGroup", { ...bad, params, body: {} });
    await to.call("assignGroupToApplication", { ...bad, params, body: { priority: "high" } });
    const pushed = { sourceGroupId: params.groupId, targetGroupName: "staff" };
    const { id: mappingId } = await to.call("createGroupPushMapping", {
        authorization,
        status: tenant.settings.mappingCreateStatus,
        params,
        body: pushed,
    });
    const mapping = { ...params, mappingId };
    await to.call("updateGroupPushMapping", { ...bad, params: mapping, body: { status: "ERROR" } });
    await to.call("deleteGroupPushMapping", { ...bad, params: mapping, query: "deleteTargetGroup=false" });
    const target = tenant.store.mappings.get(mappingId)?.targetGroupId ?? "";
    const { mappedTargetDelete: status } = tenant.settings;
    await to.call("deleteGroup", { authorization, status, params: { groupId: target } });
    await to.call("replaceGroup", { authorization, status: 403, params: { groupId: target }, body: {} });
}
