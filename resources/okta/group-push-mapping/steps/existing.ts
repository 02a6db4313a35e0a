import { say } from "../../../http/output/say";
import type { Send } from "../../../http/send";
import { noSuch } from "../../../lifecycle/run/existing";
import { type Declared, idOf } from "../declared/schema";
import { getGroupShared } from "../wire/apps-and-groups";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import { immutableDifferences } from "./compare";
import type { Fresh } from "./make";
import { unreadableTarget } from "./preflight";

/** Throws unless the mapping of this id, as it was some seconds ago at most, can be taken over: for a plan. */
export async function requireExisting(mappings: AppMappings, declared: Declared, mappingId: string): Promise<void> {
    const listed = (await mappings.all(15)).find((one) => one.mappingId === mappingId);
    await requireAsDeclared(mappings, declared, listed?.whole() ?? (await mappings.get(mappingId)), mappingId);
}

/** The mapping of this id, and no other one. Throws unless it is what is declared; where adoption is declared, in all that cannot change. */
export async function existing(mappings: AppMappings, declared: Declared, mappingId: string): Promise<Mapping> {
    return requireAsDeclared(mappings, declared, await mappings.get(mappingId), mappingId);
}

/**
 * A mapping that is taken over. Nothing proves that Okta made its group for it, so that group is kept when the mapping goes; it
 * is left to what replaces the mapping.
 */
export function takenOver(declared: Declared, mapping: Mapping): Fresh {
    say(`Took over group push mapping ${mapping.mappingId} (${idOf({ ...declared, ...mapping })}).`);
    return { mapping, targetAdopted: true, targetDoubtful: true };
}

async function requireAsDeclared(
    { appId, send }: AppMappings,
    declared: Declared,
    mapping: Mapping | undefined,
    mappingId: string,
): Promise<Mapping> {
    if (!mapping) throw new Error(noSuch(`group push mapping ${mappingId}`, ` in app ${appId}`));
    const lasting = [
        ...scalar("source group", mapping.sourceGroupId, declared.sourceGroupId),
        ...(await targetDifferences(send, declared, mapping)),
        ...immutableDifferences(declared, mapping),
    ];
    const changing = declared.onExistingMapping === "adopt" ? [] : scalar("status", mapping.status, declared.status);
    const differences = [...lasting, ...changing];
    if (differences.length === 0) return mapping;
    const fix =
        lasting.length > 0
            ? "Declare what is there: only the status of a mapping can be changed."
            : 'Declare what is there, or onExistingMapping: "adopt" (of a space onExistingPush: "adopt"), which changes it.';
    throw new Error(`Group push mapping ${mappingId} is not what is declared: ${differences.join("; ")}. ${fix}`);
}

async function targetDifferences(
    send: Send,
    declared: Declared,
    { mappingId, targetGroupId }: Mapping,
): Promise<readonly string[]> {
    if (declared.targetGroupId !== undefined) return scalar("target group", targetGroupId, declared.targetGroupId);
    // The group of a push that others may use has the name that it has.
    if (declared.shared) return [];
    const target = await getGroupShared(send, targetGroupId);
    if (target) return scalar("name of the target group", target.name, declared.targetGroupName);
    throw new Error(unreadableTarget(targetGroupId, `whether it is what mapping ${mappingId} is declared to push to`));
}

const scalar = (what: string, there: string | undefined, declared: string | undefined): readonly string[] =>
    there === declared ? [] : [`the ${what} is ${JSON.stringify(there)}, declared ${JSON.stringify(declared)}`];
