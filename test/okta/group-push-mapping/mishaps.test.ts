import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { TenantSettings } from "../../../tenant";
import type { Life } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";
import { faults, killedAt, unforgiving } from "../support/mishaps";

/** One run of a resource, and how things must be once it was finished, by itself or by the next run. */
interface Journey {
    readonly settings?: Partial<TenantSettings>;
    /** What is before the run; returns the resource. */
    readonly before: (stage: Stage) => Promise<Life>;
    readonly inputs?: Properties;
    readonly ends: "made" | "gone" | "gone with its target";
}

const journeys: Readonly<Record<string, Journey>> = {
    "is created": { before: async (stage) => stage.begin(), ends: "made" },
    "is linked to an existing target": {
        async before(stage) {
            await stage.importTarget("team-payments");
            return stage.begin();
        },
        inputs: { onExistingTarget: "link" },
        ends: "made",
    },
    "is adopted": {
        async before(stage) {
            await begun(stage, { status: "INACTIVE" });
            return stage.begin();
        },
        inputs: { onExistingMapping: "adopt" },
        ends: "made",
    },
    "is re-created after a deletion by hand": {
        async before(stage) {
            const life = await begun(stage);
            stage.tenant.store.mappings.clear();
            await life.refresh();
            return life;
        },
        ends: "made",
    },
    "is repaired": { before: inError, ends: "made" },
    "is re-created because it cannot be repaired": {
        settings: { errorMappingPatch: "refused" },
        before: inError,
        ends: "made",
    },
    "is replaced because its source changes": {
        async before(stage) {
            const other = (await stage.administrator.okta("POST", "/api/v1/groups", {
                profile: { name: "other" },
            })) as {
                id: string;
            };
            const life = stage.begin();
            await life.up({ ...stage.declared, sourceGroupId: other.id });
            return life;
        },
        ends: "made",
    },
    "is deleted": { before: begun, ends: "gone" },
    "is deleted with its target": {
        before: (stage) => begun(stage, { deleteTargetGroupOnDestroy: true }),
        ends: "gone with its target",
    },
    "is deleted in ERROR": { before: inError, ends: "gone" },
    "is deleted in ERROR where it must be deactivated first": {
        settings: { errorMappingDelete: "refused", sameStatusPatch: "refused" },
        before: inError,
        ends: "gone",
    },
};

let count = 0;

describe("a group push mapping that", () => {
    for (const [title, journey] of Object.entries(journeys)) {
        it(`${title} survives every fault at every request, with the next run`, async function () {
            this.timeout(900_000);
            await everyRequest(journey, kindsFor(journey), async (kind, nth, stage, life) => {
                stage.tenant.clearRequests();
                stage.tenant.fail({ ...faults[kind], nth });
                stage.connectOtherwise(unforgiving);
                const failed = await outcome(run(journey, life, stage));
                if (!failed) await requireEnd(journey, life, stage);
                // A push that came sooner than expected saves a look at it.
                if (stage.tenant.requests.length < nth) return;

                stage.connectOtherwise({});
                if (nth % 2 === 0) await life.refresh();
                await run(journey, life, stage);
                await requireEnd(journey, life, stage);
            });
        });

        it(`${title} survives a killed run, wherever it was killed`, async function () {
            this.timeout(900_000);
            await everyRequest(journey, ["before", "after"] as const, async (when, nth, stage, life) => {
                const { otherwise, killed } = killedAt(nth, when);
                stage.connectOtherwise(otherwise);
                await Promise.race([run(journey, life, stage), killed]);

                stage.connectOtherwise({});
                await run(journey, life, stage);
                await requireEnd(journey, life, stage);
            });
        });
    }

    for (const title of ["is created", "is deleted with its target"]) {
        it(`${title} recovers from a passing fault within the run, unless the request must not be repeated`, async function () {
            this.timeout(900_000);
            const journey = journeys[title] as Journey;
            const passing = ["503", "429", "dropped before", "dropped after", "late"];
            await everyRequest(journey, passing, async (kind, nth, stage, life) => {
                stage.tenant.fail({ ...faults[kind], nth });
                const failed = await outcome(run(journey, life, stage));
                if (failed) {
                    assert.match(failed.message, /: POST /);
                    await run(journey, life, stage);
                }
                await requireEnd(journey, life, stage);
            });
        });
    }

    after(() => process.stdout.write(`      ${count} mishaps played\n`));
});

async function begun(stage: Stage, inputs: Properties = {}): Promise<Life> {
    const life = stage.begin();
    await life.up({ ...stage.declared, ...inputs });
    return life;
}

async function inError(stage: Stage): Promise<Life> {
    const life = stage.begin();
    stage.tenant.failPush({ outcome: "error" });
    await assert.rejects(life.up(stage.declared));
    return life;
}

async function run({ inputs, ends }: Journey, life: Life, { declared }: Stage): Promise<void> {
    if (ends === "made") await life.up({ ...declared, ...inputs });
    else await life.destroy();
}

async function requireEnd({ inputs, ends }: Journey, life: Life, stage: Stage): Promise<void> {
    const mappings = stage.mappings();
    assert.equal(stage.targets().length, ends === "gone with its target" ? 0 : 1, "target groups");
    if (ends !== "made") {
        assert.deepEqual(mappings, []);
        return;
    }
    assert.deepEqual(
        mappings.map(({ status, sourceGroupId, lastPushMs }) => [status, sourceGroupId, lastPushMs !== undefined]),
        [["ACTIVE", stage.source.id, true]],
    );
    assert.equal(life.state?.outputs["mappingId"], mappings[0]?.id);
    assert.deepEqual(await life.preview({ ...stage.declared, ...inputs }), { op: "same", properties: [] });
}

/** How many requests the run takes when nothing goes wrong. */
async function length(journey: Journey): Promise<number> {
    let requests = 0;
    await onStage(journey.settings ?? {}, async (stage) => {
        const life = await journey.before(stage);
        stage.requests();
        await run(journey, life, stage);
        requests = stage.requests().length;
    });
    assert.ok(requests > 0);
    return requests;
}

/** Deletion stops access for good, so it meets every kind of fault; what makes things meets each that is treated otherwise. */
function kindsFor({ ends }: Journey): readonly string[] {
    const kinds = Object.keys(faults);
    return ends === "made" ? kinds.filter((kind) => !["500", "429", "late"].includes(kind)) : kinds;
}

/** Plays the run once for every kind of mishap at each of its requests. */
async function everyRequest<Kind extends string>(
    journey: Journey,
    kinds: readonly Kind[],
    play: (kind: Kind, nth: number, stage: Stage, life: Life) => Promise<void>,
): Promise<void> {
    const requests = await length(journey);
    const all = kinds.flatMap((kind) => Array.from({ length: requests }, (_, index) => [kind, index + 1] as const));
    count += all.length;
    for (const [kind, nth] of all) {
        try {
            await onStage(journey.settings ?? {}, async (stage) => play(kind, nth, stage, await journey.before(stage)));
        } catch (failure) {
            throw new Error(`${kind}, at request ${nth} of ${requests}`, { cause: failure });
        }
    }
}

async function outcome(run: Promise<void>): Promise<Error | undefined> {
    return run.then(
        () => undefined,
        (failure: Error) => failure,
    );
}
