import type { Send } from "../../http/send";
import { refuse, together } from "../../http/settings/setting-faults";
import type { ConfigSource } from "../../lifecycle/config-source";
import { type Mistake, mistakesInWords } from "../../lifecycle/declared/mistake";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { connectToOkta, oktaSettingFaults } from "../../okta/connection/connect";
import { connectToOpa, opaSettingFaults } from "../../opa/connection/connect";
import type { FoundFolder } from "../../opa/secret-folder/find-folder";
import type { Grant, NamedSpace } from "../declared/grants";
import { policyNameFor } from "../declared/names";
import { type FoundApp, findApp } from "./find-app";
import { findParent } from "./find-parent";
import { refuseTakenGroup } from "./local-group";
import { LookUp } from "./look-up";
import { findMembers, type Members, type ToCome } from "./members";
import { groupNameNow, isPolicyOfStack } from "./own-policy";

/** What a space needs and does not create: all of it must be there before anything is created. Undefined what cannot be told yet. */
export interface Prerequisites extends Pick<FoundApp, "appId" | "ambiguity"> {
    readonly warnings: readonly string[];
    readonly appCandidates: FoundApp["candidates"];
    readonly resourceGroupId: string | undefined;
    readonly projectId: string | undefined;
    readonly parent: FoundFolder | undefined;
    /** The name that the group of the space has now, if that exists and can be told. */
    readonly groupNow: string | undefined;
    /** Ids of the members that each grant declares, in the order of the grants; undefined also where none are declared. */
    readonly userIds: readonly (string[] | undefined)[];
    /** What was not found, and may be made by the same program before it is needed. */
    readonly later: readonly Mistake[];
}

/** A declaration names what the org does not have. */
export class PrerequisitesMissing extends Error {
    override readonly name = "PrerequisitesMissing";

    constructor(
        readonly mistakes: readonly Mistake[],
        /** The folder above, if that was found. */
        readonly parent: FoundFolder | undefined,
    ) {
        super(mistakesInWords("The declaration does not fit the organisation:", mistakes));
    }
}

/** Where everything must be there already. */
const nothingToCome: ToCome = () => Promise.resolve(false);

/**
 * Looks up what a space needs, read-only; what several spaces need is looked up once. What is not known yet is left out.
 * Throws CredentialsMissing before any request, PrerequisitesMissing with everything that is missing, or the ApiFailure
 * that ended the look-up.
 *
 * @param grants What the space grants.
 * @param name Of the space, where it is a resource: then it may exist already.
 */
export async function findPrerequisites(
    space: NamedSpace,
    grants: readonly Grant[],
    config: ConfigSource,
    isToCome = nothingToCome,
    name?: string,
): Promise<Prerequisites> {
    requireCredentials(config);
    const okta = connectToOkta(config);
    const opa = connectToOpa(config, "resource");
    const lookUp = new LookUp(isToCome);
    const { refused, mistakes, later } = lookUp;

    const security = connectToOpa(config, "security");
    const [app, { folder: parent, resourceGroupId, projectId }, people, groupNow] = await Promise.all([
        findApp(okta, space, config, lookUp),
        findParent(opa, space, config, lookUp),
        Promise.all(grants.map((grant) => membersOf(okta, grant, lookUp, isToCome))),
        name === undefined ? undefined : groupNameNow(security, name),
    ]);
    const isOwn = (name: string) => isPolicyOfStack(security, policyNameFor(name));
    for (const { members, groupName, level } of grants) {
        if (members === undefined || space.onExistingPush === "adopt") continue;
        if ([space.onExistingPush, groupName].some(holdsUnknown)) continue;
        const property = level === undefined ? "groupName" : `access.${level}`;
        await refused(property, () => refuseTakenGroup({ okta, opa, apps: app.pushing, isOwn }, groupName));
    }
    mistakes.push(...otherContents(space, parent));
    if (mistakes.length > 0) throw new PrerequisitesMissing(mistakes, parent);
    return {
        appId: app.appId,
        ambiguity: app.ambiguity,
        appCandidates: app.candidates,
        resourceGroupId,
        projectId,
        parent,
        groupNow,
        userIds: people.map(({ userIds }) => userIds),
        warnings: people.flatMap(({ warnings }) => warnings),
        later,
    };
}

/** The people of a grant that names people; their ids only where all are known and there. */
async function membersOf(
    okta: Send,
    { members, groupName, prefix }: Grant,
    { looked, later }: LookUp,
    isToCome: ToCome,
): Promise<{ readonly userIds: string[] | undefined; readonly warnings: Members["warnings"] }> {
    if (members === undefined) return { userIds: undefined, warnings: [] };
    const at = (property: string) => `${prefix}${property}`;
    const found = await findMembers(
        okta,
        { members, groupName },
        (property, ask) => looked(at(property), ask),
        (property) => isToCome(at(property)),
    );
    const isWhole = !members.some(holdsUnknown) && !later.some(({ property }) => property.startsWith(at("members[")));
    return { userIds: isWhole ? found.userIds : undefined, warnings: found.warnings };
}

/** `deleteContents` must be the folder's own path, or it would never take effect. */
function otherContents({ deleteContents, folderName }: NamedSpace, parent: FoundFolder | undefined): Mistake[] {
    if (!parent || deleteContents === undefined || [deleteContents, folderName].some(holdsUnknown)) return [];
    const own = `${parent.path}/${folderName}`;
    if (deleteContents === own) return [];
    const reason = `"${deleteContents}": is not this folder's own full path. Write "${own}", or leave it out.`;
    return [{ property: "deleteContents", reason }];
}

function requireCredentials(config: ConfigSource): void {
    refuse(
        together(oktaSettingFaults(config), opaSettingFaults(config, "resource"), opaSettingFaults(config, "security")),
    );
}
