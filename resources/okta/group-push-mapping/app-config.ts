/** What the group is to become in Active Directory. */
export interface AppConfig {
    readonly type: "ACTIVE_DIRECTORY";
    /** Where in the directory, e.g. `dc=example,dc=com`. */
    readonly distinguishedName: string;
    readonly groupScope: "DOMAIN_LOCAL" | "GLOBAL" | "UNIVERSAL";
    readonly groupType: "DISTRIBUTION" | "SECURITY";
    readonly samAccountName: string;
}
