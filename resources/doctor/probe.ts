import { now } from "../http/time/clock";
import { messageOf } from "../lifecycle/run/unfinished";
import type { OpaConnection } from "../opa/connection/connect";
import { evidence, holds } from "../opa/listing";
import { bareFolder } from "../opa/secret-folder/declared/effects";
import type { FolderKey } from "../opa/secret-folder/declared/schema";
import type { FoundFolder } from "../opa/secret-folder/find-folder";
import { createFolder, deleteFolder, listItems } from "../opa/secret-folder/wire/calls";
import { attempt } from "./attempt";
import type { Finding } from "./finding";

/** Makes an empty folder below the parent and deletes it again: the one proof that nothing but a write can give. */
export async function probe(opa: OpaConnection, parent: FoundFolder): Promise<readonly Finding[]> {
    const { resourceGroupId, projectId } = parent;
    const project = { resourceGroupId, projectId };
    const name = `pulumi-okta-opa-doctor-${Date.now().toString(36)}`;
    const path = `${parent.path}/${name}`;
    const description = "Made by `pulumi-okta-opa doctor --probe`, to be deleted at once.";
    const { findings } = await attempt(
        "opa-probe",
        async () => {
            const { folderId } = await createFolder(opa, project, {
                ...bareFolder(name),
                description,
                parentFolderId: parent.folderId,
            });
            try {
                await deleteEmpty(opa, { ...project, folderId }, parent);
            } catch (failure) {
                throw new Error(
                    `${path} was made, and could not be deleted: delete it by hand, once it is empty. ${messageOf(failure)}`,
                );
            }
        },
        () => `${path} was made and deleted.`,
    );
    return findings;
}

/** Deletes the folder only while it is empty: somebody may have put something into it. */
async function deleteEmpty(opa: OpaConnection, key: FolderKey, parent: FoundFolder): Promise<void> {
    const seenAt = now();
    const isThere = async () => holds(await listItems(opa, key, parent.folderId), ({ id }) => id === key.folderId);
    const { items } = await evidence(() => listItems(opa, key, key.folderId), isThere);
    if (items.length > 0) throw new Error("Somebody has put something into it.");
    await deleteFolder(opa, key, seenAt);
}
