import type { TenantClock } from "./clock";
import type { Credentials } from "./credentials";
import type { Faults } from "./faults";
import type { SystemLog } from "./okta/system-log";
import type { Pushes } from "./push/pushes";
import type { RequestLog } from "./request-log";
import type { TenantSettings } from "./settings";
import type { Standing } from "./standing";
import type { MemberLists } from "./store/member-lists";
import type { SearchIndex } from "./store/search-index";
import type { Store } from "./store/store";

/** What every part of the tenant shares. */
export interface World {
    /** Where the tenant listens; known once it does. */
    baseUrl: string;
    readonly credentials: Credentials;
    readonly settings: TenantSettings;
    readonly clock: TenantClock;
    readonly store: Store;
    readonly index: SearchIndex;
    readonly memberLists: MemberLists;
    readonly log: RequestLog;
    readonly systemLog: SystemLog;
    readonly faults: Faults;
    readonly standing: Standing;
    readonly pushes: Pushes;
}
