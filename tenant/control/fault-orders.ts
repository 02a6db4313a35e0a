import { METHODS, validateHeaderName, validateHeaderValue } from "node:http";
import { z } from "zod";
import { longestMs } from "../clock";

const times = z.int().min(1).optional();

const pattern = z
    .instanceof(RegExp)
    .or(z.string())
    .transform((given, issues) => {
        try {
            return new RegExp(given);
        } catch {
            issues.addIssue({ code: "custom", message: "not a regular expression" });
            return z.NEVER;
        }
    });

const headers = z.record(z.string(), z.string()).superRefine((given, issues) => {
    for (const [name, value] of Object.entries(given)) {
        try {
            validateHeaderName(name);
            validateHeaderValue(name, value);
        } catch (failure) {
            const message = failure instanceof Error ? failure.message : String(failure);
            issues.addIssue({ code: "custom", path: [name], message });
        }
    }
});

const effects = ["status", "drop", "delayMs", "body", "headers"] as const;

/** A fault to inject into a later request. */
export const requestFault = z
    .strictObject({
        method: z
            .string()
            .refine((name) => METHODS.includes(name.toUpperCase()), {
                error: ({ input }) => `${JSON.stringify(input)} is no method of HTTP`,
            })
            .optional(),
        /** A regular expression, or its source text. */
        path: pattern.optional(),
        nth: z.int().min(1).optional(),
        times,
        status: z.int().min(400).max(599).optional(),
        drop: z.enum(["before", "after"]).optional(),
        delayMs: z.number().min(0).max(longestMs).optional(),
        body: z.string().optional(),
        headers: headers.optional(),
    })
    .refine((fault) => effects.some((effect) => fault[effect] !== undefined), {
        error: "nothing goes wrong by this: give a status, drop, delayMs, body or headers",
    });

/** A fault to inject into later pushes. */
export const pushFault = z.strictObject({
    outcome: z.enum(["error", "never"]),
    group: z.string().optional(),
    times,
});

const ofOtherThings = [
    z.strictObject({ push: pushFault.shape.outcome, group: z.string().optional(), times }),
    z.strictObject({ expireTokens: z.literal(true) }),
    z.strictObject({ oktaRole: z.boolean() }),
    z.strictObject({ opaKey: z.boolean() }),
    z.strictObject({ opaRoles: z.array(z.enum(["pam_admin", "resource_admin", "security_admin"])) }),
] as const;

/** One order to `POST /control/faults`: about a push, about rights or, most often, about a request. */
export type FaultOrder = z.output<typeof requestFault> | z.output<(typeof ofOtherThings)[number]>;

/** Reads an order as the kind that its first key names, so that the answer lists the mistakes for that kind only. */
export const faultOrder = z.record(z.string(), z.unknown()).transform((order, issues): FaultOrder => {
    const schema = ofOtherThings.find(({ shape }) => Object.hasOwn(order, Object.keys(shape)[0] ?? "")) ?? requestFault;
    const read = schema.safeParse(order);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) issues.addIssue({ code: "custom", path, message });
    return z.NEVER;
});
