import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import type { Nothing } from "../../../lifecycle/declared/whole";

/** Its declared shape, which is its shape on the wire as well. */
export const appConfigSchema = z.strictObject({
    type: z.literal("ACTIVE_DIRECTORY", { error: "use ACTIVE_DIRECTORY, the only type Okta supports." }),
    distinguishedName: z.string().min(1, "is empty. Give the location in the directory, e.g. dc=example,dc=com."),
    groupScope: z.enum(["DOMAIN_LOCAL", "GLOBAL", "UNIVERSAL"], { error: "use DOMAIN_LOCAL, GLOBAL or UNIVERSAL." }),
    groupType: z.enum(["DISTRIBUTION", "SECURITY"], { error: "use DISTRIBUTION or SECURITY." }),
    samAccountName: z.string().min(1, "is empty. Give the group's SAM account name."),
});

/** A checked one. */
export type DeclaredAppConfig = z.infer<typeof appConfigSchema>;

/**
 * Whether what is there is what is declared. An appConfig cannot change once the mapping exists, so a declaration or an
 * answer without one (some answers hold an empty one, docs/contracts/okta-api.md 1.6) is no difference. Active
 * Directory ignores case in names, and spaces beside the commas of a distinguished name.
 */
export function isSameAppConfig(
    there: DeclaredAppConfig | undefined,
    declared: DeclaredAppConfig | undefined,
): boolean {
    return !there || !declared || isDeepStrictEqual(comparable(there), comparable(declared));
}

function comparable({ type, groupScope, groupType, samAccountName, distinguishedName, ...rest }: DeclaredAppConfig) {
    rest satisfies Nothing;
    const names = { samAccountName: folded(samAccountName), distinguishedName: folded(distinguishedName) };
    return { type, groupScope, groupType, ...names };
}

const folded = (name: string): string => name.toLowerCase().replace(/\s*([,=])\s*/g, "$1");
