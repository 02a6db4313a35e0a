import { ApiFailure } from "../http/api-failure";
import { refuse, together } from "../http/setting-faults";
import type { ConfigSource } from "../lifecycle/config-source";
import { type Mistake, mistakesInWords } from "../lifecycle/mistake";
import { shared } from "../lifecycle/shared";
import { messageOf } from "../lifecycle/unfinished";
import { connectToOkta, oktaSettingFaults } from "../okta/connection";
import { findOpaApp } from "../okta/find-opa-app";
import { connectToOpa, type OpaConnection, opaSettingFaults } from "../opa/connection";
import { projectKeyOf, resourceGroupIdOf } from "../opa/project";
import { findFolder } from "../opa/secret-folder/find-folder";
import type { FolderKey } from "../opa/secret-folder/schema";
import type { DeclaredSpace } from "./declared-team";
import { refuseLocalGroup } from "./local-group";
import { findMembers, type Looked, type Members } from "./members";
import { configKeys, defaultPlace, type Place } from "./place";

/** What a space needs and does not create: all of it must be there before anything is created. */
export interface Prerequisites extends Members {
    readonly appId: string;
    readonly resourceGroupId: string;
    readonly projectId: string;
    readonly parentFolderId: string;
}

/** Milliseconds for which all spaces share one look-up; a program that lives on asks again after that. */
const freshMs = 60_000;

/** A declaration names what the org does not have. */
export class PrerequisitesMissing extends Error {
    override readonly name = "PrerequisitesMissing";

    constructor(readonly mistakes: readonly Mistake[]) {
        super(mistakesInWords("The declaration does not fit the organisation:", mistakes));
    }
}

/**
 * Looks up what a space needs, read-only; what several spaces need is looked up once. Throws CredentialsMissing before
 * any request, PrerequisitesMissing with everything that is missing, or the ApiFailure that ended the look-up.
 */
export async function findPrerequisites(
    space: DeclaredSpace & { readonly groupName: string },
    config: ConfigSource,
): Promise<Prerequisites> {
    requireCredentials(config);
    const okta = connectToOkta(config);
    const opa = connectToOpa(config, "resource");
    const once = <T>(connection: object, question: string, ask: () => Promise<T>) =>
        shared(connection, question, freshMs, ask);
    const mistakes: Mistake[] = [];
    const looked: Looked = (property, ask) => noting(mistakes, property, ask);

    const [appId, folder, members] = await Promise.all([
        space.appId ?? looked("appId", () => once(okta, "the OPA app", () => findOpaApp(okta))),
        folderIn(opa, placeIn(space, config), looked),
        findMembers(okta, space, freshMs, looked),
    ]);
    if (appId && space.onExistingPush !== "adopt") {
        await looked("groupName", () => refuseLocalGroup({ okta, opa, appId }, space.groupName));
    }
    if (mistakes.length > 0 || !appId || !folder) throw new PrerequisitesMissing(mistakes);
    const { folderId: parentFolderId, ...ids } = folder;
    return { appId, ...ids, parentFolderId, ...members };
}

function requireCredentials(config: ConfigSource): void {
    refuse(
        together(oktaSettingFaults(config), opaSettingFaults(config, "resource"), opaSettingFaults(config, "security")),
    );
}

/** A value, and where it is declared. */
interface Placed {
    readonly value: string | undefined;
    /** A property of the space, or the key of the stack configuration. */
    readonly property: string;
    /** The key of the stack configuration, wherever it is declared. */
    readonly key: string;
}

function placeIn(space: DeclaredSpace, config: ConfigSource): Readonly<Record<keyof Place, Placed>> {
    const byDefault = defaultPlace(config);
    const from = (property: keyof Place): Placed => {
        const key = configKeys[property];
        const value = space[property];
        return value === undefined ? { value: byDefault[property], property: key, key } : { value, property, key };
    };
    return { resourceGroup: from("resourceGroup"), project: from("project"), parentFolder: from("parentFolder") };
}

/** Looks a place up part by part, so that a mistake is told where it was made. */
async function folderIn(
    opa: OpaConnection,
    { resourceGroup, project, parentFolder }: Readonly<Record<keyof Place, Placed>>,
    looked: Looked,
): Promise<FolderKey | undefined> {
    const given = ({ value, property, key }: Placed) =>
        looked(property, async () => {
            if (value) return value;
            throw new Error(`is missing. Declare it, or run \`pulumi config set ${key}\`.`);
        });
    const [group, inGroup, path] = await Promise.all([resourceGroup, project, parentFolder].map(given));
    if (!group || !inGroup || !path) return undefined;
    if (!(await looked(resourceGroup.property, () => resourceGroupIdOf(opa, group)))) return undefined;
    if (!(await looked(project.property, () => projectKeyOf(opa, group, inGroup)))) return undefined;
    return looked(parentFolder.property, () =>
        shared(opa, JSON.stringify([group, inGroup, path]), freshMs, () =>
            findFolder(opa, { resourceGroup: group, project: inGroup, path }),
        ),
    );
}

/** A service that fails is no mistake of the declaration: it ends the look-up. */
async function noting<T>(mistakes: Mistake[], property: string, ask: () => Promise<T>): Promise<T | undefined> {
    try {
        return await ask();
    } catch (failure) {
        if (failure instanceof ApiFailure) throw failure;
        mistakes.push({ property, reason: messageOf(failure) });
        return undefined;
    }
}
