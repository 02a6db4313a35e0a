import type { dynamic } from "@pulumi/pulumi";
import { visible } from "../http/output/visible";
import type { Properties } from "./declared/plain";

type Provider = Required<Pick<dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">>;

/**
 * The boundary between a provider and the engine, which writes messages, texts of several lines and outputs to the terminal
 * as they are (docs/contracts/pulumi-engine.md 3.3). What goes out is visible: state has `\u{1b}` where Okta or OPA
 * have an escape. What comes in has its characters back, so a provider deals with true texts only, and a text that
 * differs in one such character is drift like any other. A declaration may have either, so that an output can be
 * declared elsewhere.
 */
export function visibly(provider: Provider): Provider {
    return {
        check: (olds: Properties, news: Properties) =>
            telling(async () => {
                const { inputs, failures = [] } = await provider.check(taken(olds), taken(news));
                const told = failures.map((one) => ({ property: visible(one.property), reason: visible(one.reason) }));
                return { inputs: given(inputs), failures: told };
            }),
        diff: (id, olds: Properties, news: Properties) => telling(() => provider.diff(id, taken(olds), taken(news))),
        create: (inputs: Properties) =>
            telling(async () => {
                const { id, outs } = await provider.create(taken(inputs));
                return { id, outs: given(outs) };
            }),
        read: (id, outputs: Properties = {}) =>
            telling(async () => {
                const { props, inputs, ...found } = await provider.read(id, taken(outputs));
                return props ? { ...found, props: given(props), inputs: given(inputs) } : found;
            }),
        update: (id, olds: Properties, news: Properties) =>
            telling(async () => ({ outs: given((await provider.update(id, taken(olds), taken(news))).outs) })),
        delete: (id, outputs: Properties) => telling(() => provider.delete(id, taken(outputs))),
    };
}

/** Properties as the engine gets them. A text that looks like the notation has its backslash written so, too. */
const given = (bag: Properties): Properties => withTexts(bag, (text) => visible(text.replaceAll("\\u{", "\\u{5c}u{")));

/** Properties with the characters that `given` wrote down. */
const taken = (bag: Properties): Properties =>
    withTexts(bag, (text) => text.replaceAll(/\\u\{([0-9a-f]{1,5}|10[0-9a-f]{4})\}/g, (_, hex: string) => meant(hex)));

const meant = (hex: string): string => String.fromCodePoint(Number.parseInt(hex, 16));

/** The bag with every text in it changed, but for what Pulumi and this room keep there for themselves. */
function withTexts(bag: Properties, change: (text: string) => string): Properties {
    const changed = (value: unknown): unknown => {
        if (typeof value === "string") return change(value);
        if (Array.isArray(value)) return value.map(changed);
        if (typeof value !== "object" || value === null) return value;
        return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changed(inner)]));
    };
    return Object.fromEntries(
        Object.entries(bag).map(([key, value]) => [key, key.startsWith("__") ? value : changed(value)]),
    );
}

/** What an `Unfinished` tells the engine has properties and reasons beside its message. */
async function telling<T>(answer: () => Promise<T>): Promise<T> {
    try {
        return await answer();
    } catch (thrown) {
        if (!(thrown instanceof Error)) throw thrown;
        thrown.message = visible(thrown.message);
        const { properties, reasons } = thrown as { properties?: Properties; reasons?: readonly string[] };
        throw Object.assign(thrown, {
            ...(properties ? { properties: given(properties) } : {}),
            ...(reasons ? { reasons: reasons.map(visible) } : {}),
        });
    }
}
