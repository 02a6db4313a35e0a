import { ComponentResource, runtime } from "@pulumi/pulumi";
import { z } from "zod";
import { asFarAsKnown } from "../../lifecycle/given";
import { sha256 } from "../../review/page/rows";
import type { Allowed, Stops } from "../../review/stops/stops-of";
import type { StateBefore } from "../memory/state-before";
import { capNames } from "./limits-schema";

/** Of the component, in state. */
const allowedType = "okta-opa:index:AllowedChange";

/** Under this name it stands among the component's outputs. */
const allowedKey = "allowed";

const allowedShape = z.object({ change: z.string(), items: z.record(z.string(), z.array(z.string())) });

/** What an earlier run was allowed to do beyond a cap, if state has it. */
export function allowedIn(state: StateBefore): Allowed | undefined {
    const component = [...state.values()].find(({ type }) => type === allowedType);
    return allowedShape.safeParse(component?.outputs[allowedKey]).data;
}

/** In state, what a run was allowed to do beyond a cap. If it dies half way, the next one finishes it. It makes nothing. */
class AllowedChange extends ComponentResource {
    constructor(allowed: Allowed) {
        super(allowedType, "allowed-change");
        this.registerOutputs({ [allowedKey]: allowed });
    }
}

/**
 * Notes in state what this run may do beyond a cap, before it does it. That stays there as long as a part of it is left
 * to be done, and until the next change: another run without changes must not find one.
 */
export async function keepAllowed(stops: Stops, before: Allowed | undefined): Promise<void> {
    const noted = stops.allowed ?? (before && isStillOf(stops, before) ? before : undefined);
    if (!noted || !runtime.getMonitor()) return;
    await asFarAsKnown(new AllowedChange(noted).urn);
}

function isStillOf({ measured }: Stops, { items }: Allowed): boolean {
    if (!measured.isChange) return true;
    const allowed = new Set(Object.values(items).flat());
    return capNames.some((cap) => measured.kinds[cap].items.some((one) => allowed.has(sha256(one))));
}
