import { type CustomResourceOptions, getProject, getStack, type Input, type Output } from "@pulumi/pulumi";
import { existingIdKey, forReadersKey, nameTakenKey, ownerKey } from "../../lifecycle/declared/plain";
import { given } from "../../lifecycle/given";
import { ownerOf } from "../../lifecycle/run/owner-mark";
import { StoredResource } from "../../lifecycle/stored-resource";
import { programError } from "../../program-error";
import { requireInProject } from "../../require-in-project";
import { declaredSchema } from "./declared/schema";

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
    /**
     * Default empty. Changed in place. What OPA keeps ends with a mark that says which resource the folder belongs to,
     * `[pulumi:project/stack/resource]`; it is never shown as a change.
     */
    readonly description?: Input<string> | undefined;
    /** Default false. True creates missing folders of `parentFolder`; they are never deleted with this one. */
    readonly createParents?: Input<boolean> | undefined;
    /**
     * What to do when the folder already exists: "fail" (default) is an error that says what is in it and whose it is; "adopt"
     * manages it from now on, with its contents, also if another stack made it. Only used while creating. An empty one that an
     * interrupted run of this very resource made is always taken over.
     */
    readonly onExisting?: Input<"fail" | "adopt"> | undefined;
    /**
     * Id of an existing folder, which is taken over as it is, without a write and whatever it holds; never another one of
     * its name. If the folder is not as declared (unless `onExisting` is "adopt"), lies elsewhere or belongs to another
     * resource, that is an error, which names each difference. Destroying the resource keeps the folder, unless its mark
     * says that this very resource made it. Only used while creating. Default: none.
     */
    readonly existingId?: Input<string | undefined> | undefined;
    /**
     * "if-created" (default) deletes the folder if it is empty and was created by this resource; "delete" an adopted one too;
     * "retain" leaves it in OPA. One that another resource has adopted since is always left.
     */
    readonly onDelete?: Input<"if-created" | "delete" | "retain"> | undefined;
    /**
     * The folder's own full path: then deleting it also deletes every folder and secret in it, for good. Must be
     * applied by `pulumi up` before the folder is deleted. Default: a folder that holds anything is not deleted. An
     * adopted folder is only deleted with `onDelete: "delete"` as well.
     */
    readonly deleteContents?: Input<string | undefined> | undefined;
    /**
     * Default false: a changed resource group, project or parent is refused in the preview. True creates a new, empty
     * folder and deletes the old one; that is refused in the preview too, if the old one holds anything.
     */
    readonly allowReplacement?: Input<boolean> | undefined;
}

/**
 * The arguments of a component that has looked at the folder's place. They say what has the name there already (undefined:
 * nothing that it could see), so that a plan that would end half-way is refused.
 */
export interface OpaSecretFolderInSpaceArgs extends OpaSecretFolderArgs {
    readonly nameTaken: Input<string | undefined>;
    /** What a reader of the plan needs beside it, as text. */
    readonly forReaders: Input<string>;
}

/**
 * A secret folder of Okta Privileged Access. A folder that holds anything is not deleted unless `deleteContents` says so.
 *
 * The resource id is `{resourceGroupId}/{projectId}/{folderId}`.
 */
export class OpaSecretFolder extends StoredResource {
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
    declare readonly onDelete: Output<"if-created" | "delete" | "retain">;
    declare readonly deleteContents: Output<string | undefined>;
    declare readonly allowReplacement: Output<boolean>;
    /** The whole path in the project, "teams/payments". */
    declare readonly path: Output<string>;
    /** When an existing folder was adopted, as an ISO 8601 time; undefined for a folder that was created. */
    declare readonly adoptedAt: Output<string | undefined>;

    constructor(name: string, args: OpaSecretFolderArgs | OpaSecretFolderInSpaceArgs, options?: CustomResourceOptions) {
        requireInProject();
        if (options?.replaceWith && args.deleteContents !== undefined) throw programError(deletedUnasked(name));
        const made = {
            resourceGroupId: undefined,
            projectId: undefined,
            folderId: undefined,
            parentFolderId: undefined,
            path: undefined,
            adoptedAt: undefined,
        };
        const nothing = { nameTaken: undefined, existingId: undefined, forReaders: undefined };
        const { nameTaken, existingId, forReaders, ...declared } = { ...nothing, ...args };
        const told = { [nameTakenKey]: nameTaken, [existingIdKey]: existingId, [forReadersKey]: forReaders };
        const hidden = { ...told, [ownerKey]: ownerOf(getProject(), getStack(), name) };
        super("opa:SecretFolder", name, { ...made, ...given(declaredSchema, declared), ...hidden }, options);
    }
}

/** The engine would delete it without saying that it is to be replaced (docs/contracts/pulumi-engine.md 2.2). */
const deletedUnasked = (name: string): string =>
    `OpaSecretFolder "${name}" has deleteContents and the resource option replaceWith: everything in it would be deleted when Pulumi ` +
    "replaces what replaceWith names. Remove replaceWith; or remove deleteContents, and run `pulumi up` before you add replaceWith.";
