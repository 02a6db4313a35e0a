import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";
import type { GroupPushMapping, OktaGroup } from "../store/okta-records";
import type { Store } from "../store/store";
import { deliverGroup, deliverMembers, loginsOf, removePushed } from "./deliver";
import { PushFaults } from "./push-faults";
import { renamePushed } from "./renames";

/** Hears what a push did. */
export interface PushListener {
    /** A push arrived, failed, or removed something. */
    arrived(): void;
    /** A push changed an Okta group. */
    changed(groupId: string): void;
}

/** The background work that carries groups and members from Okta to OPA. */
export class Pushes {
    readonly faults = new PushFaults();
    /** Ids of the mappings that have a pending push. */
    readonly #toCome = new Set<string>();

    constructor(
        private readonly store: Store,
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
        private readonly listener: PushListener,
    ) {}

    /** Drops pending pushes, after the clock has dropped its tasks, and the faults for them. */
    clear(): void {
        this.faults.clear();
        this.#toCome.clear();
    }

    /** A mapping became active, or something about its members changed. A pending push includes later changes. */
    begin(mappingId: string): void {
        if (this.#toCome.has(mappingId)) return;
        this.#toCome.add(mappingId);
        this.clock.after(this.settings.pushDelayMs, () => {
            this.#toCome.delete(mappingId);
            this.#push(mappingId);
        });
    }

    /** The members of an Okta group changed. */
    membersChanged(groupId: string): void {
        for (const mapping of this.store.mappings.values()) {
            if (mapping.sourceGroupId === groupId) this.begin(mapping.id);
        }
    }

    /** The members of a group changed that may be assigned to an app, so other people may be pushed now. */
    memberMayUseApps(groupId: string): void {
        const isAssigned = [...this.store.appAssignments.values()].some((assignments) => assignments.has(groupId));
        if (isAssigned) this.assignmentsChanged();
    }

    /** The users of an app changed, or who is active. */
    assignmentsChanged(): void {
        for (const mapping of this.store.mappings.values()) this.begin(mapping.id);
    }

    /** A mapping was deleted together with its target. */
    targetDeleted({ sourceGroupId, targetGroupId }: GroupPushMapping): void {
        this.store.groups.delete(targetGroupId);
        this.store.memberships.delete(targetGroupId);
        this.listener.changed(targetGroupId);
        // What happens when the app fails to delete its group is not known. Here the group stays
        // (docs/contracts/okta-api.md 1.5).
        if (this.faults.take(this.store.groups.get(sourceGroupId)?.name)) return;
        const remove = () => removePushed(this.store, targetGroupId, this.settings, this.clock.nowMs());
        if (this.settings.targetDeletion === "at-once") remove();
        else this.#later(remove);
    }

    /** A source group was deleted. */
    sourceDeleted(groupId: string): void {
        for (const mapping of this.store.mappings.values()) {
            if (mapping.sourceGroupId !== groupId) continue;
            if (this.settings.sourceDeletion === "mapping-gone") this.store.mappings.delete(mapping.id);
            else this.#putIntoError(mapping, "The source group does not exist");
        }
    }

    /**
     * A source group was renamed. The app decides whether its group follows
     * (docs/contracts/okta-api.md 1.7).
     */
    sourceRenamed(groupId: string): void {
        for (const mapping of this.store.mappings.values()) {
            if (mapping.sourceGroupId === groupId && mapping.status === "ACTIVE") {
                this.#later(() => this.#follow(mapping));
            }
        }
    }

    #follow(mapping: GroupPushMapping): void {
        mapping.lastUpdatedMs = this.clock.nowMs();
        if (this.settings.sourceRename === "deactivates-mapping") {
            mapping.status = "INACTIVE";
        } else if (!this.#nameAsSource(mapping)) {
            this.#putIntoError(mapping, "A group of the source's name exists in the app already");
        }
    }

    /** Gives the target its source's name; false when that name is taken in the app or in OPA. */
    #nameAsSource(mapping: GroupPushMapping): boolean {
        const source = this.store.groups.get(mapping.sourceGroupId);
        const target = this.store.groups.get(mapping.targetGroupId);
        if (!source || !target || target.name === source.name) return true;
        const isDone = renamePushed(this.store, target, source.name, this.settings, this.clock.nowMs());
        if (isDone) this.listener.changed(target.id);
        return isDone;
    }

    #push(mappingId: string): void {
        const mapping = this.store.mappings.get(mappingId);
        const app = mapping && this.store.apps.get(mapping.appId);
        // A mapping on an app without provisioning is stored and never pushes (docs/contracts/okta-api.md 1.7).
        if (mapping?.status !== "ACTIVE" || app?.status !== "ACTIVE" || !app.features.includes("GROUP_PUSH")) return;
        const outcome = this.faults.take(this.store.groups.get(mapping.sourceGroupId)?.name);
        if (outcome === "never") return;
        const target = this.store.groups.get(mapping.targetGroupId);
        // Where the app's groups follow the names of their sources, a target always gets its source's name, unless it is taken
        // (docs/contracts/okta-api.md 1.7).
        const isToBeNamed = mapping.lastPushMs === undefined && this.settings.sourceRename === "renames-target";
        if (!outcome && isToBeNamed) this.#nameAsSource(mapping);
        if (!outcome && this.#deliver(mapping, target, app.name)) {
            this.#record(mapping);
        } else {
            const name = target?.name ?? "";
            // docs/contracts/okta-api.md 1.7: the text of such an error.
            const reason = `Error while creating user group ${name}: HTTP 403 Forbidden`;
            this.#putIntoError(mapping, `Unable to update Group Push mapping target App group ${name}: ${reason}`);
        }
        this.listener.arrived();
    }

    #record(mapping: GroupPushMapping): void {
        const hasMembers = this.store.membersOf(mapping.sourceGroupId).size > 0;
        if (!hasMembers && this.settings.emptyPush === "unrecorded") return;
        mapping.lastUpdatedMs = this.clock.nowMs();
        mapping.lastPushMs = mapping.lastUpdatedMs;
    }

    #deliver(mapping: GroupPushMapping, target: OktaGroup | undefined, appName: string): boolean {
        if (appName !== "okta_privileged_access_sso") return true;
        const delivered = target && deliverGroup(this.store, target, this.settings);
        if (!delivered) return false;
        this.clock.after(this.settings.membershipDelayMs, () => {
            const isStillPushed = this.store.mappings.get(mapping.id)?.status === "ACTIVE";
            if (!isStillPushed || delivered.deletedAtMs !== undefined) return;
            deliverMembers(this.store, delivered, loginsOf(this.store, mapping));
            this.listener.arrived();
        });
        return true;
    }

    #putIntoError(mapping: GroupPushMapping, reason: string): void {
        mapping.status = "ERROR";
        mapping.lastUpdatedMs = this.clock.nowMs();
        mapping.errorSummary = reason;
    }

    #later(run: () => void): void {
        this.clock.after(this.settings.pushDelayMs, () => {
            run();
            this.listener.arrived();
        });
    }
}
