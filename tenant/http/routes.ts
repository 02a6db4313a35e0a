/** Longest variable segment of a path, decoded; a login or a group name may be long. */
const maxSegmentLength = 4096;

/** What a path matched, with the values of its variable segments by name. */
export interface Found<Handler> {
    readonly handler: Handler;
    readonly params: Readonly<Record<string, string>>;
}

interface Node<Handler> {
    readonly fixed: Map<string, Node<Handler>>;
    variable?: Node<Handler>;
    end?: { readonly handler: Handler; readonly names: readonly string[] };
}

/** Finds the handler of a path; a fixed segment takes precedence over a variable one. */
export class Routes<Handler> {
    readonly #roots = new Map<string, Node<Handler>>();

    /** `path` has `:name` for each variable segment. */
    add(method: string, path: string, handler: Handler): void {
        const names: string[] = [];
        let node: Node<Handler> = this.#roots.get(method) ?? { fixed: new Map() };
        this.#roots.set(method, node);
        for (const segment of segmentsOf(path)) {
            if (segment.startsWith(":")) {
                names.push(segment.slice(1));
                node.variable ??= { fixed: new Map() };
                node = node.variable;
            } else {
                const next: Node<Handler> = node.fixed.get(segment) ?? { fixed: new Map() };
                node.fixed.set(segment, next);
                node = next;
            }
        }
        if (node.end) throw new Error(`${method} ${path} is there already.`);
        node.end = { handler, names };
    }

    /** `target` is a decodable path; a query may follow. */
    find(method: string, target: string): Found<Handler> | undefined {
        const root = this.#roots.get(method);
        return root && below(root, decoded(target), []);
    }
}

/** Whether a path matches nothing because one of its segments is too long. */
export function isTooLong(target: string): boolean {
    return decoded(target).some(({ length }) => length > maxSegmentLength);
}

const decoded = (target: string) => segmentsOf(target.split(/[?#]/, 1)[0] ?? "").map(decodeURIComponent);

/** Skips what stands before the first slash. */
const segmentsOf = (path: string) => path.split("/").slice(1);

function below<Handler>(
    node: Node<Handler>,
    [segment, ...rest]: readonly string[],
    values: readonly string[],
): Found<Handler> | undefined {
    if (segment === undefined) return node.end && found(node.end, values);
    const next = node.fixed.get(segment);
    const hit = next && below(next, rest, values);
    if (hit || !node.variable || segment.length > maxSegmentLength) return hit;
    return below(node.variable, rest, [...values, segment]);
}

function found<Handler>({ handler, names }: NonNullable<Node<Handler>["end"]>, values: readonly string[]) {
    return { handler, params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])) };
}
