import { ApiFailure } from "../../../http/failure/api-failure";
import { warn } from "../../../http/output/say";
import type { Send } from "../../../http/send";
import type { Properties } from "../../../lifecycle/declared/plain";
import type { Successor } from "../../../lifecycle/run/succession";
import { getGroup } from "../../lookups/by-id";
import type { Declared } from "../declared/schema";
import type { WhoUses } from "../wire/in-opa";
import type { Mapping } from "../wire/mapping";
import { rememberedIn, textOf } from "./state";

/** Whether a mapping that is there is a push that others may use by now: then it is taken, though its group may be older than it. */
export const isInUse = ({ shared }: Declared, { lastPush }: Mapping): boolean => shared && lastPush !== undefined;

/**
 * Whether a push that others may use outlives the resource: one that was found and not made is somebody else's, and one that was
 * made stays as long as a policy in OPA names its group, whose members would lose that access. What is not known keeps it too.
 */
export async function isKeptForOthers(
    send: Send,
    { mappingId, targetGroupId }: Mapping,
    outputs: Properties,
    successor: Successor | undefined,
    whoUses: WhoUses,
): Promise<boolean> {
    if (outputs["shared"] !== true) return false;
    const name = (await getGroup(send, targetGroupId))?.name ?? textOf(outputs["targetGroupName"]);
    const reason = rememberedIn(outputs, undefined).targetAdopted
        ? "it was there before, or nothing proves that this stack made it"
        : await usedBy(whoUses, name);
    if (reason === undefined) return false;
    if (successor?.isMade === false) throw new Error(wouldTakeAway(mappingId, name, reason));
    warn(
        `Group push mapping ${mappingId}, which pushes group "${name}", was kept and goes on: ${reason}. Nothing in this stack ` +
            "manages it any more. Once nobody needs it, delete it on the app's Push Groups tab.",
    );
    return true;
}

/** Whoever's policy it is, its access would go to other people or to nobody. */
function wouldTakeAway(mappingId: string, name: string, reason: string): string {
    return (
        `The mapping was not replaced, and pushes on as before. Others may use group push mapping ${mappingId}, which pushes group ` +
        `"${name}": ${reason}. What replaces it would push other people to the same name. Give the other group another name in Okta, ` +
        "and declare it by that: then it is pushed beside this one."
    );
}

async function usedBy(whoUses: WhoUses, name: string): Promise<string | undefined> {
    const use = await whoUses(name).catch((failure: unknown) => {
        if (failure instanceof ApiFailure) return { unknown: failure.message };
        throw failure;
    });
    if ("unknown" in use) return `which policies name the group cannot be known (${use.unknown})`;
    const [first, ...more] = use.policies;
    if (first === undefined) return undefined;
    return `policy "${first}" names the group${more.length > 0 ? `, and ${more.length} more` : ""}`;
}
