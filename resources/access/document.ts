import { z } from "zod";
import { plainJson } from "../http/output/plain-json";

const condition = z.union([
    z.strictObject({
        conditionType: z.literal("mfa"),
        reAuthFrequencyInSeconds: z.number().describe("Seconds; 0 asks every time."),
        acrValues: z.string().describe('"phr" is a factor that resists phishing.'),
    }),
    z.strictObject({
        conditionType: z.literal("access_request"),
        requestTypeId: z.string(),
        requestTypeName: z.string(),
        expiresAfterSeconds: z.number(),
    }),
]);

const row = z.strictObject({
    person: z
        .string()
        .nullable()
        .describe("A login, a service user or a workload role; null when the members of the group could not be seen."),
    kind: z.enum(["person", "service user", "workload role", "unseen members"]),
    resourceGroup: z.string(),
    project: z.string(),
    path: z
        .string()
        .describe("Of a folder in its project. The same holds for the secrets in it, unless secretId is there."),
    folderId: z.string(),
    secretId: z.string().optional().describe("For a rule on one secret, which is in the folder."),
    privileges: z.array(z.string()).describe("By OPA's names; may include some that this version does not know."),
    conditions: z.array(condition).describe("The rule's own; all must be met."),
    canUse: z
        .boolean()
        .describe("False for a service user or a workload role under conditions, which only people can meet."),
    policy: z.string(),
    policyId: z.string(),
    rule: z.string(),
    group: z.string().nullable().describe("The group in OPA; null for a workload role."),
    groupId: z.string().nullable(),
    inheritedFrom: z.string().optional().describe("The path of the folder above that the rule names."),
});

/** The shape of a pushed group that has other people in OPA than in Okta. */
export const pushDifference = z.strictObject({
    group: z.string().describe("Its name in OPA."),
    sourceGroupId: z.string().describe("Okta's id of the group that is pushed."),
    status: z.string().describe("Of the push, by Okta's word: ACTIVE, INACTIVE, ERROR."),
    notInOpa: z
        .array(
            z.strictObject({
                login: z.string(),
                why: z
                    .string()
                    .nullable()
                    .describe("Why Okta does not push this person, or perhaps not; null for one who has to arrive."),
            }),
        )
        .describe("Whom Okta has in the group and OPA does not: they have no access yet."),
    notInOkta: z
        .array(z.string())
        .describe("Whom OPA has in the group and Okta does not: they have its access nevertheless."),
});

const ruleRef = { policy: z.string(), policyId: z.string(), rule: z.string().nullable() };

const named = z.strictObject({ id: z.string(), name: z.string() });

const liveRule = z.strictObject({
    ...{ policy: z.string(), policyId: z.string(), rule: z.string() },
    ...{ resourceGroup: z.string(), project: z.string() },
    path: z.string().describe("Of the folder that the rule names, or that holds the secret it names."),
    secretId: z.string().optional(),
    groups: z.array(named).describe("By their names now, those that are gone left out."),
    workloadRoles: z.array(named),
    ...{ privileges: z.array(z.string()), conditions: z.array(condition) },
});

const liveGroup = z.strictObject({
    ...named.shape,
    members: z
        .array(z.strictObject({ name: z.string(), isService: z.boolean(), isActive: z.boolean() }))
        .nullable()
        .describe("Null when they could not be seen."),
});

const liveFolder = z.strictObject({
    ...{ folderId: z.string(), resourceGroup: z.string(), project: z.string(), path: z.string() },
    secrets: z.number().describe("How many are directly in it; no secret's name."),
});

const access = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    rows: z.array(row),
    notUnderstood: z
        .array(z.strictObject({ ...ruleRef, why: z.string() }))
        .describe(
            "Active policies and rules that may let somebody do something with secrets, in a shape that this version does not know.",
        ),
    nowhere: z
        .array(z.strictObject({ ...ruleRef, targetId: z.string() }))
        .describe(
            "Rules on a folder or secret that is gone, or that their policy's resource group does not have: they let nobody in.",
        ),
    otherRules: z
        .array(z.strictObject({ ...ruleRef, resourceType: z.string() }))
        .describe("Rules of active policies on other things than secrets, such as servers: not part of this."),
    pushDifferences: z
        .array(pushDifference)
        .optional()
        .describe("Pushed groups that have other people in OPA than in Okta; only where that was asked for."),
    rules: z
        .array(liveRule)
        .optional()
        .describe(
            "The same by rules: one entry for each rule and the folder it names, also where it is for nobody yet.",
        ),
    groups: z.array(liveGroup).optional().describe("Every group that one of the rules is for, with its members."),
    assigned: z
        .array(z.string())
        .optional()
        .describe(
            "Logins of all people whom the app is assigned to: Okta pushes nobody else. Only in a snapshot with --okta, if it could be seen.",
        ),
    folders: z.array(liveFolder).optional().describe("Every folder that was seen, with the number of secrets in it."),
    taken: z
        .string()
        .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
        .optional()
        .describe("When it was seen, in UTC. Only where that is asked for: the text is then another one each time."),
    incomplete: z.array(z.string()).describe("What the service user could not see. Empty: all of it was seen."),
});

/** Who may do what where: one entry for each person, folder and rule. */
export type Row = z.infer<typeof row>;

/** A pushed group that has other people in OPA than in Okta. */
export type PushDifference = z.infer<typeof pushDifference>;

/** A rule, and where it begins. */
export type LiveRule = z.infer<typeof liveRule>;

/** A group that some rule is for. */
export type LiveGroup = z.infer<typeof liveGroup>;

/** All of it, at one moment. */
export type Access = z.infer<typeof access>;

/** A text of `canonicalText`, read again; undefined if it is none. */
export function accessFrom(text: string): Access | undefined {
    try {
        return access.safeParse(JSON.parse(text)).data;
    } catch {
        return undefined;
    }
}

/** As one text that is the same for the same access: one order of keys and entries, no time, no secret's name or value. */
export const canonicalText = (all: Access): string => `${plainJson(access.parse(all), 2)}\n`;

/** JSON Schema of that text. */
export const accessJsonSchema = (): string => `${plainJson(z.toJSONSchema(access), 2)}\n`;

/** In order of what they say, whatever order OPA lists things in. */
export function sorted<Item>(items: readonly Item[], keyOf: (item: Item) => readonly unknown[]): Item[] {
    const keyed = items.map((item) => ({ item, key: JSON.stringify(keyOf(item)) }));
    return keyed.sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key))).map(({ item }) => item);
}
