import { z } from "zod";
import { plainJson } from "../http/output/plain-json";
import { changedRow } from "../review/page/document";

const write = z.strictObject({
    at: z.string().describe("When it was sent, in UTC."),
    api: z.string().describe('"okta" or "opa".'),
    method: z.string(),
    path: z.string().describe("Its form; {} stands for an id or a name."),
    ids: z.array(z.string()).describe('What {} stands for, in this order; "" for a name.'),
    made: z.string().optional().describe("The id of the object that a POST made."),
    status: z.number().nullable().describe("Of the answer; null: there was none, or none was noted."),
    requestId: z
        .string()
        .nullable()
        .describe("The service's own id of the request, as in its log; null: it gave none."),
    outcome: z
        .enum(["answered", "not sent", "unknown"])
        .describe("Unknown: no answer came, or the run was killed; it may have taken effect."),
});

const side = z.strictObject({ stackFile: z.string().nullable(), digest: z.string() });

const change = z.strictObject({
    table: z.string().describe("The hash that stands for the whole table of changes."),
    verdict: z.string(),
    rows: z.array(changedRow),
    ifStrictest: z.strictObject({ instead: z.array(changedRow), not: z.array(changedRow) }),
    irreversible: z.array(
        z.strictObject({ resourceGroup: z.string(), project: z.string(), path: z.string(), what: z.string() }),
    ),
    base: side,
    head: side,
    snapshot: z.strictObject({ taken: z.string().nullable(), digest: z.string() }).nullable(),
});

const record = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    time: z.iso.datetime().describe("When the record was made, in UTC: after the up."),
    stack: z.string().nullable(),
    commit: z.string().nullable(),
    actor: z.string().nullable().describe("Who or what started the run."),
    pullRequest: z.string().nullable(),
    result: z.enum(["succeeded", "failed"]).describe("Failed: a part of the changes may have been made."),
    approved: z.string().nullable().describe("The hash that was approved; null: none was given."),
    approvedBy: z.array(z.string()),
    isApprovedTable: z
        .boolean()
        .nullable()
        .describe("Whether the approved hash is that of this table; null where one of them is missing."),
    change: change.nullable().describe("As `access diff --json` has it; null: no table was given."),
    writes: z.array(write).describe("Every try of a write that the package sent, in order of time."),
    notSeen: z.array(z.string()).describe("What this record cannot know."),
});

/** A try of a write, and what became of it. */
export type Write = z.infer<typeof write>;

/** What an `up` changed. */
export type RecordedChange = z.infer<typeof change>;

/** One `up`. */
export type UpRecord = z.infer<typeof record>;

/** As one line, without its end. */
export const recordText = (one: UpRecord): string => plainJson(record.parse(one), 0);

/** JSON Schema of that line. */
export const recordJsonSchema = (): string => plainJson(z.toJSONSchema(record), 2);

/** What was read from a line; undefined if it is no record. */
export const recordFrom = (value: unknown): UpRecord | undefined => record.safeParse(value).data;

const reviewed = z.object({
    table: z.string(),
    verdict: z.object({ text: z.string() }),
    rows: change.shape.rows,
    ifStrictest: change.shape.ifStrictest,
    irreversible: z.array(change.shape.irreversible.element.strip()),
    base: side.strip(),
    head: side.strip(),
    snapshot: z.object({ taken: z.string().nullable(), digest: z.string() }).nullable(),
});

/** The part of `access diff --json` that a record keeps; undefined if the text is no such document. */
export function changeFrom(text: string): RecordedChange | undefined {
    try {
        const { data } = reviewed.safeParse(JSON.parse(text));
        return data && { ...data, verdict: data.verdict.text };
    } catch {
        return undefined;
    }
}
