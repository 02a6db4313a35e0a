/**
 * Which resource of this run stands for which object. `create` takes over what a killed run left; what another resource of
 * the program stands for was not left by anybody: it is declared twice, and each would change and delete it for both. And a
 * resource that goes leaves its object alone when another one stands for it now: the program calls it by another name.
 *
 * Resources are told apart by a mark that each gets when it is created and keeps in its outputs.
 */
export class Claims {
    readonly #holders = new Map<string, string>();

    /** A resource that the program declares stands for this object. Throws when another one does. */
    hold(id: string, mark: string): void {
        const holder = this.#holders.get(id);
        if (holder !== undefined && holder !== mark) throw new Error(heldAlready(id));
        this.#holders.set(id, mark);
    }

    /** Whether another resource stands for the object that this one is to delete. */
    isHeldByAnother(id: string, mark: string): boolean {
        const holder = this.#holders.get(id);
        return holder !== undefined && holder !== mark;
    }

    /** The object is deleted: whoever makes it anew may have it. */
    release(id: string): void {
        this.#holders.delete(id);
    }
}

function heldAlready(id: string): string {
    return (
        `The same object is declared twice: another resource of this run stands for ${id} already. Declare it once, and ` +
        "use its outputs elsewhere. An object cannot replace itself either: delete it first, then declare it again."
    );
}
