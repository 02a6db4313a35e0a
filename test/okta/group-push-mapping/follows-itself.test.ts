import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Life } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";
import { killedAt } from "../support/mishaps";

const directory = {
    type: "ACTIVE_DIRECTORY",
    distinguishedName: "dc=example,dc=com",
    groupScope: "GLOBAL",
    groupType: "SECURITY",
    samAccountName: "payments",
};

/** A change that deletes the mapping first, and may leave its ends as they are. */
const changes: readonly [title: string, settings: (stage: Stage) => void, change: Properties][] = [
    ["another target name", () => {}, { targetGroupName: "cards" }],
    [
        "another app configuration, with the same ends",
        inDirectory,
        { appConfig: { ...directory, groupScope: "UNIVERSAL" } },
    ],
];

describe("a group push mapping whose replacement failed after its deletion", () => {
    for (const [title, prepare, change] of changes) {
        it(`is had again when the change is taken back (${title})`, () =>
            onStage({}, async (stage) => {
                prepare(stage);
                const { life, declared } = await refused(stage, change);
                assert.deepEqual(stage.mappings(), []);

                await life.up(declared);

                assert.equal(stage.mappings().length, 1);
                assert.equal(life.state?.outputs["mappingId"], stage.mappings()[0]?.id);
                assert.equal((await life.preview(declared)).op, "same");
                await life.destroy();
                assert.deepEqual(stage.mappings(), []);
            }));

        it(`is finished by the next run (${title})`, () =>
            onStage({}, async (stage) => {
                prepare(stage);
                const { life, declared } = await refused(stage, change);

                await life.up({ ...declared, ...change });

                assert.equal(stage.mappings().length, 1);
                assert.equal((await life.preview({ ...declared, ...change })).op, "same");
            }));

        it(`leaves nothing when it is destroyed then (${title})`, () =>
            onStage({}, async (stage) => {
                prepare(stage);
                const { life } = await refused(stage, change);

                await life.destroy();

                assert.deepEqual(stage.mappings(), []);
            }));

        for (const back of [false, true]) {
            const then = back ? "the change taken back" : "the same change";
            it(`is found again though the run was killed at any request of the creation, with ${then} (${title})`, async () => {
                for (let nth = 1; nth <= 16; nth += 1) {
                    await onStage({}, async (stage) => {
                        prepare(stage);
                        const declared = declaredIn(stage);
                        const life = stage.begin();
                        await life.up(declared);
                        stage.tenant.clock.advance(60_000);
                        const { otherwise, killed } = killedAt(nth, "after");
                        stage.connectOtherwise(otherwise);
                        await Promise.race([life.up({ ...declared, ...change }).catch(() => undefined), killed]);

                        stage.connectOtherwise({});
                        // A run that was killed before state knew of its deletion: nothing but a look tells.
                        await life.refresh();
                        await assertFinished(stage, life, { declared, change, back, what: `request ${nth}` });
                    });
                }
            }).timeout(60_000);
        }
    }
});

describe("two group push mappings of one program from one group to one app", () => {
    it("are refused before anything is sent for the second, new or not", () =>
        onStage({}, async (stage) => {
            const run = stage.run();
            const [one, two] = [await run.check({}, declaredIn(stage)), await run.check({}, declaredIn(stage))];
            const inputs = one.inputs ?? {};
            const first = await run.create(inputs);
            stage.writes();

            await assert.rejects(run.create(two.inputs ?? {}), declaredTwice);

            const later = stage.run();
            await later.diff(first.id, first.outs, inputs);
            await assert.rejects(later.create(two.inputs ?? {}), declaredTwice);
            assert.deepEqual(stage.writes(), []);
        }));

    it("are not both created when they begin together", () =>
        onStage({}, async (stage) => {
            const run = stage.run();
            const { inputs = {} } = await run.check({}, declaredIn(stage));

            const made = await Promise.allSettled([run.create(inputs), run.create(inputs)]);

            assert.deepEqual(made.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
            assert.equal(stage.mappings().length, 1);
        }));

    it("leave the mapping to a resource that got a new name, before and after the old one is deleted", () =>
        onStage({}, async (stage) => {
            const { inputs = {} } = await stage.run().check({}, declaredIn(stage));
            const old = await stage.run().create(inputs);
            const run = stage.run();

            const renamed = await run.create(inputs);
            await run.delete(old.id, old.outs);

            assert.equal(renamed.id, old.id);
            assert.equal(stage.mappings().length, 1);
        }));

    it("do not stand in the way of one whose creation was refused before it made anything", () =>
        onStage({}, async (stage) => {
            const run = stage.run();
            const { inputs = {} } = await run.check({}, declaredIn(stage));
            stage.tenant.fail({ method: "POST", path: /mappings$/, status: 403 });
            await assert.rejects(run.create(inputs));

            await run.create(inputs);

            assert.equal(stage.mappings().length, 1);
        }));
});

const declaredTwice =
    /declared twice: another resource of this program already manages the push of group 00g\w+ in app 0oa\w+/;

function declaredIn({ declared, tenant, appId }: Stage): Properties {
    const isDirectory = tenant.store.apps.get(appId)?.name === "active_directory";
    return isDirectory ? { ...declared, appConfig: directory } : declared;
}

function inDirectory({ tenant, appId }: Stage): void {
    const app = tenant.store.apps.get(appId);
    assert.ok(app);
    tenant.store.apps.set(appId, { ...app, name: "active_directory" });
}

/** A resource whose mapping was deleted for a change, and whose new one Okta refused then. */
async function refused(stage: Stage, change: Properties): Promise<{ life: Life; declared: Properties }> {
    const declared = declaredIn(stage);
    const life = stage.begin();
    await life.up(declared);
    stage.tenant.fail({ method: "POST", path: /mappings$/, status: 403 });
    await assert.rejects(life.up({ ...declared, ...change }), /403/);
    assert.equal(life.state, undefined);
    return { life, declared };
}

/** Runs what is declared next. What the killed run made is managed by it, or named. */
async function assertFinished(
    stage: Stage,
    life: Life,
    { declared, change, back, what }: { declared: Properties; change: Properties; back: boolean; what: string },
): Promise<void> {
    const next = back ? declared : { ...declared, ...change };
    // What the killed run made by another name stands in the way of the former one, and the error names it.
    const failure = await life.up(next).then(
        () => undefined,
        ({ message }: Error) => message,
    );
    const isMade = stage.mappings().some(({ id }) => id === life.state?.outputs["mappingId"]);
    const isNamed = stage.mappings().every(({ id }) => failure?.includes(id));
    assert.ok(failure === undefined ? isMade : back && isNamed, `${what}: ${failure}`);
    assert.doesNotMatch(failure ?? "", /declared twice/);
    if (failure !== undefined) await takeBackAsTold(stage, life, declared, change, failure);
}

/** What an error about a mapping that a killed run left tells to do leads to the declared one. */
async function takeBackAsTold(
    stage: Stage,
    life: Life,
    declared: Properties,
    change: Properties,
    failure: string,
): Promise<void> {
    if (!("targetGroupName" in change)) return;
    assert.match(
        failure,
        /declare its name again \(.*\), run `pulumi up`, and change the name after that; where .*"link"/,
    );
    await life.up({ ...declared, ...change });
    await life.up({ ...declared, onExistingTarget: "link" });
    assert.equal(stage.mappings().length, 1);
    assert.equal(life.state?.outputs["mappingId"], stage.mappings()[0]?.id);
}
