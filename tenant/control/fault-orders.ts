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

/** What is to go wrong with a request to come. */
export const requestFault = z
    .strictObject({
        method: z
            .string()
            .refine((name) => METHODS.includes(name.toUpperCase()), {
                error: ({ input }) => `${JSON.stringify(input)} is no method of HTTP`,
            })
            .optional(),
        /** A regular expression, or its text. */
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

/** What is to become of pushes to come. */
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

/** One order to `POST /control/faults`: of a push, of rights, or, like most, of a request. */
export type FaultOrder = z.output<typeof requestFault> | z.output<(typeof ofOtherThings)[number]>;

/** Reads such an order as what its first key says it is, so that a mistake is told of that and of nothing else. */
export const faultOrder = z.record(z.string(), z.unknown()).transform((order, issues): FaultOrder => {
    const schema = ofOtherThings.find(({ shape }) => Object.hasOwn(order, Object.keys(shape)[0] ?? "")) ?? requestFault;
    const read = schema.safeParse(order);
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) issues.addIssue({ code: "custom", path, message });
    return z.NEVER;
});
