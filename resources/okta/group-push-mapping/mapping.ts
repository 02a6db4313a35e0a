import type { AppConfig } from "./app-config";

/** A mapping as Okta keeps it. It holds neither the app's id nor the target's name (contracts/okta-api.md 1.6). */
export interface Mapping {
    readonly mappingId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
    /** ACTIVE, INACTIVE, ERROR; whatever else Okta may invent is kept as it is. */
    readonly status: string;
    readonly created: string;
    readonly lastUpdated: string;
    /** Absent until the first push. */
    readonly lastPush?: string;
    /** Often absent, also in ERROR. */
    readonly errorSummary?: string;
    readonly appConfig?: AppConfig;
}
