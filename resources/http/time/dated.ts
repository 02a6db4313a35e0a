import { Outdated } from "../failure/not-sent";
import type { Send } from "../send";
import { type Clock, msSince, now } from "./clock";

/**
 * Notes when each try leaves. Throws Outdated instead of sending a write whose look is too old. Nothing may wait between this and
 * the network.
 */
export function dated(send: Send, clock: Clock): Send {
    return async (request) => {
        const { restsOn } = request;
        const ageMs = restsOn ? msSince(restsOn.seenAt, clock) : 0;
        if (restsOn && ageMs > restsOn.freshMs) throw new Outdated(request, ageMs);
        const sentAt = now(clock);
        return { ...(await send(request)), sentAt };
    };
}
