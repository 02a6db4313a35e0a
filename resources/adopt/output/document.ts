import { z } from "zod";
import type { Adoption } from "../adopt";
import type { Found } from "../draft/found";
import type { Seen } from "../look/seen";
import { asItIs } from "../match/policy-reasons";
import { verdictOf, verdicts } from "../match/verdict";

const named = z.strictObject({ id: z.string(), name: z.string() });

const team = z.strictObject({
    name: z.string().describe("What the team is called, or would be: as its folder, or as our own mark says."),
    verdict: z
        .enum(verdicts)
        .describe(
            "clean: a space takes it over as it is, without a write. differs: it is there, and no space says all of it. partial: something is " +
                "missing. ambiguous: there is more than one candidate, and none is chosen. foreign: it is somebody else's.",
        ),
    reasons: z.array(
        z.strictObject({
            verdict: z.enum(verdicts).exclude(["clean"]),
            what: z.string(),
            remedy: z.string().optional(),
        }),
    ),
    notes: z.array(z.string()).describe("What to know beside, which is no reason against it."),
    folder: z.strictObject({ id: z.string(), path: z.string().describe("In its project.") }),
    group: named
        .extend({ type: z.string() })
        .nullable()
        .describe("The team's group in Okta; null where none was found."),
    mapping: z.string().nullable().describe("Id of the group's push."),
    policies: z.array(
        named.extend({
            level: z.string().nullable().describe("null for the team's own, and where no level was made of it."),
            is: z.string().describe("What it grants to whom where, as it is."),
        }),
    ),
    members: z.int().nullable().describe("People in the team's group where a space would manage them; null otherwise."),
    declaration: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("A team's file, see `teams schema`. Of a clean team."),
    existing: z
        .record(z.string(), z.unknown())
        .optional()
        .describe("What the stack's file of existing objects says of it. Of a clean team."),
});

const document = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    app: z.strictObject({ id: z.string(), label: z.string() }),
    resourceGroup: named,
    project: named,
    parentFolder: z.string(),
    teams: z.array(team),
    counts: z.record(z.enum(verdicts), z.int()),
    approvals: z
        .record(z.string(), z.strictObject({ id: z.string(), name: z.string(), lasts: z.string().optional() }))
        .describe("Request types that the declarations name, as pulumi-okta-opa:approvals is to list them."),
    incomplete: z
        .array(z.string())
        .describe(
            "What the service users could not see, so that a team may have more than is told. Empty: all was seen.",
        ),
    leftOut: z.strictObject({
        folders: z.int().describe("Folders of teams that --match leaves out."),
        pushedGroups: z.int().describe("Pushed groups that no policy on a folder here names."),
        policiesAbove: z
            .array(z.string())
            .describe(
                "Policies on the folder that holds the teams', or on one above: they hold in every team's folder too.",
            ),
    }),
});

/** What `adopt --json` prints. */
export type AdoptionDocument = z.infer<typeof document>;

/** What was found, as a document for programs. */
export function documentOf({ teams, settings, leftOut }: Adoption, { app, parent, unseen }: Seen): AdoptionDocument {
    const entries = teams.map((one) => entryOf(one, parent.path));
    return {
        format: 1,
        app,
        resourceGroup: { id: parent.resourceGroup.id, name: parent.resourceGroup.name },
        project: { id: parent.project.id, name: parent.project.name },
        parentFolder: parent.path,
        teams: entries,
        counts: Object.fromEntries(
            verdicts.map((one) => [one, entries.filter(({ verdict }) => verdict === one).length]),
        ) as AdoptionDocument["counts"],
        approvals: Object.fromEntries(
            Object.entries(settings.approvals).map(([name, { id, name: title, lasts }]) => [
                name,
                { id, name: title, ...(lasts === undefined ? {} : { lasts }) },
            ]),
        ),
        incomplete: [...unseen],
        leftOut: { ...leftOut, policiesAbove: [...leftOut.policiesAbove] },
    };
}

/** JSON Schema of that document. */
export const adoptionJsonSchema = (): object => z.toJSONSchema(document);

function entryOf(
    { name, matched, reasons, notes, draft, declaration, people }: Found,
    above: string,
): AdoptionDocument["teams"][number] {
    const { folder, team: own, levels } = matched;
    const source = own?.behind?.kind === "pushed" ? own.behind.source : undefined;
    const levelOf = (id: string) => draft?.levels.find(({ policy }) => policy.id === id)?.level ?? null;
    return {
        name,
        verdict: verdictOf(reasons),
        reasons: reasons.map(({ verdict, what, remedy }) => ({
            verdict,
            what,
            ...(remedy === undefined ? {} : { remedy }),
        })),
        notes: [...new Set(notes)],
        folder: { id: folder.id, path: `${above}/${folder.name}` },
        group: source ? { id: source.id, name: source.name, type: source.type } : null,
        mapping: own?.behind?.kind === "pushed" ? own.behind.push.mappingId : null,
        policies: [...(own ? [own] : []), ...levels].map(({ policy }) => ({
            ...{ id: policy.id, name: policy.name, level: levelOf(policy.id) },
            is: asItIs(policy, matched),
        })),
        members: source ? (people.get(source.id)?.length ?? null) : null,
        ...(declaration ? { declaration: { ...declaration.team }, existing: { ...declaration.existing } } : {}),
    };
}
