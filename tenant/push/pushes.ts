import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";
import type { GroupPushMapping, OktaUserStatus } from "../store/okta-records";
import type { Store } from "../store/store";
import { deliverGroup, deliverMembers, removePushed } from "./deliver";

/** What is to become of pushes to come. */
export interface PushFault {
    /** Name of the source group; any when absent. */
    readonly group?: string;
    /** `error` puts the mapping into ERROR; `never` lets the push stay away without a sign. */
    readonly outcome: "error" | "never";
    /** How many pushes it hits; 1 when absent. */
    readonly times?: number;
}

const reason =
    "Unable to update Group Push mapping target App group: Error while creating user group: HTTP 403 Forbidden";

/** Contracts: inactive users are not pushed. */
const pushedStatuses: readonly OktaUserStatus[] = ["ACTIVE", "RECOVERY", "PASSWORD_EXPIRED", "LOCKED_OUT"];

/** The background work that carries groups and members from Okta to OPA. */
export class Pushes {
    #faults: { fault: PushFault; left: number }[] = [];

    constructor(
        private readonly store: Store,
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
        private readonly announce: () => void,
    ) {}

    /** Lets pushes to come fail. */
    fail(fault: PushFault): void {
        this.#faults.push({ fault, left: fault.times ?? 1 });
    }

    /** Forgets the failures that have not happened yet. */
    clear(): void {
        this.#faults = [];
    }

    /** A mapping was made active, or something about its members changed. */
    begin(mappingId: string): void {
        this.clock.after(this.settings.pushDelayMs, () => this.#push(mappingId));
    }

    /** The members of an Okta group changed. */
    membersChanged(groupId: string): void {
        for (const mapping of this.store.mappings.values()) {
            if (mapping.sourceGroupId === groupId) this.begin(mapping.id);
        }
    }

    /** The members of a group changed that may be assigned to an app, so that others may be pushed now. */
    memberMayUseApps(groupId: string): void {
        const isAssigned = [...this.store.appAssignments.values()].some((assignments) => assignments.has(groupId));
        if (isAssigned) this.assignmentsChanged();
    }

    /** Who may use an app, or who is active, changed. */
    assignmentsChanged(): void {
        for (const mapping of this.store.mappings.values()) this.begin(mapping.id);
    }

    /** A mapping was deleted together with its target. */
    targetDeleted(targetGroupId: string): void {
        const remove = () => removePushed(this.store, targetGroupId, this.clock.nowMs());
        this.store.groups.delete(targetGroupId);
        this.store.memberships.delete(targetGroupId);
        if (this.settings.targetDeletion === "at-once") remove();
        else this.#later(remove);
    }

    /** A source group was given another name. Contracts: the app decides whether its group follows. */
    sourceRenamed(groupId: string): void {
        for (const mapping of this.store.mappings.values()) {
            if (mapping.sourceGroupId !== groupId || mapping.status !== "ACTIVE") continue;
            this.#later(() => this.#follow(mapping));
        }
    }

    #follow(mapping: GroupPushMapping): void {
        mapping.lastUpdatedMs = this.clock.nowMs();
        if (this.settings.sourceRename === "deactivates-mapping") {
            mapping.status = "INACTIVE";
            return;
        }
        const source = this.store.groups.get(mapping.sourceGroupId);
        const target = this.store.groups.get(mapping.targetGroupId);
        if (!source || !target) return;
        for (const group of this.store.opaGroups.values()) if (group.pushedAs === target.id) group.name = source.name;
        target.name = source.name;
    }

    #push(mappingId: string): void {
        const mapping = this.store.mappings.get(mappingId);
        const app = mapping && this.store.apps.get(mapping.appId);
        // Contracts: a mapping on an app without provisioning is stored and never pushes.
        if (mapping?.status !== "ACTIVE" || app?.status !== "ACTIVE" || !app.features.includes("GROUP_PUSH")) return;
        const fault = this.#takeFault(mapping);
        if (fault?.outcome === "never") return;
        const isDelivered = !fault && this.#deliver(mapping, app.name);
        mapping.lastUpdatedMs = this.clock.nowMs();
        if (isDelivered) {
            mapping.lastPushMs = mapping.lastUpdatedMs;
        } else {
            mapping.status = "ERROR";
            if (this.settings.errorSummaryInError === "present") mapping.errorSummary = reason;
        }
        this.announce();
    }

    #deliver(mapping: GroupPushMapping, appName: string): boolean {
        if (appName !== "okta_privileged_access_sso") return true;
        const target = this.store.groups.get(mapping.targetGroupId);
        const delivered = target && deliverGroup(this.store, target, this.settings);
        if (!delivered) return false;
        this.clock.after(this.settings.membershipDelayMs, () => {
            if (delivered.deletedAtMs !== undefined) return;
            deliverMembers(this.store, delivered, this.#memberLogins(mapping));
            this.announce();
        });
        return true;
    }

    /** Contracts: members are pushed only if they are assigned to the app, too, and active. */
    #memberLogins(mapping: GroupPushMapping): string[] {
        return [...this.store.membersOf(mapping.sourceGroupId)].flatMap((userId) => {
            const user = this.store.users.get(userId);
            const isPushed =
                user && pushedStatuses.includes(user.status) && this.store.isAssigned(mapping.appId, userId);
            return isPushed ? [user.login] : [];
        });
    }

    #takeFault(mapping: GroupPushMapping): PushFault | undefined {
        const name = this.store.groups.get(mapping.sourceGroupId)?.name;
        const armed = this.#faults.find(({ fault }) => fault.group === undefined || fault.group === name);
        if (armed) armed.left -= 1;
        this.#faults = this.#faults.filter(({ left }) => left > 0);
        return armed?.fault;
    }

    #later(run: () => void): void {
        this.clock.after(this.settings.pushDelayMs, () => {
            run();
            this.announce();
        });
    }
}
