import { ApiFailure } from "../../http/failure/api-failure";
import type { Send } from "../../http/send";
import type { ConfigSource } from "../../lifecycle/config-source";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { findOpaApps, type OpaApp, requireOneActive } from "../../okta/lookups/find-opa-app";
import type { NamedSpace } from "../declared/grants";
import { appIdKey } from "../declared/place";
import { isInOkta, type PushingApp } from "./local-group";
import type { LookUp } from "./look-up";

/** The app that a space pushes to: the one that is written down, or those that it may be. */
export interface FoundApp {
    /** As it is written down, for the space or for the stack: nothing else moves a push that exists. */
    readonly appId?: string | undefined;
    /** The org's active apps of Okta Privileged Access. */
    readonly candidates: readonly Pick<OpaApp, "id" | "label">[];
    /** All apps that may have pushed a group to OPA. */
    readonly pushing: readonly PushingApp[];
    /** What to say when nothing tells which app is meant. */
    readonly ambiguity?: string | undefined;
}

/** Milliseconds for which all spaces share one list. */
const freshMs = 60_000;

const opaApps = sharedRead(freshMs, findOpaApps);

/** Looks for the app of a space. A new space needs exactly one that is active, or one that is written down. */
export async function findApp(
    okta: Send,
    space: Pick<NamedSpace, "appId" | "group" | "groupName">,
    config: ConfigSource,
    { looked }: LookUp,
): Promise<FoundApp> {
    const appId = space.appId ?? (config.get(appIdKey) || undefined);
    const apps = await listApps(okta).catch((failure: unknown) => {
        // Who writes the app down need not be allowed to list apps.
        if (appId !== undefined && failure instanceof ApiFailure && failure.kind === "forbidden") return [];
        throw failure;
    });
    const candidates = apps.filter(({ isActive }) => isActive).map(({ id, label }) => ({ id, label }));
    // The push of an existing group belongs to the stack, and finds its app itself.
    if (appId === undefined && candidates.length !== 1 && space.group === undefined) {
        await looked("appId", async () => {
            // A space that exists stays in its app, whatever apps there are now.
            if (holdsUnknown(space.groupName) || (await isInOkta(okta, space.groupName))) return;
            requireOneActive(apps);
        });
    }
    const isListed = apps.some(({ id }) => id === appId);
    const isWritten = appId !== undefined && !holdsUnknown(appId);
    return {
        appId,
        candidates,
        pushing: isWritten && !isListed ? [...apps, { id: appId }] : apps,
        ambiguity: appId === undefined && candidates.length > 1 ? moreThanOne(candidates) : undefined,
    };
}

/** Reads the list anew before it reports that there is not exactly one active app. */
async function listApps(okta: Send): Promise<readonly OpaApp[]> {
    const isOne = (apps: readonly OpaApp[]) => apps.filter(({ isActive }) => isActive).length === 1;
    return (await opaApps.find((apps) => (isOne(apps) ? apps : undefined), okta)) ?? opaApps(okta);
}

function moreThanOne(candidates: FoundApp["candidates"]): string {
    const named = candidates.map(({ id, label }) => `"${label}" (${id})`).join(", ");
    return (
        `The org has more than one active Okta Privileged Access app: ${named}. Spaces that exist stay in the app that state has, ` +
        `and a new one is refused. Declare the appId of one, for all spaces with \`pulumi config set ${appIdKey}\`.`
    );
}
