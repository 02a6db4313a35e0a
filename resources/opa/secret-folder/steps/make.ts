import { ApiFailure } from "../../../http/failure/api-failure";
import { type Mark, withMark } from "../../../lifecycle/run/owner-mark";
import { type Patience, waitUntil } from "../../../lifecycle/waiting/wait-until";
import { type LiveFolder, liveOf } from "../declared/effects";
import { folderNamed, whatIsInTheWay } from "../tree/folder-by-name";
import { remedied } from "../tree/missing-right";
import { below, type Place } from "../tree/tree";
import { createFolder } from "../wire/calls";
import type { Folder } from "../wire/wire";

/** How long a right to create folders, granted a moment ago, may take to apply (docs/contracts/opa-api.md 6.4). */
export const rightsSettle: Patience = { deadlineMs: 3000 };

/**
 * Creates a folder at a place. Undefined when there is one of that name after all: somebody created it meanwhile, or a POST
 * without an answer did; its folder is looked for and the POST never repeated.
 */
export async function make(
    parent: Place,
    wanted: LiveFolder & { readonly mark?: Mark | undefined },
    patience: Patience,
): Promise<Folder | undefined> {
    const { opa, key } = parent.project;
    const parentFolderId = parent.folderIds.at(-1);
    const { name, mark } = wanted;
    const description = withMark(wanted.description, mark);
    let refused: ApiFailure | undefined;
    let wasTaken = false;
    const tryOnce = async (): Promise<Folder | "exists" | undefined> => {
        try {
            return await createFolder(opa, key, { ...liveOf(wanted), description, parentFolderId });
        } catch (failure) {
            if (!(failure instanceof ApiFailure)) throw failure;
            if (parentFolderId && maySettle(failure)) {
                refused = failure;
                return undefined;
            }
            if (await existsAfter(failure, parent, name)) return "exists";
            if (wasTaken) throw new Error(await whatIsInTheWay(parent, name, failure, mark));
            // The folder that had the name may have given it up since.
            wasTaken = true;
            return tryOnce();
        }
    };
    const made = await waitUntil(`permission to create folders in "${parent.path}"`, tryOnce, patience);
    if (refused && !made) throw new Error(notAllowed(parent, refused));
    return made === "exists" ? undefined : made;
}

/** Whether the refusal may pass: a right just granted may take a moment to apply. Unmet conditions stay unmet. */
function maySettle({ kind, details }: ApiFailure): boolean {
    return kind === "not-found" || (kind === "forbidden" && details.code !== "conditions_unmet");
}

/** Whether there is such a folder after all. False only when its name was taken, and nothing was made. */
async function existsAfter(failure: ApiFailure, parent: Place, name: string): Promise<boolean> {
    if (failure.kind !== "conflict" && !failure.mayHaveHappened) throw failure;
    if (await folderNamed(parent, name)) return true;
    if (failure.kind === "conflict") return false;
    const { path } = below(parent, { id: "", name });
    throw new Error(
        `It is not known whether secret folder "${path}" was created; it does not exist yet. ${failure.message}`,
    );
}

function notAllowed(parent: Place, refused: ApiFailure): string {
    return (
        `This service user cannot create folders in "${parent.path}". ` +
        remedied(
            refused,
            "Give the service user's group the privilege folder_create there by a security policy, even if it has a role, and " +
                "before this folder is created (dependsOn).",
        )
    );
}
