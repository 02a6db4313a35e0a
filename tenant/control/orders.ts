import { z } from "zod";
import { defaultSettings } from "../settings";
import { unconfirmed } from "../unconfirmed";

const times = z.int().min(1).optional();

const requestFault = z.strictObject({
    method: z.string().optional(),
    /** The text of a regular expression. */
    path: z
        .string()
        .transform((text, issues) => {
            try {
                return new RegExp(text);
            } catch {
                issues.addIssue({ code: "custom", message: "not a regular expression" });
                return z.NEVER;
            }
        })
        .optional(),
    nth: z.int().min(1).optional(),
    times,
    status: z.int().min(400).max(599).optional(),
    drop: z.enum(["before", "after"]).optional(),
    delayMs: z.number().min(0).optional(),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
});

const ofOtherThings = [
    z.strictObject({ push: z.enum(["error", "never"]), group: z.string().optional(), times }),
    z.strictObject({ expireTokens: z.literal(true) }),
    z.strictObject({ oktaRole: z.boolean() }),
    z.strictObject({ opaKey: z.boolean() }),
    z.strictObject({ opaRoles: z.array(z.enum(["pam_admin", "resource_admin", "security_admin"])) }),
] as const;

/** One order to `POST /control/faults`: of a push, of rights, or, like most, of a request. */
export type FaultOrder = z.output<typeof requestFault> | z.output<(typeof ofOtherThings)[number]>;

/** Reads such an order as what its first key says it is, so that a mistake is told of that and of nothing else. */
export const faultOrder = z.record(z.string(), z.unknown()).transform((order, issues): FaultOrder => {
    const schema = ofOtherThings.find(({ shape }) => (Object.keys(shape)[0] ?? "") in order) ?? requestFault;
    const read = schema.safeParse(order);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) issues.addIssue({ code: "custom", path, message });
    return z.NEVER;
});

/** One order to `POST /control/clock`. */
export const clockOrder = z.strictObject({
    speed: z.number().positive().optional(),
    advanceMs: z.number().min(0).optional(),
    flush: z.literal(true).optional(),
});

/** One order to `POST /control/oauth-clients`: an OAuth client that Okta is to know. */
export const clientOrder = z.strictObject({
    clientId: z.string().min(1).optional(),
    publicKeyJwk: z.record(z.string(), z.unknown()).optional(),
    keyId: z.string().min(1).optional(),
    algorithm: z.enum(["RS256", "ES256"]).optional(),
    scopes: z.array(z.string()),
    requiresDpop: z.boolean().optional(),
    hasRole: z.boolean().optional(),
});

/** New values for `PUT /control/settings`: any of the tenant's settings, each with a value it knows. */
export const settingsOrder = z.record(z.string(), z.unknown()).superRefine((values, issues) => {
    const known: Readonly<Record<string, unknown>> = { ...defaultSettings() };
    for (const [name, value] of Object.entries(values)) {
        const fix = name in known ? fixFor(name, value) : `known: ${Object.keys(known).join(", ")}`;
        if (fix) issues.addIssue({ code: "custom", path: [name], message: `${JSON.stringify(value)}: ${fix}` });
    }
});

const amount = z.number().min(0);

/** What would be right in place of a value that is not; undefined when it is. */
function fixFor(name: string, value: unknown): string | undefined {
    const allowed = Object.entries(unconfirmed).find(([its]) => its === name)?.[1].values as
        | readonly unknown[]
        | undefined;
    if (allowed) return allowed.includes(value) ? undefined : `use one of ${JSON.stringify(allowed)}`;
    if (name === "oktaBuckets") {
        const isFit = z.record(z.string(), amount).safeParse(value).success;
        return isFit ? undefined : 'use requests per minute by path, for example {"/api/v1/apps": 100}';
    }
    return amount.safeParse(value).success ? undefined : "use a number, 0 or more";
}
