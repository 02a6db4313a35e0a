import assert from "node:assert/strict";
import type { Tenant } from "../../../tenant";
import { type Answered, ask, bodyOf } from "./asking";
import type { Operation, Schema, Specification } from "./specification";

/** Where the tenant is known to differ from a specification, and why. */
export interface Difference {
    readonly why: string;
    /** Fits the problems it is about, each one line: operation, status, place, what is wrong. */
    readonly fits: RegExp;
    /** Whether it goes with one of the tenant's choices, and away with another. */
    readonly isByChoice?: boolean;
}

/** A call to be made and checked. */
export interface Step {
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: string;
    readonly body?: unknown;
    /** Sent as it is in place of a body. */
    readonly text?: string;
    readonly authorization: string;
    /** The status it must have. */
    readonly status: number;
}

/** Makes calls by operation and holds every answer, and every body sent, against a specification. */
export class Conformance {
    /** The operations called, with the statuses that came. */
    readonly seen = new Map<string, Set<number>>();
    checkedAnswers = 0;
    checkedRequests = 0;
    readonly #problems = new Set<string>();
    readonly #used = new Set<Difference>();

    constructor(
        private readonly tenant: Tenant,
        readonly specification: Specification,
        private readonly differences: readonly Difference[],
        /** The form of an error that the specification does not describe; like one it does describe when absent. */
        private readonly otherError?: RegExp,
    ) {}

    /** Problems that no known difference covers. */
    get problems(): readonly string[] {
        return [...this.#problems];
    }

    /** Differences that covered nothing. */
    get unusedDifferences(): readonly string[] {
        return this.differences.filter((one) => !this.#used.has(one)).map(({ why }) => why);
    }

    /** Calls the operation of this id; resolves with the body. */
    async call<Body = { readonly id: string }>(id: string, step: Step): Promise<Body> {
        const operation = this.specification.operations.find((one) => one.id === id);
        assert.ok(operation, `no operation ${id}`);
        const answered = await this.#send(operation, step);
        assert.equal(answered.status, step.status, `${id}: ${answered.text}`);
        const statuses = this.seen.get(id) ?? new Set();
        this.seen.set(id, statuses.add(answered.status));
        if (step.body !== undefined && answered.status < 300) this.#checkRequest(operation, step.body);
        this.#checkAnswer(operation, answered);
        return bodyOf<Body>(answered);
    }

    #send({ method, path }: Operation, { params = {}, query, body, text, authorization }: Step): Promise<Answered> {
        const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
        const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
        return ask(this.tenant, {
            method,
            target: query ? `${filled}?${query}` : filled,
            headers: {
                ...(authorization ? { authorization } : {}),
                ...(sent === undefined ? { "content-length": "0" } : { "content-type": "application/json" }),
            },
            ...(sent === undefined ? {} : { text: sent }),
        });
    }

    #checkRequest(operation: Operation, body: unknown): void {
        const schema = this.specification.requestSchema(operation);
        if (!schema) {
            this.#report(`${operation.id} request: no body is documented`);
            return;
        }
        this.checkedRequests += 1;
        for (const { instancePath, message } of this.specification.requestErrors(schema, body)) {
            this.#report(`${operation.id} request ${instancePath}: ${message}`);
        }
    }

    #checkAnswer(operation: Operation, answered: Answered): void {
        const { id } = operation;
        const status = String(answered.status);
        this.checkedAnswers += 1;
        const isDocumented = operation.statuses.includes(status);
        if (!isDocumented) this.#report(`${id} ${status}: the status is not documented`);
        if (!isDocumented && answered.status >= 400 && this.otherError) {
            if (!this.otherError.test(answered.text)) this.#report(`${id} ${status}: no known form of an error`);
            return;
        }
        // An answer with an undocumented status is held against the one documented of its kind.
        const likely = operation.statuses.find((one) => one[0] === status[0]);
        const schema = this.specification.answerSchema(operation, isDocumented ? status : (likely ?? ""));
        if (!schema) {
            if (answered.text !== "" && isDocumented) this.#report(`${id} ${status}: a body where none is documented`);
            return;
        }
        const body = bodyOf(answered);
        for (const { instancePath, message } of this.specification.answerErrors(schema, body)) {
            this.#report(`${id} ${status} ${instancePath}: ${message}`);
        }
        for (const place of undeclared(this.specification, [{ $ref: schema }], body)) {
            this.#report(`${id} ${status} ${place}: the field is not documented`);
        }
    }

    #report(problem: string): void {
        const covering = this.differences.find(({ fits }) => fits.test(problem));
        if (covering) this.#used.add(covering);
        else this.#problems.add(problem);
    }
}

/** The places of fields that no schema knows. */
function undeclared(specification: Specification, schemas: readonly Schema[], value: unknown, place = ""): string[] {
    const parts = schemas.flatMap((schema) => partsOf(specification, schema));
    if (Array.isArray(value)) {
        const items = parts.flatMap(({ items: its }) => its ?? []);
        return value.flatMap((one) => undeclared(specification, items, one, `${place}/*`));
    }
    if (typeof value !== "object" || value === null || parts.every(({ properties }) => !properties)) return [];
    const isOpen = parts.some(({ additionalProperties }) => additionalProperties);
    return Object.entries(value).flatMap(([name, one]) => {
        const its = parts.flatMap(({ properties }) => properties?.[name] ?? []);
        if (its.length === 0) return isOpen ? [] : [`${place}/${name}`];
        return undeclared(specification, its, one, `${place}/${name}`);
    });
}

/** A schema and all it is put together from. */
function partsOf(specification: Specification, schema: Schema): Schema[] {
    const { $ref, allOf = [], oneOf = [], anyOf = [] } = schema;
    const target = $ref === undefined ? undefined : specification.schemaAt($ref);
    const further = [...(target ? [target] : []), ...allOf, ...oneOf, ...anyOf];
    return [schema, ...further.flatMap((one) => partsOf(specification, one))];
}
