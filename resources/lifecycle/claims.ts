/**
 * Which objects the resources of this run stand for. `create` takes over what a killed run left; what another resource of
 * the same run stands for was not left by anybody: it is declared twice, and each would change and delete it for both.
 */
export class Claims {
    readonly #holders = new Map<string, "old" | "new">();

    /** A resource that state has, and that the program still declares, stands for this object. */
    hold(id: string): void {
        this.#holders.set(id, "old");
    }

    /** A resource that state has is looked at: if it stands for this object, it is no longer new. */
    notice(id: string): void {
        if (this.#holders.has(id)) this.hold(id);
    }

    /** A resource that is new in state is to stand for this object. Throws when another one does. */
    take(id: string): void {
        if (this.#holders.has(id)) throw new Error(heldAlready(id));
        this.#holders.set(id, "new");
    }

    /**
     * Whether a new resource stands for the object that an old one is to delete: the program calls the same thing by another
     * resource name now. The engine creates first and deletes last.
     */
    isTakenOver(id: string): boolean {
        return this.#holders.get(id) === "new";
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
