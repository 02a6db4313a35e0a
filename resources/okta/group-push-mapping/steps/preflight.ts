import { ApiFailure } from "../../../http/failure/api-failure";
import { warn } from "../../../http/output/say";
import type { Send } from "../../../http/send";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import { type App, getGroup } from "../../lookups/by-id";
import { type Declared, idOf } from "../declared/schema";
import { appGroupsNamedLately, assignedGroupIds, getGroupShared, sharedApp } from "../wire/apps-and-groups";
import type { Ends } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import type { Target } from "../wire/wire";

/**
 * Milliseconds for which all mappings of an app share the list of groups that the app is assigned to. Only a warning needs it.
 */
const assignmentsFreshMs = 300_000;

/** Throws unless Okta can push this group to this app, before something is given up for it. */
export async function requirePushable(mappings: AppMappings, declared: Declared): Promise<App> {
    const app = await requireApp(mappings, declared);
    if (!(await getGroupShared(mappings.send, declared.sourceGroupId))) throw new Error(noSource(declared));
    return app;
}

/** Throws unless Okta can push to the app at all, which its API does not check (docs/contracts/okta-api.md 1.7). */
export async function requireApp({ send }: AppMappings, declared: Declared): Promise<App> {
    const { appId, sourceGroupId } = declared;
    const [app, assigned] = await Promise.all([theApp(send, declared), assignedIfReadable(send, appId)]);
    if (!app) throw new Error(`App ${appId} does not exist in this organisation. Declare the id of an app, 0oa….`);
    if (app.status !== "ACTIVE") {
        throw new Error(
            `App "${app.label}" (${appId}) is ${app.status}, so nothing is pushed to it. Activate it in Okta.`,
        );
    }
    if (!hasFeature(app, declared)) {
        throw new Error(
            `App "${app.label}" (${appId}) cannot push groups: GROUP_PUSH is not among its features. ` +
                "Enable provisioning in the app, or declare an app that has it.",
        );
    }
    if (assigned.has(sourceGroupId)) {
        const source = await getGroupShared(send, sourceGroupId);
        // help.okta.com, usgp-group-push-troubleshoot.
        warn(
            `Group "${source?.name ?? ""}" (${sourceGroupId}) is both assigned to app "${app.label}" and pushed to it, which Okta ` +
                "does not support: members may be missing. Assign the app through another group.",
        );
    }
    return app;
}

/** The error about a source group that is not there. */
export const noSource = ({ sourceGroupId }: Declared): string =>
    `Source group ${sourceGroupId} does not exist. Declare the id of an Okta group.`;

/** The error about a target group that the credential cannot see, and of which something had to be known. */
export const unreadableTarget = (targetGroupId: string, unknown: string): string =>
    `Target group ${targetGroupId} cannot be read, so ${unknown} cannot be determined. ` +
    "Give the credential an administrator role over the app's groups, then run the same command again.";

/** Looks anew at an app that cannot be pushed to, before that is reported. */
async function theApp(send: Send, declared: Declared): Promise<App | undefined> {
    const isFit = (app: App | undefined) => app?.status === "ACTIVE" && hasFeature(app, declared);
    const fit = await sharedApp.find((app) => (isFit(app) ? app : undefined), send, declared.appId);
    return fit ?? sharedApp(send, declared.appId);
}

/** Whether Active Directory has it among its features is not known (docs/contracts/okta-api.md 2.5). */
const hasFeature = ({ name, features }: App, { appConfig }: Declared): boolean =>
    features.includes("GROUP_PUSH") || name === "active_directory" || appConfig !== undefined;

/** The list serves a warning only, so a credential that may not read it can create mappings all the same. */
const assignedIfReadable = sharedRead(assignmentsFreshMs, async (send: Send, appId: string) => {
    try {
        return await assignedGroupIds(send, appId);
    } catch (failure) {
        if (failure instanceof ApiFailure) return new Set<string>();
        throw failure;
    }
});

/** Whether Okta accepts a second mapping of one group in one app is unconfirmed; it would push the same people twice. */
export async function refuseSecondMapping(
    { send }: AppMappings,
    { appId, sourceGroupId }: Declared,
    others: readonly Ends[],
): Promise<void> {
    const [other] = others;
    if (!other) return;
    const target = await getGroup(send, other.targetGroupId).catch(() => undefined);
    const named = target ? `"${target.name}" (${target.id})` : other.targetGroupId;
    const interrupted = target
        ? `If an interrupted run made it, declare its name again (targetGroupName, or groupName of a space, "${target.name}"), ` +
          "run `pulumi up`, and change the name after that; where the app still has the group of the former name, with " +
          'onExistingTarget: "link" (of a space onExistingPush: "adopt"). If not, declare'
        : "Declare";
    throw new Error(
        `Group ${sourceGroupId} is already pushed in app ${appId}: mapping ${other.mappingId} (${idOf({ appId, ...other })}) ` +
            `has target group ${named}, and the target of a mapping cannot be changed. ${interrupted} that target ` +
            "(targetGroupId), or delete that mapping first.",
    );
}

/**
 * Okta does not link two source groups to one target.
 *
 * @param leaving A mapping that is deleted first.
 */
export async function refuseTakenTarget(
    mappings: AppMappings,
    { sourceGroupId }: Declared,
    targetGroupId: string,
    leaving?: Leaving,
): Promise<void> {
    const others = (await mappings.all(15)).filter(({ mappingId }) => mappingId !== leaving?.mappingId);
    const taken = others.find((one) => one.targetGroupId === targetGroupId && one.sourceGroupId !== sourceGroupId);
    if (!taken) return;
    throw new Error(
        `Target group ${targetGroupId} is already filled from group ${taken.sourceGroupId} by mapping ${taken.mappingId}. ` +
            "Declare another target, or delete that mapping first. If it is one of this program's and changes in this run as well, " +
            "run the same command again; to swap two names, give one of them a third name first.",
    );
}

/** The target group that a replaced mapping leaves to the one that replaces it, and the name it had. */
export interface LeftTarget {
    readonly id: string;
    readonly name: string;
    /** Whether nothing proves that it was created for the mapping: see `Remembered`. */
    readonly isDoubtful: boolean;
}

/** A mapping that is to be deleted before the new one is created. */
export interface Leaving {
    readonly mappingId: string;
    readonly targetGroupId: string;
    /** Whether its target group is deleted along with it. */
    readonly isTargetToGo: boolean;
}

/**
 * The target to request. A name that exists in the app is an error, or becomes that group's id, as declared.
 *
 * @param ours A group that may be linked to by its name without being asked to.
 * @param leaving A mapping that is deleted first.
 */
export async function targetFor(
    mappings: AppMappings,
    declared: Declared,
    ours?: LeftTarget,
    leaving?: Leaving,
): Promise<Target> {
    const { targetGroupId, targetGroupName = "" } = declared;
    if (targetGroupId) {
        await requireAppGroup(mappings, targetGroupId, leaving);
        await refuseTakenTarget(mappings, declared, targetGroupId, leaving);
        return { targetGroupId };
    }
    if (ours && (await getGroup(mappings.send, ours.id))?.name === targetGroupName) {
        await refuseTakenTarget(mappings, declared, ours.id, leaving);
        return { targetGroupId: ours.id };
    }
    // What others have made in these seconds is noticed once the mapping exists, like anything else that the search misses.
    const named = await appGroupsNamedLately(mappings.send, mappings.appId, targetGroupName, 5000);
    const [found, another] = named.filter(({ id }) => !leaving?.isTargetToGo || id !== leaving.targetGroupId);
    if (!found) return { targetGroupName };
    if (another) {
        throw new Error(
            `More than one group of the app is named "${targetGroupName}": ${found.id}, ${another.id}. ` +
                "Declare targetGroupId instead.",
        );
    }
    await refuseTakenTarget(mappings, declared, found.id, leaving);
    if (declared.onExistingTarget === "fail") throw new Error(targetExists(targetGroupName, found.id));
    return { targetGroupId: found.id };
}

/** The error about a target group that somebody else may own: which group it is, and both ways to continue. */
export function targetExists(name: string, id: string): string {
    return (
        `The app already has a group named "${name}" (${id}); pushing would replace its members. ` +
        'Declare onExistingTarget: "link" if the group is yours, or declare another targetGroupName.'
    );
}

async function requireAppGroup(
    { send, appId }: AppMappings,
    targetGroupId: string,
    leaving: Leaving | undefined,
): Promise<void> {
    const group = await getGroup(send, targetGroupId);
    const isToGo = leaving?.isTargetToGo === true && leaving.targetGroupId === targetGroupId;
    if (group?.type === "APP_GROUP" && !isToGo) return;
    if (isToGo) {
        throw new Error(
            `Target group ${targetGroupId} is to be deleted along with the mapping that is replaced, as declared. Set ` +
                "deleteTargetGroupOnDestroy to false and apply that first, or declare another target.",
        );
    }
    const said = group ? `is "${group.name}", which is not a group of an app (${group.type})` : "does not exist";
    throw new Error(
        `Target group ${targetGroupId} ${said}. Import the groups of app ${appId} in Okta (Refresh App Groups) and declare ` +
            "the id of one, or declare targetGroupName.",
    );
}
