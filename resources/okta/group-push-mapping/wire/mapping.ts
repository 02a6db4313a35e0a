import type { AppConfig } from "../group-push-mapping";

/** What tells one mapping of an app from another. */
export interface Ends {
    readonly mappingId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
}

/** A mapping as Okta keeps it. It holds neither the app's id nor the target's name (docs/contracts/okta-api.md 1.6). */
export interface Mapping extends Ends {
    /** ACTIVE, INACTIVE, ERROR; any other value Okta may add is kept as it is. */
    readonly status: string;
    readonly created: string;
    readonly lastUpdated: string;
    /** Absent until the first push. */
    readonly lastPush?: string;
    /** Often absent, also in ERROR. */
    readonly errorSummary?: string;
    readonly appConfig?: AppConfig;
}

/** Which mappings of an app to list. */
export interface MappingFilter {
    readonly sourceGroupId?: string | undefined;
    readonly status?: "ACTIVE" | "ERROR" | "INACTIVE" | undefined;
    /** On or after this time, `YYYY-MM-DDTHH:mm:ssZ`, no fractions. */
    readonly lastUpdated?: string | undefined;
}
