import { z } from "zod";
import { refused } from "./errors";

/** What an expression may use: the allowed operators for each attribute. */
export type Vocabulary = ReadonlyMap<string, readonly string[]>;

/** The operators for times. */
export const timeOperators = ["eq", "gt", "ge", "lt", "le"];

/** Whether letter case matters in values. It never matters in operators, and always in attribute names. */
export type Case = "sensitive" | "insensitive";

/** The values of an object, by attribute. Of several values one must match. */
export type Attributes = Readonly<Record<string, string | readonly string[] | null | undefined>>;

type Test = (attributes: Attributes) => boolean;

const operators = new Map<string, (have: string, want: string) => boolean>([
    ["eq", (have, want) => have === want],
    ["sw", (have, want) => have.startsWith(want)],
    ["co", (have, want) => have.includes(want)],
    ["gt", (have, want) => have > want],
    ["ge", (have, want) => have >= want],
    ["lt", (have, want) => have < want],
    ["le", (have, want) => have <= want],
]);

const times: readonly string[] = ["created", "lastUpdated", "lastMembershipUpdated"];
const time = z.iso.datetime({ offset: true });

/** Reads an Okta `search` or `filter` expression; throws the API's error when it cannot be read. */
export function parseExpression(text: string, vocabulary: Vocabulary, valueCase: Case = "sensitive"): Test {
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g) ?? [];
    const parser = new ExpressionParser(tokens, vocabulary, valueCase);
    return parser.parse();
}

class ExpressionParser {
    #position = 0;

    constructor(
        private readonly tokens: readonly string[],
        private readonly vocabulary: Vocabulary,
        private readonly valueCase: Case,
    ) {}

    parse(): Test {
        const test = this.#either();
        if (this.#position < this.tokens.length) throw unreadable();
        return test;
    }

    #either(): Test {
        let test = this.#both();
        while (this.#skip("or")) test = joined(test, this.#both(), (one, other) => one || other);
        return test;
    }

    #both(): Test {
        let test = this.#single();
        while (this.#skip("and")) test = joined(test, this.#single(), (one, other) => one && other);
        return test;
    }

    #single(): Test {
        if (this.#skip("(")) {
            const test = this.#either();
            if (!this.#skip(")")) throw unreadable();
            return test;
        }
        const attribute = this.#next();
        const operator = this.#next().toLowerCase();
        const compare = operators.get(operator);
        const value = unquoted(this.#next());
        const want = this.#inCase(times.includes(attribute) ? asStored(value) : value);
        if (!compare || !this.vocabulary.get(attribute)?.includes(operator)) throw unreadable();
        return (attributes) => {
            const values = [attributes[attribute]].flat();
            return values.some((have) => typeof have === "string" && compare(this.#inCase(have), want));
        };
    }

    #inCase(text: string): string {
        return this.valueCase === "sensitive" ? text : text.toLowerCase();
    }

    #next(): string {
        const token = this.tokens[this.#position];
        if (token === undefined) throw unreadable();
        this.#position += 1;
        return token;
    }

    #skip(word: string): boolean {
        if (this.tokens[this.#position]?.toLowerCase() !== word) return false;
        this.#position += 1;
        return true;
    }
}

function joined(one: Test, other: Test, join: (one: boolean, other: boolean) => boolean): Test {
    return (attributes) => join(one(attributes), other(attributes));
}

function unquoted(token: string): string {
    if (!token.startsWith('"')) throw unreadable();
    return token.slice(1, -1).replace(/\\(.)/g, "$1");
}

/** A time in the form in which attributes store it, so that comparing texts compares times. */
function asStored(value: string): string {
    if (!time.safeParse(value).success) throw unreadable();
    return new Date(value).toISOString();
}

function unreadable() {
    return refused("search", "Invalid search syntax.");
}
