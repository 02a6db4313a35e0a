import type { TenantClock } from "./clock.js";
import type { Credentials } from "./credentials.js";
import type { Faults } from "./faults.js";
import type { Pushes } from "./push/pushes.js";
import type { RequestLog } from "./request-log.js";
import type { TenantSettings } from "./settings.js";
import type { SearchIndex } from "./store/search-index.js";
import type { Store } from "./store/store.js";

/** What every part of the tenant shares. */
export interface World {
    /** Where the tenant listens; known once it does. */
    baseUrl: string;
    readonly credentials: Credentials;
    readonly settings: TenantSettings;
    readonly clock: TenantClock;
    readonly store: Store;
    readonly index: SearchIndex;
    readonly log: RequestLog;
    readonly faults: Faults;
    readonly pushes: Pushes;
}
