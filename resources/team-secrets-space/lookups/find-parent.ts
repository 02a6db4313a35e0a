import type { ConfigSource } from "../../lifecycle/config-source";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../../opa/connection/connect";
import { projectKeyOf, resourceGroupIdOf } from "../../opa/containers";
import { type FoundFolder, findFolder } from "../../opa/secret-folder/find-folder";
import type { DeclaredPlace } from "../declared/declared-team";
import { configKeys, defaultPlace, type Place } from "../declared/place";
import type { LookUp } from "./look-up";

/** Where the folder of a space goes; undefined what cannot be told yet. */
export interface FoundParent {
    readonly resourceGroupId?: string | undefined;
    readonly projectId?: string | undefined;
    readonly folder?: FoundFolder | undefined;
}

/** A value, and where it is declared. */
interface Placed {
    /** Undefined when it is not known yet. */
    readonly value: string | undefined;
    /** A property of the space, or the key of the stack configuration. */
    readonly property: string;
}

/** Milliseconds for which all spaces share one look-up; a program that lives on asks again after that. */
const freshMs = 60_000;

const folderAt = sharedRead(freshMs, (opa: OpaConnection, resourceGroup: string, project: string, path: string) =>
    findFolder(opa, { resourceGroup, project, path }),
);

/** Looks up the place of a space part by part, so that a mistake is reported where it was made. */
export async function findParent(
    opa: OpaConnection,
    space: Pick<DeclaredPlace, keyof Place>,
    config: ConfigSource,
    { looked, refused }: LookUp,
): Promise<FoundParent> {
    const byDefault = defaultPlace(config);
    const given = (property: keyof Place) => {
        const key = configKeys[property];
        return refused(property, async (): Promise<Placed> => {
            if (space[property] !== undefined) return { value: known(space[property]), property };
            if (byDefault[property]) return { value: byDefault[property], property: key };
            throw new Error(`is missing. Declare it, or run \`pulumi config set ${key}\`.`);
        });
    };
    const [group, project, path] = await Promise.all([given("resourceGroup"), given("project"), given("parentFolder")]);
    const resourceGroup = group?.value;
    const resourceGroupId =
        group && resourceGroup && (await looked(group.property, () => resourceGroupIdOf(opa, resourceGroup)));
    if (!resourceGroupId || !project?.value) return { resourceGroupId: resourceGroupId || undefined };
    const inGroup = project.value;
    const key = await looked(project.property, () => projectKeyOf(opa, resourceGroup ?? "", inGroup));
    if (!key || !path?.value) return { resourceGroupId, projectId: key?.projectId };
    const pathOrId = path.value;
    const folder = await looked(path.property, () => folderAt(opa, key.resourceGroupId, key.projectId, pathOrId));
    return { ...key, folder };
}

const known = (value: string | undefined): string | undefined => (holdsUnknown(value) ? undefined : value);
