import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";
import type { Store } from "./store";

/**
 * What the members lists of groups show: the members as they were a while ago. A peer waits for them
 * (docs/contracts/okta-api.md 2.2).
 */
export class MemberLists {
    /** By group and user: when a membership changed that the lists may not show yet. */
    readonly #changedMs = new Map<string, Map<string, number>>();

    constructor(
        private readonly store: Store,
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
    ) {}

    /** Records that a user is about to become a member, or to stop being one. */
    changed(groupId: string, userId: string): void {
        if (this.settings.memberListLagMs === 0) return;
        const changes = this.#changedMs.get(groupId) ?? new Map<string, number>();
        // The membership changed back before the first change showed: nothing is left to show.
        if (this.#isPending(changes.get(userId))) changes.delete(userId);
        else changes.set(userId, this.clock.nowMs());
        this.#changedMs.set(groupId, changes);
    }

    /** Ids of the users that the group's members list shows. */
    membersOf(groupId: string): string[] {
        const shown = new Set(this.store.memberships.get(groupId));
        for (const [userId, changedMs] of this.#changedMs.get(groupId) ?? []) {
            if (this.#isPending(changedMs) && !shown.delete(userId)) shown.add(userId);
        }
        return [...shown];
    }

    /** Drops the changes that do not show yet. */
    clear(): void {
        this.#changedMs.clear();
    }

    #isPending(changedMs: number | undefined): boolean {
        return changedMs !== undefined && this.clock.nowMs() < changedMs + this.settings.memberListLagMs;
    }
}
