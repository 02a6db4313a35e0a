import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

/** Where the vendors' own descriptions lie beside a checkout; they are not part of this package. */
const contracts = join(__dirname, "..", "..", "..", "..", "shared", "contracts");

interface OperationOnPaper {
    readonly operationId: string;
    readonly requestBody?: unknown;
    readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
    readonly paths: Readonly<Record<string, Readonly<Record<string, OperationOnPaper>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** A schema as OpenAPI 3.0 has them. */
export interface Schema {
    readonly $ref?: string;
    readonly items?: Schema;
    readonly allOf?: readonly Schema[];
    readonly oneOf?: readonly Schema[];
    readonly anyOf?: readonly Schema[];
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly additionalProperties?: boolean | Schema;
    readonly required?: readonly string[];
    readonly readOnly?: boolean;
}

/** One operation of a specification. */
export interface Operation {
    readonly id: string;
    readonly method: string;
    /** With `{name}` for what varies. */
    readonly path: string;
    /** The statuses it documents. */
    readonly statuses: readonly string[];
    readonly takesBody: boolean;
}

/** One of the vendors' OpenAPI documents: its operations, and what it says of bodies. */
export class Specification {
    readonly operations: readonly Operation[];
    readonly #document: Document;
    readonly #answers = ajvFor();
    readonly #requests = ajvFor();

    /** Undefined when the document is not there. */
    static named(file: string): Specification | undefined {
        const path = join(contracts, file);
        return existsSync(path) ? new Specification(JSON.parse(readFileSync(path, "utf8"))) : undefined;
    }

    private constructor(document: Document) {
        this.#document = document;
        this.#answers.addSchema({ $id: "spec", ...document });
        this.#requests.addSchema({ $id: "spec", ...withoutReadOnly(document) });
        this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
            Object.entries(methods)
                .filter(([method]) => method !== "parameters" && !method.startsWith("x-"))
                .map(([method, operation]) => ({
                    id: operation.operationId,
                    method: method.toUpperCase(),
                    path,
                    statuses: Object.keys(operation.responses),
                    takesBody: operation.requestBody !== undefined,
                })),
        );
    }

    /** The operation a call is for. */
    operationOf(method: string, path: string): Operation | undefined {
        return this.operations.find((operation) => operation.method === method && patternOf(operation.path).test(path));
    }

    /** The schema of an operation's answer with this status, as a pointer; undefined when it has none. */
    answerSchema({ path, method }: Operation, status: string): string | undefined {
        return this.#pointer(["paths", path, method.toLowerCase(), "responses", status]);
    }

    /** The same of what is sent. */
    requestSchema({ path, method }: Operation): string | undefined {
        return this.#pointer(["paths", path, method.toLowerCase(), "requestBody"]);
    }

    /** What is wrong with the body of an answer. */
    answerErrors(pointer: string, body: unknown): readonly ErrorObject[] {
        return errorsOf(this.#answers.getSchema(`spec${pointer}`), body);
    }

    /** What is wrong with the body of a request. Fields that only answers have are not missed. */
    requestErrors(pointer: string, body: unknown): readonly ErrorObject[] {
        return errorsOf(this.#requests.getSchema(`spec${pointer}`), body);
    }

    /** The schema a pointer leads to, if any. */
    schemaAt(pointer: string): Schema | undefined {
        const keys = pointer
            .slice(2)
            .split("/")
            .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
        return keys.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], this.#document) as
            | Schema
            | undefined;
    }

    #pointer(keys: readonly string[]): string | undefined {
        const place = `#/${keys.map((key) => key.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`;
        const pointer = `${this.schemaAt(place)?.$ref ?? place}/content/application~1json/schema`;
        return this.schemaAt(pointer) && pointer;
    }
}

function ajvFor(): Ajv {
    // Their `discriminator` and `x-` keywords mean nothing here; ajv knows `nullable`.
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats(ajv);
    return ajv;
}

function errorsOf(validate: ValidateFunction | undefined, body: unknown): readonly ErrorObject[] {
    if (!validate) throw new Error("The specification has no such schema.");
    return validate(body) ? [] : (validate.errors ?? []);
}

/** OpenAPI: what is read-only and required is required of answers only. */
function withoutReadOnly<Value>(value: Value): Value {
    if (Array.isArray(value)) return value.map(withoutReadOnly) as Value;
    if (typeof value !== "object" || value === null) return value;
    const copy: Record<string, unknown> = {};
    for (const [key, one] of Object.entries(value)) copy[key] = withoutReadOnly(one);
    const { required, properties } = value as Schema;
    if (Array.isArray(required) && properties) {
        copy["required"] = required.filter((name) => !properties[name]?.readOnly);
    }
    return copy as Value;
}

function patternOf(path: string): RegExp {
    return new RegExp(`^${path.replace(/\{[^}]+\}/g, "[^/]+")}$`);
}
