import type { Properties } from "../../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../../resources/lifecycle/declared/unknown";
import type { DynamicProvider } from "../../../../resources/lifecycle/dynamic-provider";
import { type Life, lifeOf, type State } from "../../../support/life-of";
import { ownerNamed } from "../../support/folder-ground";

/** A resource of the stack, by its name in the program. */
export type Key = "a" | "b" | "c" | "d";

/** Where a declared folder lies: below another resource of the stack, or at a path. */
export type Parent = { readonly resource: Key } | { readonly path: string | undefined };

/** A folder as the program declares it. */
export interface DeclaredFolder {
    readonly parent: Parent;
    /** Whether `deleteContents` names its path. */
    readonly loses: boolean;
    readonly rest: Properties & { readonly name: string };
}

export type Declaration = ReadonlyMap<Key, DeclaredFolder>;

/** Several folders through their runs, in the order in which the engine takes those that hang on each other. */
export class FolderStack {
    readonly #lives = new Map<Key, Life>();

    /** @param provider That of the current run: each run is a process of its own. */
    constructor(private readonly provider: () => DynamicProvider) {}

    /** What state keeps, with what waits to be deleted. */
    states(): { readonly key: Key; readonly state: State; readonly isLeftOver: boolean }[] {
        return [...this.#lives].flatMap(([key, life]) => [
            ...(life.state ? [{ key, state: life.state, isLeftOver: false }] : []),
            ...life.leftOver.map((state) => ({ key, state, isLeftOver: true })),
        ]);
    }

    /** Plans everything first, and does nothing when that fails. Resolves with what went wrong. */
    async up(declaration: Declaration): Promise<readonly Error[]> {
        const planned = await this.#inOrder(declaration, async (life, inputs) => {
            const { op } = await life.preview(inputs);
            return op === "create" || op === "replace" ? unknownValue : life.state?.id;
        });
        if (planned.length > 0) return planned;
        const errors = await this.#inOrder(declaration, async (life, inputs) => {
            await life.up(inputs);
            return life.state?.id;
        });
        return [...errors, ...(await this.#delete((key) => !declaration.has(key)))];
    }

    /** Resolves with what went wrong; what is gone is dropped. */
    async refresh(): Promise<readonly Error[]> {
        return failures([...this.#lives.values()].map((life) => life.refresh()));
    }

    async destroy(): Promise<readonly Error[]> {
        return this.#delete(() => true);
    }

    /** The engine was killed before it noted what it had made. */
    forget(key: Key): void {
        this.#lives.get(key)?.forget();
    }

    /** Takes each resource once those it hangs on are done, the others at the same time; below a failed one nothing. */
    async #inOrder(
        declaration: Declaration,
        take: (life: Life, inputs: Properties) => Promise<string | undefined>,
    ): Promise<Error[]> {
        const ids = new Map<Key, Promise<string | undefined>>();
        const taken = (key: Key, above: readonly Key[]): Promise<string | undefined> => {
            const known = ids.get(key);
            const folder = declaration.get(key);
            // A circle is no program that the engine would take.
            if (known || !folder || above.includes(key)) return known ?? Promise.resolve(undefined);
            const { parent } = folder;
            const begun = (async () => {
                const rest = folder.loses
                    ? { ...folder.rest, deleteContents: pathIn(declaration, folder) }
                    : folder.rest;
                if ("path" in parent) return take(this.#life(key), withParent(rest, parent.path));
                const parentId = await taken(parent.resource, [...above, key]);
                return parentId === undefined ? undefined : take(this.#life(key), withParent(rest, parentId));
            })();
            ids.set(key, begun);
            return begun;
        };
        return failures([...declaration.keys()].map((key) => taken(key, [])));
    }

    /** Deletes what is deepest first. */
    async #delete(isMeant: (key: Key) => boolean): Promise<Error[]> {
        const depth = (life: Life) => Number((life.state?.outputs["ancestorIds"] as unknown[] | undefined)?.length);
        const lives = [...this.#lives].filter(([key]) => isMeant(key)).map(([, life]) => life);
        const errors: Error[] = [];
        for (const life of lives.sort((one, other) => depth(other) - depth(one))) {
            errors.push(...(await failures([life.destroy()])));
        }
        return errors;
    }

    #life(key: Key): Life {
        const life = this.#lives.get(key) ?? lifeOf(this.provider, ownerNamed(key));
        this.#lives.set(key, life);
        return life;
    }
}

/** The path that a declared folder has once everything is applied. */
function pathIn(declaration: Declaration, { parent, rest }: DeclaredFolder, depth = 0): string {
    if ("path" in parent) return [parent.path, rest.name].filter(Boolean).join("/");
    const above = declaration.get(parent.resource);
    return above && depth < declaration.size ? `${pathIn(declaration, above, depth + 1)}/${rest.name}` : rest.name;
}

function withParent(rest: Properties, parentFolder: string | undefined): Properties {
    return parentFolder === undefined ? rest : { ...rest, parentFolder };
}

async function failures(runs: readonly Promise<unknown>[]): Promise<Error[]> {
    const settled = await Promise.allSettled(runs);
    return [...new Set(settled.flatMap((one) => (one.status === "rejected" ? [one.reason as Error] : [])))];
}
