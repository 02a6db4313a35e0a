import type { TenantClock } from "../clock";
import type { TenantSettings } from "../settings";
import type { OktaGroup, OktaUser } from "./okta-records";
import type { Store } from "./store";

/**
 * What `search` sees: groups and users as they were a while ago. It is eventually consistent, unlike reads by id
 * (docs/contracts/okta-api.md 2.1).
 */
export class SearchIndex {
    readonly groups = new Map<string, OktaGroup>();
    readonly users = new Map<string, OktaUser>();

    constructor(
        private readonly store: Store,
        private readonly clock: TenantClock,
        private readonly settings: TenantSettings,
    ) {}

    /** Indexes everything in the store, at once. */
    rebuild(): void {
        this.groups.clear();
        this.users.clear();
        for (const id of this.store.groups.keys()) this.#take(this.groups, this.store.groups, id);
        for (const id of this.store.users.keys()) this.#take(this.users, this.store.users, id);
    }

    /** Records that a group or a user was made, changed or removed. */
    changed(id: string): void {
        this.clock.after(this.settings.searchLagMs, () => {
            if (id.startsWith("00u")) this.#take(this.users, this.store.users, id);
            else this.#take(this.groups, this.store.groups, id);
        });
    }

    #take<Row extends object>(index: Map<string, Row>, source: Map<string, Row>, id: string): void {
        const row = source.get(id);
        if (row) index.set(id, { ...row });
        else index.delete(id);
    }
}
