/**
 * Which resource of this run manages which object. `create` adopts what a killed run left behind; what another resource of
 * the program manages was not left behind: it is declared twice, and each resource would change and delete it for both. And
 * a resource that is deleted leaves its object alone when another one manages it now: the program has renamed the resource.
 *
 * Resources are told apart by a mark that each gets when it is created and keeps in its outputs.
 */
export class Claims {
    readonly #holders = new Map<string, string>();

    /**
     * Claims an object for a resource that manages it, or is about to create or delete it. Throws when another resource has
     * claimed it.
     *
     * @param heirOf Mark of a resource whose object is gone, and whose claim passes to this one, which replaces it.
     */
    hold(object: string, mark: string, heirOf?: string): void {
        const holder = this.#holders.get(object);
        if (holder !== undefined && holder !== mark && holder !== heirOf) throw new Error(heldAlready(object));
        this.#holders.set(object, mark);
    }

    /** Whether another resource manages the object that this one is about to delete. */
    isHeldByAnother(object: string, mark: string): boolean {
        const holder = this.#holders.get(object);
        return holder !== undefined && holder !== mark;
    }

    /** Releases all that this resource claims, made or not: another one may create and manage it. */
    releaseAll(mark: string): void {
        for (const [object, holder] of [...this.#holders]) {
            if (holder === mark) this.#holders.delete(object);
        }
    }
}

function heldAlready(object: string): string {
    return (
        `The same object is declared twice: another resource of this program already manages ${object}. Declare it once, and ` +
        "use its outputs elsewhere. If the other resource was to let go of it in this run, run the same command again."
    );
}
