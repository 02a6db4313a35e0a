import { z } from "zod";
import { plainJson } from "../http/output/plain-json";

const approval = z.strictObject({
    time: z.string(),
    commit: z.string().nullable(),
    pullRequest: z.string().nullable(),
    actor: z.string().nullable(),
    approved: z.string().nullable(),
    approvedBy: z.array(z.string()),
    isApprovedTable: z.boolean().nullable(),
});

const answer = z.strictObject({
    name: z.string(),
    kind: z.enum(["person", "service user", "workload role", "whoever is in the group"]),
    resourceGroup: z.string(),
    project: z.string(),
    path: z.string().describe("The folder that was asked about, or one below it where this begins."),
    could: z
        .enum(["yes", "no", "unclear"])
        .describe(
            "Yes: seen in that time, or both before and after it. Unclear: seen on one side only, or the other side is not known.",
        ),
    through: z
        .array(z.string())
        .describe("Policies, with the groups and the conditions, as last seen before the end of that time."),
    evidence: z.array(z.string()).describe("What says so, in order of time."),
    approval: approval.nullable().describe("The last up whose record gives this; null: none does."),
});

const history = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    from: z.string(),
    to: z.string().describe("The end of the time that was asked about, not part of it."),
    path: z.string(),
    privilege: z.string(),
    person: z.string().nullable(),
    sources: z.array(z.string()).describe("The snapshots and records that this is known from."),
    answers: z.array(answer),
    notKnown: z.array(z.string()),
});

export type Approval = z.infer<typeof approval>;
export type Answer = z.infer<typeof answer>;
export type History = z.infer<typeof history>;

export const historyText = (all: History): string => plainJson(history.parse(all), 2);

/** JSON Schema of that text. */
export const historyJsonSchema = (): string => plainJson(z.toJSONSchema(history), 2);
