import { z } from "zod";

/** What the group becomes in Active Directory. */
export interface AppConfig {
    readonly type: "ACTIVE_DIRECTORY";
    /** Where in the directory, e.g. `dc=example,dc=com`. */
    readonly distinguishedName: string;
    readonly groupScope: "DOMAIN_LOCAL" | "GLOBAL" | "UNIVERSAL";
    readonly groupType: "DISTRIBUTION" | "SECURITY";
    readonly samAccountName: string;
}

/** Its declared shape, which is its shape on the wire as well. */
export const appConfigSchema = z.strictObject({
    type: z.literal("ACTIVE_DIRECTORY", { error: "use ACTIVE_DIRECTORY, the only kind Okta knows." }),
    distinguishedName: z.string().min(1, "is empty. Give the place in the directory, e.g. dc=example,dc=com."),
    groupScope: z.enum(["DOMAIN_LOCAL", "GLOBAL", "UNIVERSAL"], { error: "use DOMAIN_LOCAL, GLOBAL or UNIVERSAL." }),
    groupType: z.enum(["DISTRIBUTION", "SECURITY"], { error: "use DISTRIBUTION or SECURITY." }),
    samAccountName: z.string().min(1, "is empty. Give the group's SAM account name."),
}) satisfies z.ZodType<AppConfig>;

/**
 * Whether what is there is what is declared. An appConfig can't change once the mapping is made, so one that is left out
 * of a declaration or of an answer (some answers hold an empty one, contracts/okta-api.md 1.6) tells nothing. Active
 * Directory reads names whatever their case, and blanks beside the commas of a distinguished name.
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
