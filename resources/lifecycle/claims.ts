/**
 * Which objects the resources of this run stand for. `create` takes over what a killed run left; what another resource of
 * the same run stands for was not left by anybody: it is declared twice, and each would change and delete it for both.
 */
export class Claims {
    readonly #ids = new Set<string>();

    /** A resource in state stands for this object. */
    hold(id: string): void {
        this.#ids.add(id);
    }

    /** A new resource is to stand for this object. Throws when another one does. */
    take(id: string): void {
        if (this.#ids.has(id)) throw new Error(heldAlready(id));
        this.#ids.add(id);
    }

    /** The object is deleted: whoever makes it anew may have it. */
    release(id: string): void {
        this.#ids.delete(id);
    }
}

function heldAlready(id: string): string {
    return (
        `The same object is declared twice: another resource of this run stands for ${id} already. Declare it once, and ` +
        "use its outputs elsewhere. An object cannot replace itself either: delete it first, then declare it again."
    );
}
