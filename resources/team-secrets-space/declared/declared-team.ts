import type { Privilege, PrivilegeSet } from "../../opa/security-policy/declared/privileges";

/** A space as the stack configuration declares it. Each field is explained on `TeamSecretsSpaceArgs`. */
export interface DeclaredSpace {
    readonly members: string[];
    readonly parentFolder?: string | undefined;
    readonly resourceGroup?: string | undefined;
    readonly project?: string | undefined;
    readonly appId?: string | undefined;
    readonly groupName?: string | undefined;
    readonly folderName?: string | undefined;
    readonly description?: string | undefined;
    readonly onExistingPush?: "fail" | "adopt" | undefined;
    readonly onExisting?: "fail" | "adopt" | undefined;
    readonly onDelete?: "if-created" | "delete" | "retain" | undefined;
    readonly deleteContents?: string | undefined;
    readonly allowReplacement?: boolean | undefined;
    readonly privileges?: (Privilege | PrivilegeSet)[] | undefined;
}

/** A team as the stack configuration declares it: its name and its space. */
export interface DeclaredTeam extends DeclaredSpace {
    readonly name: string;
}
