import { createHash } from "node:crypto";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Always the same text for the same words: the tenant derives its ids and credentials this way. */
export function derivedText(words: string, length: number): string {
    const digest = createHash("sha512").update(words).digest();
    return Array.from({ length }, (_, position) => letters[(digest[position] ?? 0) % letters.length]).join("");
}

/** Always the same UUID (version 4 in form) for the same words. */
export function derivedUuid(words: string): string {
    const hex = createHash("sha256").update(words).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Counts up and turns each number into an id in either vendor's form, so that a tenant's ids are repeatable. */
export class Ids {
    #count = 0;

    /** A number higher than every earlier one. It is also the order of creation, in which lists are sorted. */
    next(): number {
        this.#count += 1;
        return this.#count;
    }

    /** An id in Okta's form: 20 characters, of which the first three name the kind of object. */
    okta(prefix: "00g" | "00u" | "0oa" | "gPm" | "0pr"): string {
        return `${prefix}${derivedText(`${prefix} ${this.next()}`, 13)}0x7`.padEnd(20, "t");
    }

    /** An id in OPA's form. */
    opa(): string {
        return derivedUuid(`opa ${this.next()}`);
    }

    /** Starts counting again. */
    reset(): void {
        this.#count = 0;
    }
}
