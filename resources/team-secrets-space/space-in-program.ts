import {
    type ComponentResource,
    type ComponentResourceOptions,
    type CustomResource,
    getProject,
    getStack,
    Output,
    runtime,
} from "@pulumi/pulumi";
import { type Mistake, mistakesInWords } from "../lifecycle/declared/mistake";
import type { Properties } from "../lifecycle/declared/plain";
import { holdsUnknown } from "../lifecycle/declared/unknown";
import { asFarAsKnown } from "../lifecycle/given";
import { asMark, ownerOf, resourceOf } from "../lifecycle/run/owner-mark";
import { connectToOpa } from "../opa/connection/connect";
import { folderNameTaken } from "../opa/secret-folder/steps/name-taken";
import { programConfig } from "../program-config";
import { programError, programWarning } from "../program-error";
import { requirePulumi } from "../require-pulumi";
import { neighboursOfRun } from "./guards/neighbours";
import { comesFromNew, isAnyNew } from "./known";
import { takenName } from "./lookups/taken-name";
import { lastAppliedOf } from "./memory/last-applied";
import type { LastApplied } from "./memory/record";
import { type Plan, planOf } from "./plan";
import { checkedBefore } from "./teams/checked-before";
import { inAreaOf } from "./teams/in-area";
import { renamedAs } from "./teams/renamed";

/**
 * The plan of a space as the running program declares it. What the space depends on is made first. The plan leaves out what is
 * not known yet in a preview, and what was not found because the program is still to make it; the update looks again.
 */
export async function planInProgram(
    name: string,
    resource: ComponentResource,
    args: Properties,
    { dependsOn }: ComponentResourceOptions = {},
): Promise<Plan> {
    const neighbours = neighboursOfRun();
    neighbours.declares(name);
    await requirePulumi();
    // The engine registers a component after everything in its `dependsOn` (docs/contracts/pulumi-engine.md 3.4).
    const urn = (await asFarAsKnown(resource.urn)) as string;
    const { was, namedAfter } = renamedAs(args) ?? {};
    const lastApplied = await lastAppliedOf(urn, was);
    const pins = lastApplied?.people;
    const isToCome = async (property: string) =>
        (await isAnyNew(dependsOn)) || (await comesFromNew(argumentOf(args, property)));
    const declared = (await asFarAsKnown(args)) as Properties;
    // Something that the space depends on may have changed what was found.
    const before = dependsOn === undefined ? checkedBefore(name, args, declared, pins) : undefined;
    const mistakes = [...ownProviders(resource), ...takesAnother(was ?? name, args, lastApplied)];
    const plan = await planOf({ name, resource, mistakes, isToCome, before, neighbours, pins, namedAfter }, declared);
    const warnings = [...plan.warnings, ...plan.later.map(lookedUpLater)];
    await Promise.all(warnings.map((warning) => programWarning(warning, resource)));
    if (plan.ambiguity !== undefined) await neighbours.warn(plan.ambiguity);
    if (plan.unchecked !== undefined) await neighbours.warn(plan.unchecked, "who is assigned");
    return plan;
}

/** What has the name that a group of the space, or its policy, is to get, as far as a preview can tell. */
export async function inTheWay(
    group: CustomResource,
    name: string,
    level: string | undefined,
    { grants, groupNow, description, onExisting }: Plan,
): ReturnType<typeof takenName> {
    const grant = grants.find((one) => one.level === level);
    if (!runtime.isDryRun() || !grant) return undefined;
    const { groupName } = grant;
    const isNew = await comesFromNew(group.id);
    // The groups of levels are named after the team's.
    const team = grants.find((one) => one.level === undefined)?.groupName;
    const isRenamed = groupNow !== undefined && groupNow !== team;
    if (!isNew && !isRenamed) return undefined;
    const of = level === undefined ? "" : `/${level}`;
    const adopts = onExisting === "adopt";
    return takenName(programConfig, { name, of, groupName, description, isNew, adopts });
}

/** What has the name of the folder that a space is to make, as far as a preview can tell. */
export async function folderInTheWay(
    name: string,
    { parent, folderName, onExisting, groupNow }: Plan,
): Promise<string | undefined> {
    // One whose policy is there has its folder.
    const isToLook = runtime.isDryRun() && groupNow === undefined && onExisting === "fail";
    if (!isToLook || !parent || holdsUnknown(folderName)) return undefined;
    const owner = ownerOf(getProject(), getStack(), `${name}-folder`);
    const { folderIds, path, ...key } = parent;
    const place = { project: { opa: connectToOpa(programConfig, "resource"), key }, folderIds, path };
    const mayLetGo = (holder: string) => neighboursOfRun().mayRename(resourceOf(holder));
    return folderNameTaken(place, folderName, asMark(owner), mayLetGo);
}

/** The id of a space's folder, which must not be on the way to the folder of another space. */
export function settled(resource: object, name: string, folderId: string): string {
    const clashes = neighboursOfRun().settleIn(resource, folderId);
    if (clashes.length === 0) return folderId;
    throw programError(mistakesInWords(`TeamSecretsSpace "${name}" cannot be as it is declared:`, clashes));
}

/** The argument that a mistake is about, as deep as it can be followed; undefined for what stands in the stack configuration. */
function argumentOf(args: unknown, property: string): unknown {
    return property
        .split(/[.[\]]+/)
        .filter(Boolean)
        .reduce<unknown>((found, key) => {
            if (!isPlain(found)) return found;
            return Reflect.get(found, key) as unknown;
        }, args);
}

/** An output is asked as a whole. */
const isPlain = (value: unknown): value is object =>
    typeof value === "object" && value !== null && !Output.isInstance(value) && !(value instanceof Promise);

/** Okta's plugin would follow such a provider, but not the push and the look-ups: half a space in one org, half in another. */
function ownProviders(resource: ComponentResource): readonly Mistake[] {
    if (!resource.getProvider("okta:group/group:Group")) return [];
    const reason =
        "an explicit provider of Okta is given to the space, or to a resource above it. The space's group would follow it, but " +
        "not the push to OPA, which takes its credentials from the environment or the stack configuration. Leave the " +
        "provider out, and use another stack for another org.";
    return [{ property: "providers", reason }];
}

/** A program may name spaces otherwise than teams: then this is the first look at what state has by that name. */
function takesAnother(space: string, args: Properties, lastApplied: LastApplied | undefined): readonly Mistake[] {
    const reason = lastApplied && inAreaOf(args)?.mayNotTake(space, lastApplied);
    return reason === undefined ? [] : [{ property: "name", reason }];
}

const lookedUpLater = ({ property, reason }: Mistake): string =>
    `${property}: ${reason} The program is still to make something that this depends on, so it is looked up again in the update.`;
