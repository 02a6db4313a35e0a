import type { OktaGroup, OktaUser } from "../store/okta-records";

/** Who did something, or to what it was done. */
export interface LoggedEntity {
    readonly id: string;
    readonly type: string;
    readonly alternateId: string;
    readonly displayName: string;
}

/** The events that are logged, by Okta's catalogue of event types, with the text that is shown for each. */
const messages = {
    "group.lifecycle.create": "Create Okta group",
    "group.lifecycle.delete": "Delete Okta group",
    "group.profile.update": "Okta group profile updated",
    "group.user_membership.add": "Add user to group membership",
    "group.user_membership.remove": "Remove user from group membership",
    "application.provision.group_push.mapping.created": "A new mapping has been created",
    "application.provision.group_push.activate_mapping": "Group push activated mappings",
    "application.provision.group_push.deactivate_mapping": "Group push deactivated mappings",
    "application.provision.group_push.delete_appgroup": "Group push deleted application group",
} as const;

/** The type of an event, by Okta's catalogue. */
export type LoggedType = keyof typeof messages;

/** Something that happened. */
export interface LoggedEvent {
    /** Of the event. */
    readonly id: string;
    readonly seq: number;
    readonly publishedMs: number;
    readonly type: LoggedType;
    readonly message: string;
    readonly actor: LoggedEntity;
    readonly targets: readonly LoggedEntity[];
}

/** What does things by itself: imports, rules, pushes. */
export const system: LoggedEntity = {
    id: "system",
    type: "SystemPrincipal",
    alternateId: "system@okta.com",
    displayName: "Okta System",
};

/** A user, as an event names one. */
export const loggedUser = ({ id, login, firstName, lastName }: OktaUser): LoggedEntity => ({
    id,
    type: "User",
    alternateId: login,
    displayName: `${firstName} ${lastName}`,
});

/** A group, as an event names one. */
export const loggedGroup = ({ id, name, type }: OktaGroup): LoggedEntity => ({
    id,
    type: type === "APP_GROUP" ? "AppGroup" : "UserGroup",
    alternateId: "unknown",
    displayName: name,
});

/** What happened in the org, the oldest first. */
export class SystemLog {
    readonly events: LoggedEvent[] = [];

    /** Notes something that happened now. */
    record(type: LoggedType, publishedMs: number, actor: LoggedEntity, targets: readonly LoggedEntity[]): void {
        const seq = this.events.length + 1;
        const id = `00000000-0000-4000-8000-${seq.toString(16).padStart(12, "0")}`;
        this.events.push({ id, seq, publishedMs, type, message: messages[type], actor, targets });
    }

    clear(): void {
        this.events.length = 0;
    }
}
