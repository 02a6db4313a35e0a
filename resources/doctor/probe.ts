import { now } from "../http/time/clock";
import type { OpaConnection } from "../opa/connection/connect";
import { evidence, holds } from "../opa/listing";
import { bareFolder } from "../opa/secret-folder/declared/effects";
import type { FoundFolder } from "../opa/secret-folder/find-folder";
import { createFolder, deleteFolder, listItems } from "../opa/secret-folder/wire/calls";
import { attempt } from "./attempt";
import type { Finding } from "./finding";

/** Makes an empty folder below the parent and deletes it again: the one proof that nothing but a write can give. */
export async function probe(opa: OpaConnection, parent: FoundFolder): Promise<readonly Finding[]> {
    const { resourceGroupId, projectId } = parent;
    const project = { resourceGroupId, projectId };
    const name = `pulumi-okta-opa-doctor-${Date.now().toString(36)}`;
    const description = "Made by `pulumi-okta-opa doctor --probe`, to be deleted at once.";
    const { findings } = await attempt(
        "opa-probe",
        async () => {
            const { folderId } = await createFolder(opa, project, {
                ...bareFolder(name),
                description,
                parentFolderId: parent.folderId,
            });
            const seenAt = now();
            const isThere = async () =>
                holds(await listItems(opa, project, parent.folderId), ({ id }) => id === folderId);
            const { items } = await evidence(() => listItems(opa, project, folderId), isThere);
            if (items.length > 0)
                throw new Error(`Somebody put something into ${parent.path}/${name}. Delete it by hand.`);
            await deleteFolder(opa, { ...project, folderId }, seenAt);
        },
        () => `${parent.path}/${name} was made and deleted.`,
    );
    return findings;
}
