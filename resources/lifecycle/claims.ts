/**
 * Which resource of this run manages which object. `create` adopts what a killed run left behind; what another resource of
 * the program manages was not left behind: it is declared twice, and each resource would change and delete it for both. And
 * a resource that is deleted leaves its object alone when another one manages it now: the program has renamed the resource.
 *
 * Resources are told apart by a mark that each gets when it is created and keeps in its outputs.
 */
export class Claims {
    readonly #holders = new Map<string, string>();

    /** A resource that the program declares manages this object. Throws when another one does already. */
    hold(id: string, mark: string): void {
        const holder = this.#holders.get(id);
        if (holder !== undefined && holder !== mark) throw new Error(heldAlready(id));
        this.#holders.set(id, mark);
    }

    /** Whether another resource manages the object that this one is about to delete. */
    isHeldByAnother(id: string, mark: string): boolean {
        const holder = this.#holders.get(id);
        return holder !== undefined && holder !== mark;
    }

    /** The object is deleted: any resource may create and manage it again. */
    release(id: string): void {
        this.#holders.delete(id);
    }
}

function heldAlready(id: string): string {
    return (
        `The same object is declared twice: another resource of this program already manages ${id}. Declare it once, and ` +
        "use its outputs elsewhere. An object cannot replace itself either: delete it first, then declare it again."
    );
}
