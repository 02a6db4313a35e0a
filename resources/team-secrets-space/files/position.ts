import { isMap, isNode, isScalar, isSeq, type Pair, type ParsedNode, type YAMLMap } from "yaml";

/** The position of a mistake in a file: at the property, or at the nearest enclosing one that is written. */
export interface Position {
    readonly offset: number;
    /** The text in the file if it is a word without quotes: 0123, which is read as 123. */
    readonly source?: string | undefined;
}

/** The position of a property, "access.owners.members[1]"; with `key`, the position of that key in it. */
export function positionIn(root: YAMLMap, property: string, key?: string): Position {
    let at: { node: unknown; key?: unknown } = { node: root };
    let rest = property;
    while (rest !== "") {
        const step = stepInto(at.node, rest);
        if (!step) return positionAt(at);
        at = step;
        rest = step.rest;
    }
    const named = key === undefined ? undefined : pairOf(at.node, (text) => text === key);
    return named ? { offset: offsetOf(named.key) } : positionAt(at);
}

/** The position of a plain value is its own, that of a map or list is its key's. */
function positionAt({ node, key }: { readonly node: unknown; readonly key?: unknown }): Position {
    if (isScalar(node) && node.type === "PLAIN" && node.source !== "") {
        return { offset: offsetOf(node), source: node.source };
    }
    return { offset: isScalar(node) && node.type !== "PLAIN" ? offsetOf(node) : offsetOf(key ?? node) };
}

function stepInto(node: unknown, property: string) {
    if (isSeq(node)) {
        const [written, index] = /^\[(\d+)\]\.?/.exec(property) ?? [];
        const item = index === undefined ? undefined : node.items[Number(index)];
        return written === undefined || item === undefined
            ? undefined
            : { node: item, key: item, rest: property.slice(written.length) };
    }
    // The longest match: a key may contain the separator of keys.
    const pair = pairOf(node, (text) => property.startsWith(text) && /^($|[.[])/.test(property.slice(text.length)));
    if (!pair) return undefined;
    const rest = property.slice(textOf(pair).length).replace(/^\./, "");
    return { node: pair.value, key: pair.key, rest };
}

function pairOf(node: unknown, isMeant: (text: string) => boolean): Pair | undefined {
    if (!isMap(node)) return undefined;
    const meant = node.items.filter((pair) => isMeant(textOf(pair)));
    return meant.sort((one, other) => textOf(other).length - textOf(one).length)[0];
}

const textOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : "");

const offsetOf = (node: unknown): number => (isNode(node) ? (node as ParsedNode).range[0] : 0);
