import { z } from "zod";

/** Its declared shape, which is its shape on the wire as well. */
export const appConfigSchema = z.strictObject({
    type: z.literal("ACTIVE_DIRECTORY", { error: "use ACTIVE_DIRECTORY, the only type Okta supports." }),
    distinguishedName: z.string().min(1, "is empty. Give the location in the directory, e.g. dc=example,dc=com."),
    groupScope: z.enum(["DOMAIN_LOCAL", "GLOBAL", "UNIVERSAL"], { error: "use DOMAIN_LOCAL, GLOBAL or UNIVERSAL." }),
    groupType: z.enum(["DISTRIBUTION", "SECURITY"], { error: "use DISTRIBUTION or SECURITY." }),
    samAccountName: z.string().min(1, "is empty. Give the group's SAM account name."),
});

type AppConfig = Readonly<z.infer<typeof appConfigSchema>>;

/**
 * Whether what is there is what is declared. An appConfig cannot change once the mapping exists, so a declaration or an
 * answer without one (some answers hold an empty one, docs/contracts/okta-api.md 1.6) is no difference. Active
 * Directory ignores case in names, and spaces beside the commas of a distinguished name.
 */
export function isSameAppConfig(there: AppConfig | undefined, declared: AppConfig | undefined): boolean {
    if (!there || !declared) return true;
    return (
        there.groupScope === declared.groupScope &&
        there.groupType === declared.groupType &&
        folded(there.samAccountName) === folded(declared.samAccountName) &&
        folded(there.distinguishedName) === folded(declared.distinguishedName)
    );
}

const folded = (name: string): string => name.toLowerCase().replace(/\s*([,=])\s*/g, "$1");
