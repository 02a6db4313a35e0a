import type { TenantSettings } from "../../../tenant";

/** A call is under way for so long, in milliseconds. */
export const latencyMs = 40;

/** The limits that the tenant has by default, and those that Okta publishes for its smallest paid organisations. */
export const limits = {
    default: { latencyMs },
    published: {
        latencyMs,
        oktaBuckets: {
            "/api/v1/apps": 100,
            "/api/v1/groups": 500,
            "/api/v1/groups/{id}": 1000,
            "/api/v1/users": 600,
        },
    },
} as const satisfies Record<string, Partial<TenantSettings>>;

export type Limits = keyof typeof limits;
