import { ApiFailure } from "../../../resources/http/failure/api-failure";
import type { ApiRequest, ApiResponse, Send } from "../../../resources/http/send";
import type { Clock } from "../../../resources/http/time/clock";

/** More often than this nobody is so unlucky. */
const mostTries = 5;

/** Longer than what was written stays hidden from searches (docs/contracts/okta-api.md 2.1). */
const lagMs = 2_000;

/**
 * Sends like a careful caller: what may be repeated is; after a POST of which nobody knows whether it happened, `isThere`
 * looks for its effect first. Answers undefined when that was found instead of an answer.
 */
export async function carefully(
    send: Send,
    clock: Clock,
    request: ApiRequest,
    isThere?: () => Promise<boolean>,
): Promise<ApiResponse | undefined> {
    for (let tries = 1; ; tries += 1) {
        try {
            return await send(request);
        } catch (failure) {
            if (!(failure instanceof ApiFailure) || failure.kind !== "unavailable" || tries === mostTries)
                throw failure;
            if (!failure.mayHaveHappened || !isThere) continue;
            await clock.sleep(lagMs);
            if (await isThere()) return undefined;
        }
    }
}
