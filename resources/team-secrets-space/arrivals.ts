import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type * as okta from "@pulumi/okta";
import { type ComponentResource, type CustomResource, type Output, runtime } from "@pulumi/pulumi";
import { RunOver } from "../http/time/wait";
import { holdsUnknown } from "../lifecycle/declared/unknown";
import { asFarAsKnown } from "../lifecycle/given";
import { messageOf } from "../lifecycle/run/unfinished";
import type { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import { connectToOpa } from "../opa/connection/connect";
import { programConfig } from "../program-config";
import { programWarning } from "../program-error";
import { neighboursOfRun } from "./guards/neighbours";
import { arrivalUsuallyMs, arrivalWarning, type Due, whoArrived } from "./lookups/arrived";
import { type StateBefore, stateBefore } from "./memory/state-before";

/** A push that is looked at once this run has made it, or has changed whom it pushes. */
interface Arrival {
    /** What a warning is about. */
    readonly of: ComponentResource;
    readonly mapping: GroupPushMapping;
    /** Who is in the group, where a space says that. */
    readonly memberships?: okta.GroupMemberships;
    /** Name of the group in OPA. */
    readonly groupName: Output<string>;
    /** Whether the group and the push were there, and a run that makes none of both has changed nothing about them. */
    readonly isTakenOver?: boolean;
    /** Whom Okta has in the group; undefined where they are too many to be compared, which was said. */
    readonly due: () => Promise<readonly Due[] | undefined>;
}

/**
 * Checks who has arrived in OPA, and warns of people who are missing or extra, while the rest of the run goes on. It asks nothing
 * where nothing was changed, and never fails the run: the team is made, whoever is in OPA.
 */
export function lookWhoArrives(arrival: Arrival): void {
    if (runtime.isDryRun()) return;
    const done = runtime.rpcKeepAlive();
    void look(arrival).finally(done);
}

async function look(arrival: Arrival): Promise<void> {
    try {
        if (!(await isChanged(arrival))) return;
        const groupName = await asFarAsKnown(arrival.groupName);
        const people = await arrival.due();
        if (people === undefined || typeof groupName !== "string" || holdsUnknown(groupName)) return;
        await sleep(arrivalUsuallyMs);
        const difference = await whoArrived(connectToOpa(programConfig, "security"), groupName, people);
        const warning = arrivalWarning(groupName, people, difference);
        if (warning !== undefined) await programWarning(warning, arrival.of);
    } catch (failure) {
        if (failure instanceof RunOver) return;
        // The text names no group, because it is true of all of them.
        const text = `Whether people have arrived in OPA was not checked: ${messageOf(failure)}`;
        await neighboursOfRun().warn(text, "who has arrived");
    }
}

/** False for what could not be made, which is told already, for what an update left out, and where state does not tell. */
async function isChanged({ mapping, memberships, isTakenOver }: Arrival): Promise<boolean> {
    const parts: readonly CustomResource[] = [mapping, ...(memberships ? [memberships] : [])];
    const all = await Promise.all([stateBefore(), ...parts.map((part) => partNow(part))]).catch(() => undefined);
    if (!all) return false;
    const [before, ...now] = all;
    if (isTakenOver && now.some((part) => part && !before.has(part.urn))) return false;
    return now.every((part) => part !== undefined) && now.some((part) => part && isAnother(part, before));
}

/** What decides whether a push happens, and whom it pushes. */
interface Part {
    readonly urn: string;
    readonly decides: Readonly<Record<string, unknown>>;
}

const deciding = ["mappingId", "status", "users"] as const;

async function partNow(part: CustomResource): Promise<Part | undefined> {
    const [urn, id] = [await asFarAsKnown(part.urn), await asFarAsKnown(part.id)];
    if (typeof urn !== "string" || holdsUnknown(id)) return undefined;
    const values = await Promise.all(deciding.map((key) => asFarAsKnown(Reflect.get(part, key))));
    return { urn, decides: Object.fromEntries(deciding.map((key, index) => [key, values[index]])) };
}

function isAnother({ urn, decides }: Part, before: StateBefore): boolean {
    const outputs = before.get(urn)?.outputs;
    return outputs === undefined || deciding.some((key) => !isSame(outputs[key], decides[key]));
}

/** People are in no order. */
function isSame(before: unknown, now: unknown): boolean {
    const comparable = (value: unknown) => (Array.isArray(value) ? [...(value as unknown[])].sort() : value);
    return isDeepStrictEqual(comparable(before), comparable(now));
}
