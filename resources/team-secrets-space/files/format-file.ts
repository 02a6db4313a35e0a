import { isMap, isScalar, isSeq, type Pair, parseDocument, type YAMLMap } from "yaml";

/** In reading order: who, then how much, then where. Keys that are not named here follow in their old order. */
const order = {
    platform: [
        ...["owners", "logins", "freeze", "budget", "overrides", "rules", "accepted", "known", "default", "areas"],
    ],
    known: ["policy", "why", "until"],
    area: [
        ...["owners", "mayNot", "privileges", "groups", "opaGroups", "workloadRoles", "places", "appIds", "groupNames"],
        ...["folderNames", "minimum", "takes"],
    ],
    team: ["name", "previously", "description", "members", "group", "privileges", "conditions", "folders", "access"],
    level: ["members", "group", "opaGroup", "workloadRole", "folder", "privileges", "conditions"],
} as const;

/** Lists whose order has no meaning. */
const sorted: readonly string[] = [
    ...["members", "folders", "privileges"],
    ...["owners", "mayNot", "groups", "opaGroups", "workloadRoles", "appIds", "groupNames", "takes"],
];

const schemaLine = /^#\s*yaml-language-server:/;

/** What a file is. */
export type FileForm = "team" | "platform";

/**
 * The text of a file in its canonical form: keys and lists in order, two spaces for each level, LF, one newline at
 * the end. Comments stay with the key that they are about; quotes, blank lines between keys and lists in brackets
 * stay as they are. The text must be readable.
 *
 * @param schema The path of the JSON Schema for the file's first line; undefined leaves that line as it is.
 */
export function formatted(text: string, schema: string | undefined, form: FileForm = "team"): string {
    const { head, body } = divided(text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
    const document = parseDocument(body, { logLevel: "silent" });
    const root = document.contents;
    if (!isMap(root)) return text;
    inOrder(root, order[form]);
    if (form === "team") inEach(root.get("access"), order.level);
    else {
        inEach(root, order.area, "default");
        inEach(root.get("areas"), order.area);
        const known = root.get("known");
        for (const one of isSeq(known) ? known.items : []) if (isMap(one)) inOrder(one, order.known);
    }
    const own = head.filter((line) => !schemaLine.test(line));
    const ofSchema = schema === undefined ? head.filter((line) => schemaLine.test(line)) : [schemaLineFor(schema)];
    const made = document.toString({ lineWidth: 0, indent: 2, flowCollectionPadding: false }).trim();
    // Without the blank line, the file's own comment would become the first key's.
    return `${[...ofSchema, ...own, ...(own.length > 0 ? [""] : []), made].join("\n")}\n`;
}

const schemaLineFor = (schema: string): string => `# yaml-language-server: $schema=${schema}`;

/**
 * The comment at the top belongs to the file if a blank line ends it, else to the first key, except for the line that
 * names the schema.
 */
function divided(text: string): { readonly head: readonly string[]; readonly body: string } {
    const lines = text.trimStart().split("\n");
    const end = lines.findIndex((line) => !line.startsWith("#"));
    const comments = end < 0 ? lines : lines.slice(0, end);
    const isOfFile = end >= 0 && lines[end]?.trim() === "";
    const isHead = (line: string) => isOfFile || schemaLine.test(line);
    const rest = comments.filter((line) => !isHead(line));
    return { head: comments.filter(isHead), body: [...rest, ...lines.slice(comments.length)].join("\n") };
}

/** The parts of a map in order, or the one of that key. */
function inEach(map: unknown, keys: readonly string[], key?: string): void {
    if (!isMap(map)) return;
    for (const pair of map.items) {
        if (isMap(pair.value) && (key === undefined || keyOf(pair) === key)) inOrder(pair.value, keys);
    }
}

function inOrder(map: YAMLMap, keys: readonly string[]): void {
    const rank = (pair: Pair) => {
        const place = keys.indexOf(keyOf(pair));
        return place < 0 ? keys.length : place;
    };
    map.items = map.items
        .map((pair, index) => ({ pair, index }))
        .sort((one, other) => rank(one.pair) - rank(other.pair) || one.index - other.index)
        .map(({ pair }) => pair);
    for (const pair of map.items) {
        const list = pair.value;
        if (!sorted.includes(keyOf(pair)) || !isSeq(list)) continue;
        if (!list.items.every(isScalar)) continue;
        list.items.sort((one, other) => compare(`${one.value}`, `${other.value}`));
        for (const item of list.items) item.spaceBefore = false;
    }
}

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? `${pair.key.value}` : "");

/** By code unit, so that the order is the same on every machine. */
const compare = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
