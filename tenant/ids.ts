import { createHash } from "node:crypto";

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The same text for the same words, every time: how the tenant makes its ids and credentials. */
export function derivedText(words: string, length: number): string {
    const digest = createHash("sha512").update(words).digest();
    return Array.from({ length }, (_, position) => letters[(digest[position] ?? 0) % letters.length]).join("");
}

/** The same UUID (version 4 in form) for the same words, every time. */
export function derivedUuid(words: string): string {
    const hex = createHash("sha256").update(words).digest("hex");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Counts upwards and makes of each number an id in the vendors' two forms, so that a tenant's ids are repeatable. */
export class Ids {
    #count = 0;

    /** A number higher than every earlier one; also the order of creation, which lists follow. */
    next(): number {
        this.#count += 1;
        return this.#count;
    }

    /** An id as Okta writes it: 20 characters, the first three say of what. */
    okta(prefix: "00g" | "00u" | "0oa" | "gPm" | "0pr"): string {
        return `${prefix}${derivedText(`${prefix} ${this.next()}`, 13)}0x7`.padEnd(20, "t");
    }

    /** An id as OPA writes it. */
    opa(): string {
        return derivedUuid(`opa ${this.next()}`);
    }

    /** Starts over. */
    reset(): void {
        this.#count = 0;
    }
}
