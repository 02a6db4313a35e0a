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
import type { StackSettings } from "../declared/stack-settings";
import { isPushedByStack, stateBefore } from "../memory/state-before";
import { findUnassigned, type Seat, unassignedMistake, unassignedWarning } from "./assigned";
import { requireUsable } from "./existing-group";
import { type FoundApp, findApp } from "./find-app";
import { findParent } from "./find-parent";
import { refuseTakenGroup } from "./local-group";
import { LookUp } from "./look-up";
import { findMembers, type Members, type ToCome } from "./members";
import { groupNameNow, isPolicyOfStack } from "./own-policy";
import type { Pins } from "./pinned";

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
    /** Who has which of the declared logins. */
    readonly pins: Pins;
    /** What was not found, and may be made by the same program before it is needed. */
    readonly later: readonly Mistake[];
    /** Who will be in the groups that the space makes. */
    readonly seats: readonly Seat[];
    /** Ids of those of them who are not assigned to the app, as far as that was seen. */
    readonly unassigned: ReadonlySet<string>;
    /** Why it was not checked who gets in. */
    readonly unchecked: string | undefined;
}

/** A declaration names what the org does not have. */
export class PrerequisitesMissing extends Error {
    override readonly name = "PrerequisitesMissing";

    constructor(
        readonly mistakes: readonly Mistake[],
        /** The folder above, if that was found. */
        readonly parent: FoundFolder | undefined,
        /** The people who were found, and where they are to get access. */
        readonly crowd: Pick<Prerequisites, "projectId" | "seats">,
    ) {
        super(mistakesInWords("The declaration does not fit the organisation:", mistakes));
    }
}

const requireAssignedKey = "pulumi-okta-opa:requireAssigned";

/** For a look-up where everything must be there already. */
const nothingToCome: ToCome = () => Promise.resolve(false);

/**
 * Looks up what a space needs, read-only; what several spaces need is looked up once. What is not known yet is left out.
 * Throws CredentialsMissing before any request, PrerequisitesMissing with everything that is missing, or the ApiFailure
 * that ended the look-up.
 *
 * @param grants What the space grants.
 * @param settings What the stack says for all of its spaces.
 * @param name Of the space, where it is a resource: then it may exist already.
 * @param pins Who had which login when the space was applied last, if that is known.
 */
export async function findPrerequisites(
    space: NamedSpace,
    grants: readonly Grant[],
    settings: Pick<StackSettings, "requireAssigned" | "groups">,
    config: ConfigSource,
    isToCome = nothingToCome,
    name?: string,
    pins?: Pins,
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
        Promise.all(grants.map((grant) => membersOf(okta, { ...grant, pins }, lookUp, isToCome))),
        name === undefined ? undefined : groupNameNow(security, name),
        lookAtGroups(okta, grants, settings, lookUp),
    ]);
    const isOwn = async (name: string) =>
        (await isPushedByStack(name)) || (await isPolicyOfStack(security, policyNameFor(name)));
    for (const { members, groupName, level, existing } of grants) {
        if (members === undefined || space.onExistingPush === "adopt") continue;
        // What is there already by that name is said to be the space's, by its id.
        if (existing?.group || existing?.mapping) continue;
        if ([space.onExistingPush, groupName].some(holdsUnknown)) continue;
        const property = level === undefined ? "groupName" : `access.${level}`;
        await refused(property, () => refuseTakenGroup({ okta, opa, apps: app.pushing, isOwn }, groupName));
    }
    const seats = people.flatMap((one) => one.seats);
    // Nothing is said about people whose grant gives no access.
    const inForce = people.filter((_, index) => grants[index]?.hasAccess);
    const seatsInForce = inForce.flatMap((one) => one.seats);
    const assignment = await assignmentOf(okta, app, seatsInForce, settings, lookUp, isToCome);
    mistakes.push(...otherContents(space, parent));
    if (mistakes.length > 0) throw new PrerequisitesMissing(mistakes, parent, { projectId, seats });
    return {
        appId: app.appId,
        ambiguity: app.ambiguity,
        appCandidates: app.candidates,
        resourceGroupId,
        projectId,
        parent,
        groupNow,
        userIds: people.map(({ userIds }) => userIds),
        pins: Object.assign({}, ...people.map((one) => one.pins)) as Pins,
        warnings: [...inForce.flatMap(({ warnings }) => warnings), ...assignment.warnings],
        later,
        seats,
        unassigned: assignment.unassigned,
        unchecked: assignment.unchecked,
    };
}

/** Looks at the groups of Okta that are named, each once. */
async function lookAtGroups(
    okta: Send,
    grants: readonly Grant[],
    { groups = {} }: Pick<StackSettings, "groups">,
    { looked }: LookUp,
): Promise<void> {
    const first = grants.filter(
        ({ group }, index) =>
            group !== undefined && !holdsUnknown(group) && grants.findIndex((one) => one.group === group) === index,
    );
    // Where state cannot be read, a group that was renamed is not known by its name: its own resource tells then.
    const before = first.length > 0 ? await stateBefore().catch(() => undefined) : undefined;
    if (!before) return;
    await Promise.all(
        first.map(({ prefix, group = "" }) => {
            const listed = Object.hasOwn(groups, group) ? groups[group] : undefined;
            return looked(`${prefix}group`, () => requireUsable(okta, { group, listed }, before));
        }),
    );
}

/** The people of a grant that names people; their ids only where all are known and there. */
async function membersOf(
    okta: Send,
    { members, groupName, prefix, level, pins }: Grant & { readonly pins: Pins | undefined },
    { looked, later }: LookUp,
    isToCome: ToCome,
): Promise<
    Pick<Members, "warnings" | "pins"> & { readonly userIds: string[] | undefined; readonly seats: readonly Seat[] }
> {
    if (members === undefined) return { userIds: undefined, warnings: [], seats: [], pins: {} };
    const at = (property: string) => `${prefix}${property}`;
    const found = await findMembers(
        okta,
        { members, groupName, pins },
        (property, ask) => looked(at(property), ask),
        (property) => isToCome(at(property)),
    );
    const isWhole = !members.some(holdsUnknown) && !later.some(({ property }) => property.startsWith(at("members[")));
    const seats = found.people.map((person) => ({ ...person, level, property: at(`members[${person.index}]`) }));
    return { userIds: isWhole ? found.userIds : undefined, warnings: found.warnings, seats, pins: found.pins };
}

/** Finds people who are in the groups and will not be pushed: a warning, or mistakes where the stack requires it. */
async function assignmentOf(
    okta: Send,
    app: FoundApp,
    seats: readonly Seat[],
    { requireAssigned }: Pick<StackSettings, "requireAssigned">,
    { looked, refused: refusedNow }: LookUp,
    isToCome: ToCome,
): Promise<Pick<Prerequisites, "warnings" | "unassigned"> & { readonly unchecked?: string | undefined }> {
    const found = await findUnassigned(okta, app, seats);
    const unassigned = new Set(found.seats.map(({ id }) => id));
    if (requireAssigned) {
        const refused = (seat: Seat) => {
            const { property, reason } = unassignedMistake(seat, found.app);
            return looked(property, () => Promise.reject(new Error(reason)));
        };
        await Promise.all(found.seats.map(refused));
        const { unchecked } = found;
        // A requirement that cannot be checked is not met.
        if (unchecked) await refusedNow(requireAssignedKey, () => Promise.reject(new Error(unchecked)));
        return { warnings: [], unassigned };
    }
    // Where the program is still to make something for a person, it may be just that, and the update looks again.
    const isNow = await Promise.all(found.seats.map(async ({ property }) => !(await isToCome(property))));
    const told = found.seats.filter((_, index) => isNow[index]);
    return {
        warnings: told.length > 0 ? [unassignedWarning(told, found.app)] : [],
        unassigned,
        unchecked: found.unchecked,
    };
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
