import { z } from "zod";
import { highestSpeed, longestMs } from "../clock";
import { defaultSettings } from "../settings";
import { unconfirmed } from "../unconfirmed";

/** One order to `POST /control/clock`. */
export const clockOrder = z.strictObject({
    speed: z.number().positive().max(highestSpeed).optional(),
    advanceMs: z.number().min(0).max(longestMs).optional(),
    flush: z.literal(true).optional(),
});

/** One order to `POST /control/oauth-clients`: an OAuth client to register with Okta. */
export const clientOrder = z.strictObject({
    clientId: z.string().min(1).optional(),
    publicKeyJwk: z.record(z.string(), z.unknown()).optional(),
    keyId: z.string().min(1).optional(),
    algorithm: z.enum(["RS256", "ES256"]).optional(),
    scopes: z.array(z.string()),
    requiresDpop: z.boolean().optional(),
    hasRole: z.boolean().optional(),
});

/** New values for `PUT /control/settings`: any of the tenant's settings, each with one of its allowed values. */
export const settingsOrder = z.record(z.string(), z.unknown()).superRefine((values, issues) => {
    const known = new Set(Object.keys(defaultSettings()));
    for (const [name, value] of Object.entries(values)) {
        const fix = known.has(name) ? fixFor(name, value) : `known: ${[...known].join(", ")}`;
        if (fix) issues.addIssue({ code: "custom", path: [name], message: `${JSON.stringify(value)}: ${fix}` });
    }
});

const duration = z.number().min(0).max(longestMs);
const amount = z.int().min(0);
const buckets = z.record(z.string().startsWith("/"), amount);

/** What the value should be; undefined when it is right. */
function fixFor(name: string, value: unknown): string | undefined {
    const allowed = Object.entries(unconfirmed).find(([its]) => its === name)?.[1].values as
        | readonly unknown[]
        | undefined;
    if (allowed) return allowed.includes(value) ? undefined : `use one of ${JSON.stringify(allowed)}`;
    if (name === "oktaBuckets") {
        const isFit = buckets.safeParse(value).success;
        return isFit ? undefined : 'use requests per minute by path, for example {"/api/v1/apps": 100}';
    }
    if (/(Ms|Seconds)$/.test(name)) {
        return duration.safeParse(value).success ? undefined : "use a number, 0 or more, of at most a hundred years";
    }
    return amount.safeParse(value).success ? undefined : "use a whole number, 0 or more";
}
