import type { AppAssignment, GroupPushMapping, OktaApp, OktaGroup, OktaUser } from "../store/okta-records";
import type { World } from "../world";

/** The form of a time in users, groups and apps. */
export function preciseTime(timeMs: number): string {
    return new Date(timeMs).toISOString();
}

/** The form of a time in mappings, which has no milliseconds (docs/contracts/okta-api.md 1.6). */
function mappingTime(timeMs: number): string {
    return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}

/**
 * A mapping as the API shows it. Values that do not exist yet are left out, and so is `errorSummary`
 * (docs/contracts/okta-api.md 1.6).
 */
export function mappingOnWire(mapping: GroupPushMapping, { baseUrl, settings }: World): Record<string, unknown> {
    const appConfig = mapping.appConfig ?? (settings.emptyAppConfig === "present" ? {} : undefined);
    return {
        ...(appConfig ? { appConfig } : {}),
        created: mappingTime(mapping.createdMs),
        // The specification's examples show an empty one on a mapping without an error.
        ...(settings.errorSummaryInError === "present" ? { errorSummary: mapping.errorSummary ?? "" } : {}),
        id: mapping.id,
        ...(mapping.lastPushMs === undefined ? {} : { lastPush: mappingTime(mapping.lastPushMs) }),
        lastUpdated: mappingTime(mapping.lastUpdatedMs),
        sourceGroupId: mapping.sourceGroupId,
        status: mapping.status,
        targetGroupId: mapping.targetGroupId,
        _links: {
            app: { href: `${baseUrl}/api/v1/apps/${mapping.appId}` },
            sourceGroup: { href: `${baseUrl}/api/v1/groups/${mapping.sourceGroupId}` },
            targetGroup: { href: `${baseUrl}/api/v1/groups/${mapping.targetGroupId}` },
        },
    };
}

/** A group as the API shows it. */
export function groupOnWire(group: OktaGroup, { baseUrl, settings, store }: World): Record<string, unknown> {
    const isSilent = group.description === null && settings.groupWithoutDescription === "absent";
    const href = `${baseUrl}/api/v1/groups/${group.id}`;
    const isOfWindows = store.apps.get(group.appId ?? "")?.name === "active_directory";
    const logo = ["medium", "large"].map((name) => ({ name, href: `${baseUrl}/logo/${name}.png`, type: "image/png" }));
    return {
        id: group.id,
        created: preciseTime(group.createdMs),
        lastUpdated: preciseTime(group.lastUpdatedMs),
        lastMembershipUpdated: preciseTime(group.lastMembershipUpdatedMs),
        objectClass: [isOfWindows ? "okta:windows_security_principal" : "okta:user_group"],
        type: group.type,
        profile: {
            name: group.name,
            ...(isSilent ? {} : { description: group.description }),
            ...(isOfWindows ? windowsProfile(group) : {}),
        },
        _links: {
            logo,
            ...(group.appId ? { source: { href: `${baseUrl}/api/v1/apps/${group.appId}` } } : {}),
            owners: { href: `${href}/owners` },
            users: { href: `${href}/users` },
            apps: { href: `${href}/apps` },
        },
    };
}

/** By the specification, the profile of an Active Directory group has these fields besides name and description. */
function windowsProfile({ id, name }: OktaGroup) {
    return {
        dn: `CN=${name},OU=Groups,DC=example,DC=com`,
        samAccountName: name,
        windowsDomainQualifiedName: `EXAMPLE\\${name}`,
        externalId: Buffer.from(id).toString("base64"),
    };
}

/** A user as the API shows it. */
export function userOnWire(user: OktaUser, baseUrl: string): Record<string, unknown> {
    return {
        id: user.id,
        status: user.status,
        created: preciseTime(user.createdMs),
        activated: preciseTime(user.createdMs),
        statusChanged: preciseTime(user.statusChangedMs),
        lastLogin: null,
        lastUpdated: preciseTime(user.lastUpdatedMs),
        passwordChanged: null,
        type: { id: "otytenantdefaulttype" },
        profile: {
            firstName: user.firstName,
            lastName: user.lastName,
            mobilePhone: null,
            secondEmail: null,
            login: user.login,
            email: user.email,
        },
        credentials: { provider: { type: "OKTA", name: "OKTA" } },
        _links: { self: { href: `${baseUrl}/api/v1/users/${user.id}` } },
    };
}

/** An app as the API shows it, without the settings that do not matter here. */
export function appOnWire(app: OktaApp, baseUrl: string): Record<string, unknown> {
    const href = `${baseUrl}/api/v1/apps/${app.id}`;
    return {
        id: app.id,
        name: app.name,
        label: app.label,
        status: app.status,
        lastUpdated: preciseTime(app.lastUpdatedMs),
        created: preciseTime(app.createdMs),
        features: app.features,
        signOnMode: app.signOnMode,
        _links: { self: { href }, users: { href: `${href}/users` }, groups: { href: `${href}/groups` } },
    };
}

/** A group's assignment to an app as the API shows it. */
export function assignmentOnWire(appId: string, groupId: string, assignment: AppAssignment, baseUrl: string) {
    return {
        id: groupId,
        lastUpdated: preciseTime(assignment.lastUpdatedMs),
        priority: assignment.priority,
        profile: {},
        _links: {
            app: { href: `${baseUrl}/api/v1/apps/${appId}` },
            self: { href: `${baseUrl}/api/v1/apps/${appId}/groups/${groupId}` },
            group: { href: `${baseUrl}/api/v1/groups/${groupId}` },
        },
    };
}
