import { z } from "zod";
import { plainJson } from "../../http/output/plain-json";
import { risks } from "./effects";

/** What somebody must meet first. */
export const need = z.union([
    z.strictObject({
        kind: z.literal("mfa"),
        factor: z.enum(["any", "phishing-resistant"]),
        everySeconds: z.number().describe("How old it may be; 0 asks every time."),
    }),
    z.strictObject({
        kind: z.literal("approval"),
        requestTypeId: z.string(),
        requestType: z.string(),
        lastsSeconds: z.number(),
    }),
]);

const right = z.strictObject({
    privileges: z.array(z.string()).describe("By OPA's names."),
    ways: z
        .array(z.array(need))
        .describe("Any of these is enough; of one, everything must be met. [] asks for nothing."),
});

const spot = { resourceGroup: z.string(), project: z.string(), path: z.string() };

const group = z.strictObject({
    name: z.string(),
    members: z.number().nullable().describe("How many OPA had in it when the snapshot was taken; null: not known."),
});

/** Who gains and loses what, in one line of the page. */
export const changedRow = z.strictObject({
    people: z.array(z.string()).describe("By login: everyone for whom exactly this changes."),
    serviceUsers: z.array(z.string()),
    groups: z
        .array(group)
        .describe(
            "Groups that are there already: this changes for whoever is in it, or will be, and has nothing else.",
        ),
    workloadRoles: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    ...spot,
    except: z
        .array(z.string())
        .describe(
            "A row is about its folder and all below it; of these folders, and what is below them, it says nothing.",
        ),
    before: z.array(right),
    after: z.array(right),
    gains: z.array(z.string()),
    loses: z.array(z.string()),
    weaker: z.array(z.string()).describe("Privileges for which less is asked than before, or something else."),
    stricter: z.array(z.string()).describe("Privileges for which more is asked."),
    risk: z.enum(risks),
    because: z.array(z.string()),
    team: z.string().nullable().describe("Whose folder it is; null: of no team that is declared."),
});

const tally = z.strictObject({
    people: z.number(),
    groups: z.number().describe("Groups whose members are not known: how many people that is, nobody can tell here."),
    workloads: z.number().describe("Workload roles and service users."),
});

const side = z.strictObject({
    teams: z.number(),
    stackFile: z
        .string()
        .nullable()
        .describe("Null: no configuration of a stack was read, so the minimum and the defaults of none."),
    digest: z.string().describe("Of what is declared: the same for the same declarations."),
});

const stops = z.strictObject({
    change: z
        .string()
        .describe("declared: and the SHA-256 of what the declarations alone change: an override is for this."),
    budget: z
        .array(
            z.strictObject({
                cap: z.string(),
                count: z.number(),
                allowed: z.number().nullable().describe("Null: nothing was declared before, so there is no cap."),
                of: z.number().describe("How many there were before."),
            }),
        )
        .describe("By the declarations alone: a group that exists already counts as one, whoever is in it."),
    refused: z
        .array(z.strictObject({ rule: z.string(), what: z.string(), override: z.string() }))
        .describe("Rules that stop the program, each with the entry of overrides: that lifts it for this change."),
    overridesIn: z.string().describe("Where that entry is to be written."),
    overridesKey: z.string().describe("The key above it there."),
    lifted: z
        .array(z.strictObject({ rule: z.string(), what: z.string(), until: z.string(), why: z.string() }))
        .describe("Rules that an override lifts."),
    accident: z.array(z.string()).describe("Signs that the change is not meant, in words."),
    freeze: z
        .strictObject({
            what: z.string(),
            by: z.string(),
            until: z.string(),
            why: z.string(),
            waits: z.string().describe("What of this change has to wait."),
        })
        .nullable()
        .describe("The freeze that stops this change; null if none does."),
});

const finding = z.strictObject({
    rule: z.string(),
    level: z.enum(["note", "warn", "block"]),
    blocks: z.boolean().describe("Whether it stops the change: not if it was so before, or is accepted."),
    path: z.string().nullable().describe("Null: it is about no folder."),
    who: z.array(z.string()).describe("Logins, groups, workload roles, or a policy and whom it lets in."),
    what: z.string(),
    accepted: z
        .strictObject({ until: z.string(), why: z.string() })
        .nullable()
        .describe("The entry of the platform file of base that accepts it."),
});

const review = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    from: z.enum(["files", "preview"]).describe("What tells of the change: two checkouts, or the engine's preview."),
    table: z.string().describe("access: and the SHA-256 of who gains and loses what, where, under which conditions."),
    changes: z
        .boolean()
        .describe("Whether anybody gains or loses anything, or a folder goes: then the command ends with 7."),
    verdict: z.strictObject({ level: z.enum(["nothing", "less", "some", "grave"]), text: z.string() }),
    counts: z.strictObject({
        gainReveal: tally,
        gainDelete: tally,
        weakerConditions: tally,
        gainOther: tally,
        loseReveal: tally,
        loseDelete: tally,
        loseOther: tally,
        stricterConditions: tally,
    }),
    rows: z
        .array(changedRow)
        .describe("Where rules overlap, each counts by itself: so the weaker condition does, as OPA's API documents."),
    ifStrictest: z
        .strictObject({ instead: z.array(changedRow), not: z.array(changedRow) })
        .describe(
            "If OPA asks for the strictest MFA of overlapping rules, as its help says: these rows instead of those.",
        ),
    readFirst: z.array(z.string()),
    inherited: z
        .array(
            z.strictObject({
                ...{ policy: z.string(), policyId: z.string() },
                ...spot,
                groups: z.array(group),
                workloadRoles: z.array(z.string()),
                rights: z.array(right),
            }),
        )
        .describe(
            "Policies that no declaration has made, and that reach into folders of rows. Part of before and after.",
        ),
    known: z
        .array(
            z.strictObject({
                ...{ policy: z.string(), why: z.string(), until: z.string().nullable() },
                state: z
                    .enum(["there", "not there", "ended", "twice"])
                    .nullable()
                    .describe("Null: there is no snapshot. Twice: several policies have the name."),
            }),
        )
        .describe("Policies that no team declares and that are meant to be there, by head's platform.yaml."),
    irreversible: z.array(
        z.strictObject({
            ...spot,
            what: z.string(),
            holds: z
                .strictObject({
                    secrets: z.number().describe("In it and in all folders below."),
                    folders: z.array(z.strictObject({ path: z.string(), secrets: z.number() })),
                })
                .nullable()
                .describe("What the folder held when the snapshot was taken; null: not known."),
        }),
    ),
    stops: stops
        .nullable()
        .describe(
            "What stops the program before it does anything. Null: not known, because no declarations were read.",
        ),
    findings: z
        .array(finding)
        .describe("What the rules find; what is so without this change too does not make `changes` true."),
    ends: z
        .array(z.strictObject({ until: z.string(), what: z.string() }))
        .describe(
            "What ends on a day that lies ahead: that day is the last. From a preview, nothing of files is in it.",
        ),
    settings: z.array(z.string()).describe("What changes in the configuration of the stack, in words."),
    author: z
        .strictObject({
            ...{ login: z.string(), gains: z.array(z.string()), loses: z.array(z.string()) },
            notKnown: z
                .array(z.string())
                .describe(
                    "Who gains or loses something and may be the author, because nobody can tell here: then the author may too.",
                ),
        })
        .nullable()
        .describe("Null: nobody was named."),
    notKnown: z.array(z.string()),
    base: side,
    head: side,
    snapshot: z.strictObject({ taken: z.string().nullable(), digest: z.string() }).nullable(),
});

/** Who gains and loses what, in one line of the page. */
export type Row = z.infer<typeof changedRow>;

export type Tally = z.infer<typeof tally>;

/** What stops a change, as the page has it. */
export type StopsOnPage = z.infer<typeof stops>;

/** The page, before it is rendered as text. */
export type Review = z.infer<typeof review>;

/**
 * As one text that is the same for the same review. Characters that a terminal would obey or hide are escaped, as in
 * JSON.
 */
export const reviewText = (page: Review): string => `${plainJson(review.parse(page), 2)}\n`;

/** JSON Schema of that text. */
export const reviewJsonSchema = (): string => `${JSON.stringify(z.toJSONSchema(review), null, 2)}\n`;
