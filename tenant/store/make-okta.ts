import type { GroupPushMapping, GroupRule, OktaApp, OktaGroup, OktaUser } from "./okta-records";
import type { Store } from "./store";

/** Adds an Okta user, who is in the group Everyone unless deprovisioned. */
export function makeUser(
    store: Store,
    nowMs: number,
    given: Pick<OktaUser, "login" | "firstName" | "lastName"> & Partial<Pick<OktaUser, "email" | "status">>,
): OktaUser {
    const status = given.status ?? "ACTIVE";
    const user: OktaUser = {
        id: store.ids.okta("00u"),
        seq: store.ids.next(),
        email: given.login,
        ...given,
        status,
        createdMs: nowMs,
        lastUpdatedMs: nowMs,
        statusChangedMs: nowMs,
    };
    store.users.set(user.id, user);
    const everyone = [...store.groups.values()].find((group) => group.type === "BUILT_IN");
    if (everyone && status !== "DEPROVISIONED") store.membersOf(everyone.id).add(user.id);
    return user;
}

/** Adds an Okta group without members. */
export function makeGroup(
    store: Store,
    nowMs: number,
    given: Pick<OktaGroup, "name"> & Partial<Pick<OktaGroup, "description" | "type" | "appId">>,
): OktaGroup {
    const group: OktaGroup = {
        id: store.ids.okta("00g"),
        seq: store.ids.next(),
        description: null,
        type: "OKTA_GROUP",
        ...given,
        createdMs: nowMs,
        lastUpdatedMs: nowMs,
        lastMembershipUpdatedMs: nowMs,
    };
    store.groups.set(group.id, group);
    store.memberships.set(group.id, new Set());
    return group;
}

/** Adds an app that nobody is assigned to. */
export function makeApp(
    store: Store,
    nowMs: number,
    given: Pick<OktaApp, "name" | "label"> & Partial<Pick<OktaApp, "features" | "status">>,
): OktaApp {
    const app: OktaApp = {
        id: store.ids.okta("0oa"),
        seq: store.ids.next(),
        status: "ACTIVE",
        features: [],
        signOnMode: "SAML_2_0",
        ...given,
        createdMs: nowMs,
        lastUpdatedMs: nowMs,
    };
    store.apps.set(app.id, app);
    store.appAssignments.set(app.id, new Map());
    return app;
}

/** Assigns a group to an app; its members may then use the app. */
export function assign(store: Store, nowMs: number, appId: string, groupId: string, priority?: number): void {
    const assignments = store.appAssignments.get(appId);
    const known = assignments?.get(groupId);
    assignments?.set(groupId, {
        seq: known?.seq ?? store.ids.next(),
        priority: priority ?? known?.priority ?? assignments.size,
        lastUpdatedMs: nowMs,
    });
}

/** Assigns a user to an app, whatever the user's groups. */
export function assignUser(store: Store, appId: string, userId: string): void {
    store.directAssignments.set(appId, (store.directAssignments.get(appId) ?? new Set()).add(userId));
}

/** Adds a rule that puts people into groups; the tenant does not run it. */
export function makeGroupRule(
    store: Store,
    nowMs: number,
    given: Pick<GroupRule, "name" | "expression" | "groupIds"> & Partial<Pick<GroupRule, "status" | "excludedUserIds">>,
): GroupRule {
    const rule: GroupRule = {
        id: store.ids.okta("0pr"),
        seq: store.ids.next(),
        status: "ACTIVE",
        excludedUserIds: [],
        ...given,
        createdMs: nowMs,
        lastUpdatedMs: nowMs,
    };
    store.groupRules.set(rule.id, rule);
    return rule;
}

/** Adds a group push mapping that has not pushed yet. */
export function makeMapping(
    store: Store,
    nowMs: number,
    given: Pick<GroupPushMapping, "appId" | "sourceGroupId" | "targetGroupId" | "status" | "appConfig">,
): GroupPushMapping {
    const id = store.ids.okta("gPm");
    const mapping = { id, seq: store.ids.next(), ...given, createdMs: nowMs, lastUpdatedMs: nowMs };
    store.mappings.set(mapping.id, mapping);
    store.mappingSeqs.set(mapping.id, mapping.seq);
    return mapping;
}
