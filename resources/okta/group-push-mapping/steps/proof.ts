import { warn } from "../../../http/output/say";
import type { Send } from "../../../http/send";
import { type Moment, msSince } from "../../../http/time/clock";
import { perConnection } from "../../../lifecycle/shared/per-connection";
import type { App } from "../../lookups/by-id";
import type { Declared } from "../declared/schema";
import { type AskOpa, type GroupInOpa, inService } from "../wire/in-opa";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import type { FormerTarget } from "./moved";

/** Where the proof is looked for. */
export interface Witness {
    readonly app: App;
    readonly ask: AskOpa;
    /** What the mapping that it replaces pushed to by the same name through another app. */
    readonly former: FormerTarget | undefined;
}

/** Why it is not certain whose a target group is. */
export interface Doubt {
    readonly reason: string;
    /** The group that OPA has by that name, though nothing was pushed there yet. */
    readonly inOpa?: GroupInOpa | undefined;
}

/** The age in milliseconds that OPA's answer may have: mappings that are made at about the same time share one. */
const sharedMs = 1000;

/**
 * Why nothing proves that Okta created the target group for this mapping; undefined when something does: the mapping never
 * pushed anything, and OPA has no group of that name. What was imported from OPA is in OPA, and age alone proves nothing: a group may
 * have been imported a moment before the request that linked to it.
 *
 * @param since When the mapping was there already: OPA's answer is asked for after that.
 */
export async function whyDoubtful(
    { status, lastPush }: Mapping,
    name: string,
    { app, ask, former }: Witness,
    since: Moment,
): Promise<Doubt | undefined> {
    const seen = await inService(app, name, ask, Math.min(sharedMs, msSince(since)));
    if ("unknown" in seen) return { reason: seen.unknown };
    if (status !== "INACTIVE" || lastPush !== undefined) {
        return { reason: `something may have been pushed to "${name}" before` };
    }
    const [inOpa] = seen.groups;
    if (inOpa && former?.isOurs) return undefined;
    return inOpa && { reason: `OPA has a group "${name}", although nothing was pushed there yet`, inOpa };
}

/** Tells the user where it makes a difference: once for all groups of an app that are kept for the same reason. */
export function sayKept(
    { deleteTargetGroupOnDestroy }: Declared,
    { appId, send }: AppMappings,
    { reason }: Doubt,
): void {
    if (deleteTargetGroupOnDestroy !== "if-created") return;
    const text =
        `Destroying will keep the target group in app ${appId}, whatever "if-created" says: nothing proves that Okta created ` +
        `it for this mapping, because ${reason}. If it is to be deleted, declare deleteTargetGroupOnDestroy: true, or delete it in the ` +
        "app afterwards.";
    const known = said(send);
    if (known.has(text)) return;
    known.add(text);
    warn(text);
}

const said = perConnection((_send: Send) => new Set<string>());
