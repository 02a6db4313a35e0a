import { isAlias, isCollection, isMap, isNode, isScalar, type ParsedNode, Scalar, Schema } from "yaml";

/** Something in YAML that is read differently from what people mean, with its position. */
export interface Trap {
    readonly offset: number;
    readonly reason: string;
    /** Whether it makes the whole file unreadable. */
    readonly isFatal: boolean;
}

const writtenOut = "Write each value out where it counts.";

/** Every trap in a document, in order of position. */
export function trapsIn(node: unknown): readonly Trap[] {
    if (!isNode(node)) return [];
    const own = inNode(node as ParsedNode);
    if (isMap(node)) {
        const inside = node.items.flatMap(({ key, value }) => [...inKey(key), ...trapsIn(value)]);
        return [...own, ...inside];
    }
    return isCollection(node) ? [...own, ...node.items.flatMap(trapsIn)] : own;
}

function inNode(node: ParsedNode): readonly Trap[] {
    const fatal = (reason: string): Trap => ({ offset: node.range[0], reason, isFatal: true });
    if (isAlias(node)) return [fatal(`*${node.source} is an alias, which is not read. ${writtenOut}`)];
    return [
        ...(node.anchor === undefined ? [] : [fatal(`&${node.anchor} is an anchor, which is not read. ${writtenOut}`)]),
        ...(node.tag === undefined ? [] : [fatal("has a tag (!), which is not read. Take it out.")]),
        ...(isScalar(node) ? inScalar(node) : []),
    ];
}

function inKey(key: unknown): readonly Trap[] {
    if (!isScalar(key)) {
        const offset = isNode(key) ? (key as ParsedNode).range[0] : 0;
        return [...trapsIn(key), { offset, reason: "is a key that is not a text. Write a name.", isFatal: true }];
    }
    const { source = "", range } = key as Scalar.Parsed;
    const offset = range[0];
    if (source === "<<")
        return [{ offset, reason: `<< is a merge key, which is not read. ${writtenOut}`, isFatal: true }];
    if (typeof key.value === "string") return inNode(key as Scalar.Parsed);
    return [
        { offset, reason: `${source}: is a key that YAML does not take for text. Write it in quotes.`, isFatal: true },
    ];
}

/** Text in YAML 1.2, which is read here, but something else in 1.1, which Pulumi, editors and other tools read. */
function inScalar({ type, value, source = "", range }: Scalar.Parsed): readonly Trap[] {
    if (type !== Scalar.PLAIN || typeof value !== "string") return [];
    const tag = olderTags.find(({ default: isUsual, test }) => isUsual === true && test?.test(source));
    const taken = tag && takenFor[tag.tag.replace("tag:yaml.org,2002:", "")];
    if (taken === undefined) return [];
    const reason = `${source}: is taken for ${taken} by other readers of YAML. Write what you mean in quotes.`;
    return [{ offset: range[0], reason, isFatal: false }];
}

const olderTags = new Schema({ schema: "yaml-1.1" }).tags as readonly {
    readonly tag: string;
    readonly default?: unknown;
    readonly test?: RegExp;
}[];

const takenFor: Readonly<Record<string, string>> = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    timestamp: "a date",
    null: "nothing",
};
