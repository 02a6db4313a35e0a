import type { RequestFault } from "../../tenant";
import { Simulation } from "../support/stack/simulation";
import { type Put, putRules, putSecrets } from "./support/hands";
import { destroy, type Ground, groundFor } from "./support/scenes";
import { isSampled } from "./support/sweep";
import { Violations } from "./support/violations";

/** Of the cases, as many as two idle cores do in ten seconds. */
const usualEvery = 2;

/** Longer than a look may be old when something is deleted because of it. */
const longMs = 40_000;

/** Time after which somebody acts: the look is too old by then, and what is waited for has not come yet. */
const actsAfterMs = 12_000;

/** What makes a request, or its answer, wait so long. */
const delays: Readonly<Record<string, () => RequestFault>> = {
    "a 429": () => ({ status: 429, headers: { "Retry-After": `${longMs / 1000}`, ...resetIn(longMs) } }),
    "a 503": () => ({ status: 503, headers: { "Retry-After": `${longMs / 1000}` } }),
    "a slow answer": () => ({ delayMs: longMs }),
};

function resetIn(delayMs: number): Record<string, string> {
    const atSeconds = String(Math.ceil((Date.now() + delayMs) / 1000));
    return { "X-RateLimit-Retry-At": atSeconds, "X-RateLimit-Reset": atSeconds, "X-Rate-Limit-Reset": atSeconds };
}

describe("what somebody puts where a destroy is about to delete, while a request waits,", function () {
    this.timeout(7_200_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    /** Whether what was put is there when everything is over. */
    async function survives(ground: Ground, put: Put, nth: number, fault: RequestFault): Promise<boolean> {
        const stack = ground.begin();
        const { tenant } = simulation;
        let isThere = () => true;
        const act = () => {
            isThere = put(tenant.store);
        };
        tenant.fail({ ...fault, nth });
        simulation.atRequest(nth, () => tenant.clock.after(actsAfterMs, act));
        await destroy.run(stack);
        tenant.clock.flush();
        return isThere();
    }

    for (const [what, put] of Object.entries({
        "secrets in the folders": putSecrets,
        "rules in the policies": putRules,
    })) {
        it(`is not deleted: ${what}`, async () => {
            const ground = await groundFor(simulation, destroy);
            await destroy.run(ground.begin());
            const violations = new Violations();
            const cases = simulation.requests.flatMap((_, index) =>
                Object.entries(delays).map(([name, fault]) => ({ nth: index + 1, name, fault })),
            );
            for (const [number, { nth, name, fault }] of cases.entries()) {
                if (!isSampled(number, usualEvery) || (await survives(ground, put, nth, fault()))) continue;
                violations.note(`request ${nth}, ${name}`, "it was deleted on the strength of an old look");
            }

            violations.assertNone();
        });
    }
});
