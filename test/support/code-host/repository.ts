/** A comment on a change or an issue; both count in one row of numbers. */
export interface StoredComment {
    readonly id: number;
    readonly on: number;
    readonly by: string;
    text: string;
    /** Whether the host itself wrote it: "marked this as ready". */
    readonly isSystem: boolean;
}

/** A change that is proposed. */
export interface StoredChange {
    readonly number: number;
    /** `owner:branch`. */
    readonly branch: string;
    commit: string;
    readonly into: string;
    readonly files: { readonly path: string; readonly before?: string }[];
    isOpen: boolean;
}

export interface StoredIssue {
    readonly number: number;
    readonly by: string;
    title: string;
    text: string;
    isOpen: boolean;
}

/** What a code host holds of one repository: the witness of the tests. */
export class Repository {
    readonly comments: StoredComment[] = [];
    readonly changes: StoredChange[] = [];
    readonly issues: StoredIssue[] = [];
    #ids = 1000;

    /** Adds a comment, as any user. */
    comment(on: number, by: string, text: string, isSystem = false): StoredComment {
        this.#ids += 1;
        const comment = { id: this.#ids, on, by, text, isSystem };
        this.comments.push(comment);
        return comment;
    }

    /** Opens a change, with a number of its own. */
    propose(change: Partial<Omit<StoredChange, "number">> = {}): StoredChange {
        const usual = { branch: "acme:new-team", commit: "c".repeat(40), into: "main", files: [], isOpen: true };
        const made = { ...usual, ...change, number: this.#nextNumber() };
        this.changes.push(made);
        return made;
    }

    open(by: string, title: string, text: string): StoredIssue {
        const made = { number: this.#nextNumber(), by, title, text, isOpen: true };
        this.issues.push(made);
        return made;
    }

    /** The texts of all comments on something, in the order in which they were written. */
    textsOn(number: number): readonly string[] {
        return this.comments.filter(({ on }) => on === number).map(({ text }) => text);
    }

    #nextNumber(): number {
        return this.changes.length + this.issues.length + 1;
    }
}
