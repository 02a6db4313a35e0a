import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";
import type { Store } from "./store";

/**
 * What the lists of groups' members show: the members as they were a while ago. A peer waits for them
 * (docs/contracts/okta-api.md 2.2).
 */
export class MemberLists {
    /** When, by group and user, a membership changed that the lists may not show yet. */
    readonly #changedMs = new Map<string, Map<string, number>>();

    constructor(
        private readonly store: Store,
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
    ) {}

    /** Tells that a user is about to become a member, or to be one no more. */
    changed(groupId: string, userId: string): void {
        if (this.settings.memberListLagMs === 0) return;
        const changes = this.#changedMs.get(groupId) ?? new Map<string, number>();
        // There and back before it showed: then there is nothing to show.
        if (this.#isPending(changes.get(userId))) changes.delete(userId);
        else changes.set(userId, this.clock.nowMs());
        this.#changedMs.set(groupId, changes);
    }

    /** Ids of the users whom the list of the group shows. */
    membersOf(groupId: string): string[] {
        const shown = new Set(this.store.memberships.get(groupId));
        for (const [userId, changedMs] of this.#changedMs.get(groupId) ?? []) {
            if (this.#isPending(changedMs) && !shown.delete(userId)) shown.add(userId);
        }
        return [...shown];
    }

    /** Forgets what has not shown yet. */
    clear(): void {
        this.#changedMs.clear();
    }

    #isPending(changedMs: number | undefined): boolean {
        return changedMs !== undefined && this.clock.nowMs() < changedMs + this.settings.memberListLagMs;
    }
}
