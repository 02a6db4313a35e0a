import { z } from "zod";
import { stateFormat } from "../../../resources/lifecycle/declared/remembered";
import { declaredSchema as existing } from "../../../resources/okta/existing-group/schema";
import { declaredSchema as mapping } from "../../../resources/okta/group-push-mapping/declared/schema";
import { declaredSchema as folder } from "../../../resources/opa/secret-folder/declared/schema";
import { declaredSchema as policy } from "../../../resources/opa/security-policy/declared/schema";

/** The declared properties of each type of resource. */
export const declaredSchemas: Readonly<Record<string, z.ZodObject>> = {
    "pulumi-nodejs:dynamic/okta:ExistingGroup": existing,
    "pulumi-nodejs:dynamic/okta:GroupPushMapping": mapping,
    "pulumi-nodejs:dynamic/opa:SecretFolder": folder,
    "pulumi-nodejs:dynamic/opa:SecurityPolicy": policy,
};

/** What may be declared, and so stands in state of this format: each property by its path, with its words and its default. */
export function declaredShape() {
    const shapes = Object.entries(declaredSchemas).map(([type, schema]) => {
        const lines = linesOf("", z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node);
        return [type, [...new Set(lines)].sort()] as const;
    });
    return { format: stateFormat, shape: Object.fromEntries(shapes) };
}

interface Node {
    readonly type?: string;
    readonly enum?: readonly unknown[];
    readonly const?: unknown;
    readonly default?: unknown;
    readonly properties?: Readonly<Record<string, Node>>;
    readonly items?: Node;
    readonly anyOf?: readonly Node[];
    readonly oneOf?: readonly Node[];
    readonly allOf?: readonly Node[];
}

function linesOf(path: string, node: Node): string[] {
    const { type = "", properties = {}, items, anyOf = [], oneOf = [], allOf = [] } = node;
    const words = node.enum ?? (node.const === undefined ? [] : [node.const]);
    const said = [
        ...(type === "" ? [] : [type]),
        ...words.map((word) => JSON.stringify(word)),
        ...("default" in node ? [`default ${JSON.stringify(node.default)}`] : []),
    ];
    return [
        ...(path === "" || said.length === 0 ? [] : [`${path}: ${said.join(" ")}`]),
        ...Object.entries(properties).flatMap(([key, inner]) => linesOf(path === "" ? key : `${path}.${key}`, inner)),
        ...(items ? linesOf(`${path}[]`, items) : []),
        ...[...anyOf, ...oneOf, ...allOf].flatMap((inner) => linesOf(path, inner)),
    ];
}
