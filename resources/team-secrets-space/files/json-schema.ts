import { z } from "zod";
import { platformSchema } from "../authority/platform-schema";
import { teamSchema } from "../declared/space-schema";
import { wordsOfStack } from "./stack-words";

/** The part of a schema that is looked into here. */
interface ObjectSchema {
    readonly properties: Readonly<Record<string, object>>;
}

/** The JSON Schema of the file of a team. What JSON Schema cannot say is left to the check. */
export function teamJsonSchema(): object {
    const made = z.toJSONSchema(teamSchema, { io: "input", unrepresentable: "any" });
    // The file's name is the team's.
    const { required: _, ...schema } = made as typeof made & ObjectSchema;
    const access = schema.properties["access"] as { readonly additionalProperties: ObjectSchema };
    const level = withShortForms(access.additionalProperties);
    const all = Object.entries(withShortForms(schema).properties);
    const properties = Object.fromEntries(all.filter(([property]) => !wordsOfStack.includes(property)));
    return {
        ...schema,
        title: "Team",
        properties: { ...properties, previously: formerNames, access: { ...access, additionalProperties: level } },
        additionalProperties: false,
    };
}

const formerNames = { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] };

/** The JSON Schema of the platform file. */
export function platformJsonSchema(): object {
    const { required: _, ...made } = z.toJSONSchema(platformSchema, { io: "input", unrepresentable: "any" });
    const schema = made as typeof made & ObjectSchema;
    const areas = schema.properties["areas"] as { readonly additionalProperties: ObjectSchema };
    return {
        ...schema,
        title: "Platform",
        properties: {
            ...schema.properties,
            default: withShortForms(schema.properties["default"] as ObjectSchema),
            areas: { ...areas, additionalProperties: withShortForms(areas.additionalProperties) },
        },
        additionalProperties: false,
    };
}

/**
 * One word in place of a list, and "none" in place of conditions: converted before the shape that the schema is made
 * from applies.
 */
function withShortForms<Schema extends ObjectSchema>(schema: Schema): Schema {
    const { privileges = {}, conditions } = schema.properties;
    const { none: _, ...keys } = (conditions as ObjectSchema | undefined)?.properties ?? {};
    return {
        ...schema,
        properties: {
            ...schema.properties,
            privileges: { anyOf: [(privileges as { readonly items: object }).items, privileges] },
            ...(conditions ? { conditions: { anyOf: [{ const: "none" }, { ...conditions, properties: keys }] } } : {}),
        },
    };
}
