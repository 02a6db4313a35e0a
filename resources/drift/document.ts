import { z } from "zod";
import { pushDifference } from "../access/document";

const value = z.unknown().describe("As the engine has it; null for one that is not there.");

const property = z.strictObject({
    property: z.string().describe('Of the resource, "active"; "users" is the members of a group.'),
    was: value.describe("As state has it."),
    is: value.describe("As it is now."),
    next: value.describe("What the next `up` makes of it; null where that is known only then."),
});

const right = z.strictObject({
    who: z.string().describe("A login where it is known, else Okta's id; a group of OPA; a workload role."),
    what: z.string().describe('"membership", "push", or a privilege by OPA\'s name.'),
    where: z.string().describe("The group, or the path of the folder where it is known, else its id."),
    conditions: z.string().describe('In words; "" without any.'),
});

const event = z.strictObject({
    at: z.string().describe("When, as Okta writes it: an ISO time in UTC."),
    actor: z.string().describe("Who did it: a login where Okta gives one, else the name or the id that it gives."),
    type: z.string().describe('Okta\'s name for what was done, such as "group.user_membership.add".'),
    whom: z.string().nullable().optional().describe("The person who was added or removed; null if Okta names none."),
});

const by = z
    .strictObject({
        events: z.array(event).describe("What was done last to the object, by Okta's System Log."),
        note: z
            .string()
            .optional()
            .describe('Begins with "not known" where there is no event, or not one for everybody, and says why.'),
    })
    .describe("Who did it, and when. Of OPA's objects it is never known.");

const object = z.strictObject({
    team: z.string().nullable().describe("The name of its space; null for what belongs to none."),
    name: z.string().describe("Of the resource in the program."),
    type: z.string().describe("Of the resource, as state has it."),
    urn: z.string(),
    what: z
        .enum(["changed", "gone", "unknown"])
        .describe("Gone is proven. Unknown: it cannot be told from what the engine shows."),
    properties: z.array(property),
    next: z
        .string()
        .describe("What the next `up` does with the object: the engine's word, such as update, create, delete, same."),
    gains: z
        .array(right)
        .describe("What the next `up` gives: also what a hand took away is a gain when it is given back."),
    losses: z.array(right).describe("What the next `up` takes away."),
    note: z.string().optional(),
    by,
});

const drift = z.strictObject({
    format: z.literal(1).describe("Rises when a reader of the one before could misread it."),
    objects: z.array(object),
    planned: z
        .array(z.strictObject({ name: z.string(), next: z.string() }))
        .describe("What the next `up` does because the program was changed, not because of drift."),
    pushDifferences: z
        .array(pushDifference)
        .describe("Pushed groups that have other people in OPA than in Okta. Empty where that was not looked at."),
    unknown: z.array(z.string()).describe("What could not be told, and why. Empty: there is no other drift."),
});

/** A property that differs from state. */
export type DriftedProperty = z.infer<typeof property>;

/** A right that the next `up` gives to somebody, or takes away. */
export type Right = z.infer<typeof right>;

/** An object that differs from state. */
export type DriftedObject = z.infer<typeof object>;

/** Everything that differs from state. */
export type Drift = z.infer<typeof drift>;

/** JSON Schema of `drift --json`. */
export const driftJsonSchema = (): string => JSON.stringify(z.toJSONSchema(drift), null, 2);

/** Reads what `drift --json` printed; undefined if this is not it, or not of this version. */
export function driftFrom(text: string): Drift | undefined {
    try {
        return drift.parse(JSON.parse(text));
    } catch {
        return undefined;
    }
}
