import { type CustomResourceOptions, dynamic, type Input, type Output } from "@pulumi/pulumi";
import { storedShim } from "../../lifecycle/stored-shim.cjs";
import { requireInProject } from "../../require-in-project";

const shim = storedShim("opa:SecretFolder");

/** Where the folder is and what it is named. */
export interface OpaSecretFolderArgs {
    /** Id or exact name of the resource group. OPA cannot move a folder: see `allowReplacement`. */
    readonly resourceGroup: Input<string>;
    /** Id or exact name of the project. OPA cannot move a folder: see `allowReplacement`. */
    readonly project: Input<string>;
    /**
     * Path ("teams/payments"), id or resource id of the folder above; absent for a top-level folder. For a folder of the same
     * program give its `id`, which stays known when that folder is renamed.
     */
    readonly parentFolder?: Input<string> | undefined;
    /** 1 to 255 letters, digits, "-", "_", "."; unique in its parent among folders and secrets. Changed in place. */
    readonly name: Input<string>;
    /** Default empty. Changed in place. */
    readonly description?: Input<string> | undefined;
    /** Default false. True creates missing folders of `parentFolder`; they are never deleted with this one. */
    readonly createParents?: Input<boolean> | undefined;
    /**
     * What to do when the folder already exists: "fail" (default) is an error that says what is in it; "adopt" manages it
     * from now on, with its contents. An empty one with the same description is always adopted. Only used while creating.
     */
    readonly onExisting?: Input<"fail" | "adopt"> | undefined;
    /** "delete" (default) deletes the folder if it is empty; "retain" leaves it in OPA. */
    readonly onDelete?: Input<"delete" | "retain"> | undefined;
    /**
     * The folder's own full path: then deleting it also deletes every folder and secret in it, for good. Must be
     * applied by `pulumi up` before the folder is deleted. Default: a folder that holds anything is not deleted.
     */
    readonly deleteContents?: Input<string | undefined> | undefined;
    /**
     * Default false: a changed resource group, project or parent is refused in the preview. True creates a new, empty
     * folder; the old one is deleted only if it is empty.
     */
    readonly allowReplacement?: Input<boolean> | undefined;
}

/**
 * A secret folder of Okta Privileged Access. A folder that holds anything is not deleted unless `deleteContents` says so.
 *
 * The resource id is `{resourceGroupId}/{projectId}/{folderId}`.
 */
export class OpaSecretFolder extends dynamic.Resource {
    declare readonly resourceGroupId: Output<string>;
    declare readonly projectId: Output<string>;
    declare readonly folderId: Output<string>;
    /** Empty for a top-level folder. */
    declare readonly parentFolderId: Output<string>;
    declare readonly resourceGroup: Output<string>;
    declare readonly project: Output<string>;
    declare readonly parentFolder: Output<string | undefined>;
    declare readonly name: Output<string>;
    declare readonly description: Output<string>;
    declare readonly createParents: Output<boolean>;
    declare readonly onExisting: Output<"fail" | "adopt">;
    declare readonly onDelete: Output<"delete" | "retain">;
    declare readonly deleteContents: Output<string | undefined>;
    declare readonly allowReplacement: Output<boolean>;
    /** The whole path in the project, "teams/payments". */
    declare readonly path: Output<string>;
    /** When an existing folder was adopted, as an ISO 8601 time; undefined for a folder that was created. */
    declare readonly adoptedAt: Output<string | undefined>;

    constructor(name: string, args: OpaSecretFolderArgs, options?: CustomResourceOptions) {
        requireInProject();
        const made = {
            resourceGroupId: undefined,
            projectId: undefined,
            folderId: undefined,
            parentFolderId: undefined,
            path: undefined,
            adoptedAt: undefined,
        };
        super(shim, name, { ...made, ...args }, options, "opa", "SecretFolder");
    }
}
