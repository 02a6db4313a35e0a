import { z } from "zod";
import { plainJson } from "../http/output/plain-json";

/** What an audit finds. */
const kinds = [
    "policy-above",
    "policy-on-folder",
    "policy-inside",
    "policy-on-secret",
    "more-principals",
    "more-privileges",
    "weaker-conditions",
    "rule-elsewhere",
    "retired-in-force",
    "name-taken",
    "extra-member",
    "only-in-opa",
    "over-cap",
    "admin-role",
    "folder-of-another-stack",
    "orphan-folder",
    "orphan-policy",
    "orphan-group",
    "orphan-push",
    "stray-push",
] as const;

const spot = z.strictObject({ resourceGroup: z.string(), project: z.string(), path: z.string() });

const subject = z.strictObject({
    kind: z.enum(["group", "workload role", "person", "service user"]),
    name: z.string(),
    members: z.number().nullable().describe("How many are in a group; null: not known, or not a group."),
});

const right = {
    policy: z.strictObject({ id: z.string(), name: z.string() }).nullable(),
    rule: z.string().nullable(),
    where: spot.nullable().describe("The folder that it is about, with all below it."),
    who: z.array(subject),
    privileges: z.array(z.string()).describe("By OPA's names."),
    conditions: z.string().nullable().describe("In words; null where there is no rule."),
};

const finding = z.strictObject({
    kind: z.enum(kinds),
    isGrave: z.boolean().describe("Whether it lets somebody reveal or delete."),
    teams: z.array(z.string()).describe("Whose folders it reaches, or whose it was."),
    ...right,
    what: z.string(),
    why: z.string().describe("Why it matters."),
    remedy: z.string(),
});

const known = z.strictObject({
    policy: z.string(),
    why: z.string(),
    until: z.string().nullable(),
    state: z
        .enum(["there", "not there", "ended", "twice"])
        .describe("Ended: the day has passed. Twice: several policies have the name. Both count as findings again."),
    rights: z.array(
        z.strictObject({ where: spot, who: z.array(subject), privileges: z.array(z.string()), conditions: z.string() }),
    ),
});

const audit = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    source: z.enum(["live", "snapshot"]),
    taken: z.string().nullable().describe("When it was seen, in UTC; null: not known."),
    teams: z.number(),
    findings: z.array(finding).describe("The gravest first."),
    known: z.array(known).describe("What platform.yaml declares as known."),
    automation: z
        .array(z.strictObject(right))
        .describe("Rules for service users alone that give nothing of secrets, as the automation itself needs one."),
    notLookedAt: z.array(z.string()).describe("What was not asked for, or cannot be seen in this way."),
    notSeen: z.array(z.string()).describe("What could not be seen. Not empty: the command ends with 3."),
});

export type Kind = (typeof kinds)[number];
export type Finding = z.infer<typeof finding>;
export type Subject = z.infer<typeof subject>;
export type Audit = z.infer<typeof audit>;

/** As one text that is the same for the same audit. */
export const auditText = (all: Audit): string => plainJson(audit.parse(all), 2);

/** JSON Schema of that text. */
export const auditJsonSchema = (): string => plainJson(z.toJSONSchema(audit), 2);
