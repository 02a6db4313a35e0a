/** All that a rule can let a person do, as far as this version knows, in OPA's words and in the order we show them. */
export const privileges = [
    "list",
    "folder_create",
    "folder_update",
    "folder_delete",
    "secret_create",
    "secret_update",
    "secret_reveal",
    "secret_delete",
] as const;

/**
 * What a rule can let a person do with a folder and all below it, or with one secret, by OPA's name. "list" shows names,
 * descriptions and versions, "secret_reveal" values; the others create, change or delete. None includes another.
 * @useDeclaredType
 */
export type Privilege = (typeof privileges)[number];

/** What somebody who has a privilege can do that cannot be undone: some conditions and reviews are for that. */
const irreversible: Readonly<Record<Privilege, "reveal" | "delete" | undefined>> = {
    list: undefined,
    folder_create: undefined,
    folder_update: undefined,
    folder_delete: "delete",
    secret_create: undefined,
    secret_update: undefined,
    secret_reveal: "reveal",
    secret_delete: "delete",
};

/** The privileges that show the values of secrets. */
export const revealing: readonly Privilege[] = privileges.filter((one) => irreversible[one] === "reveal");

/** The privileges that delete secrets, or folders with what is in them. */
export const deleting: readonly Privilege[] = privileges.filter((one) => irreversible[one] === "delete");

/**
 * Named sets, spelled out into privileges before anything is compared, shown or sent. Each lists what it grants: a privilege
 * that is added above belongs to none of them, because nobody who declared a set has agreed to it.
 */
const privilegeSets = {
    /** See what is there, put secrets and folders in and change secrets; see no value. */
    "write-only": ["list", "folder_create", "secret_create", "secret_update"],
    /** See what is there, and reveal secrets. */
    reveal: ["list", "secret_reveal"],
    /** Both of these; delete nothing. */
    contribute: ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"],
    /** Contribute, and change and delete folders and secrets, also folders with what is in them. */
    manage: [
        "list",
        "folder_create",
        "folder_update",
        "folder_delete",
        "secret_create",
        "secret_update",
        "secret_reveal",
        "secret_delete",
    ],
} as const satisfies Record<string, readonly Privilege[]>;

/**
 * A set of privileges by a short name. "write-only": list, folder_create, secret_create, secret_update, so no value is shown.
 * "reveal": list, secret_reveal. "contribute": both. "manage": also folder_update, folder_delete and secret_delete, so also
 * deleting folders with everything in them.
 * @useDeclaredType
 */
export type PrivilegeSet = keyof typeof privilegeSets;

/** All words that a declaration may use for privileges: each by its name, and the sets. */
export const privilegeWords = [...privileges, ...(Object.keys(privilegeSets) as PrivilegeSet[])] as const;

/** What a rule on a single secret cannot grant: a secret contains nothing (help.okta.com, "Secrets permissions"). */
export const notOnASecret: readonly Privilege[] = ["folder_create", "secret_create"];

/** The privileges that these words mean, each once, in our order. */
export function spelledOut(words: readonly (Privilege | PrivilegeSet)[]): Privilege[] {
    const granted = new Set(
        words.flatMap((word) => (word in privilegeSets ? privilegeSets[word as PrivilegeSet] : [word])),
    );
    return privileges.filter((privilege) => granted.has(privilege));
}

/** The flags of a rule that are set, those we know in our order; after them those of a later OPA, by its names. */
export function grantedIn(flags: Readonly<Record<string, unknown>>): string[] {
    return [...privileges.filter((one) => flags[one] === true), ...unknownGrants(flags)];
}

/** Flags that are set and that this version does not know: they grant something that nobody can have declared. */
export function unknownGrants(flags: Readonly<Record<string, unknown>>): string[] {
    const known: readonly string[] = privileges;
    return Object.keys(flags)
        .filter((flag) => flags[flag] === true && !known.includes(flag))
        .sort();
}
