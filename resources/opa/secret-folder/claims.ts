import type { OpaConnection } from "../connection";

/** By folder id: how the folder came to the resource that has it since this run began, as its outputs tell it. */
const claims = new WeakMap<OpaConnection, Map<string, string>>();

const claimsOf = (opa: OpaConnection): Map<string, string> => {
    const known = claims.get(opa) ?? new Map<string, string>();
    claims.set(opa, known);
    return known;
};

/** Notes which resource a folder belongs to in this run. Throws when it belongs to another one. */
export function claim(opa: OpaConnection, folderId: string, path: string, adoptedAt = ""): void {
    if (claimsOf(opa).has(folderId)) {
        throw new Error(
            `Secret folder "${path}" (${folderId}) is declared twice: another resource of this run has it already. ` +
                "Declare it once, and use its outputs elsewhere.",
        );
    }
    claimsOf(opa).set(folderId, adoptedAt);
}

/**
 * True when another resource took the folder over in this run: the program calls the same folder by another resource name
 * now, or it replaces one by the same, and what the engine deletes last must not be what it took over first.
 */
export function isClaimedByAnother(opa: OpaConnection, folderId: string, adoptedAt: unknown): boolean {
    const claimed = claimsOf(opa).get(folderId);
    return claimed !== undefined && claimed !== (adoptedAt ?? "");
}

/** The folder is gone, or belongs to nobody any more. */
export function release(opa: OpaConnection, folderId: string): void {
    claimsOf(opa).delete(folderId);
}
