import assert from "node:assert/strict";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

const lastingError = /The push of group push mapping gPm\w+ failed \(status ERROR\)\./;

describe("the push of a group push mapping", () => {
    it("is awaited, and its times and status are outputs", async () => {
        await onStage({ pushDelayMs: 20_000 }, async (stage) => {
            const life = stage.begin();

            await life.up(stage.declared);

            const outputs = life.state?.outputs ?? {};
            const [mapping] = stage.mappings();
            const time = (timeMs = 0) => `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
            assert.deepEqual(
                ["mappingId", "targetGroupId", "status", "created", "lastUpdated", "lastPush"].map(
                    (key) => outputs[key],
                ),
                [
                    mapping?.id,
                    mapping?.targetGroupId,
                    "ACTIVE",
                    time(mapping?.createdMs),
                    time(mapping?.lastUpdatedMs),
                    time(mapping?.lastPushMs),
                ],
            );
            assert.equal(outputs["errorSummary"], undefined);
        });
    });

    itInEach(
        ["errorSummaryInError", "errorMappingPatch", "errorMappingDelete"],
        "that failed ends the run early with the reason or where to find it, and is repaired by the next run",
        async (stage) => {
            const { errorSummaryInError, errorMappingPatch, errorMappingDelete } = stage.tenant.settings;
            const life = stage.begin();
            const declared = { ...stage.declared, waitForPush: 3600 };
            stage.tenant.failPush({ outcome: "error" });

            await assert.rejects(life.up(declared), (thrown: Error) => {
                assert.match(thrown.message, lastingError);
                const reason =
                    errorSummaryInError === "present" ? /HTTP 403 Forbidden/ : /System Log.*failed\.with\.error/;
                assert.match(thrown.message, reason);
                return true;
            });
            const [mapping] = stage.mappings();
            const { outputs = {}, unfinished = [] } = life.state ?? {};
            assert.deepEqual([outputs["status"], outputs["mappingId"], unfinished.length], ["ERROR", mapping?.id, 1]);
            assert.match(String(outputs["errorSummary"]), errorSummaryInError === "present" ? /403/ : /System Log/);
            assert.deepEqual((await life.preview(declared)).op, "update");

            if (errorMappingPatch === "refused" && errorMappingDelete === "refused") {
                await assert.rejects(life.up(declared), /refuses to delete or deactivate/);
                assert.equal(life.state?.outputs["status"], "ERROR");
                return;
            }
            assert.equal(await life.up(declared), "update");
            assert.deepEqual(
                stage.mappings().map(({ status, targetGroupId }) => [status, targetGroupId]),
                [["ACTIVE", mapping?.targetGroupId]],
            );
            assert.equal(life.state?.outputs["errorSummary"], undefined);
            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
            assert.equal(stage.targets().length, 1);
        },
    );

    itInEach(
        ["errorSummaryInError", "errorMappingPatch"],
        "that fails later is drift, with the reason",
        async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.failPush({ outcome: "error" });
            await membersChange(stage);

            assert.equal(await life.refresh(), true);

            assert.equal(life.state?.outputs["status"], "ERROR");
            const isTold = stage.tenant.settings.errorSummaryInError === "present";
            assert.match(
                String(life.state?.outputs["errorSummary"]),
                isTold ? /403 Forbidden/ : /Look in its System Log for/,
            );
            assert.deepEqual(await life.preview(stage.declared), { op: "update", properties: ["status"] });
        },
    );

    itInEach(
        ["errorMappingPatch", "errorMappingDelete"],
        "in ERROR is switched off by declaring INACTIVE",
        async (stage) => {
            const { errorMappingPatch, errorMappingDelete } = stage.tenant.settings;
            const life = stage.begin();
            stage.tenant.failPush({ outcome: "error" });
            await assert.rejects(life.up(stage.declared), lastingError);

            const run = life.up({ ...stage.declared, status: "INACTIVE" });
            if (errorMappingPatch === "refused" && errorMappingDelete === "refused") {
                await assert.rejects(run, /refuses to delete or deactivate/);
                return;
            }
            await run;

            assert.deepEqual(
                stage.mappings().map(({ status }) => status),
                ["INACTIVE"],
            );
        },
    );

    it("that does not happen ends the run at the deadline, and the next run continues waiting", async () => {
        for (const isRefreshed of [false, true]) {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                const declared = { ...stage.declared, waitForPush: 5 };
                stage.tenant.failPush({ outcome: "never" });

                await assert.rejects(
                    life.up(declared),
                    /gPm\w+ was not pushed within 5 s\. Run the same command again/,
                );
                assert.equal(life.state?.outputs["status"], "ACTIVE");
                if (isRefreshed) {
                    await life.refresh();
                    assert.deepEqual(life.state?.unfinished, []);
                    assert.deepEqual(await life.preview(declared), { op: "update", properties: ["waitForPush"] });
                }
                stage.writes();
                await assert.rejects(life.up(declared), /was not pushed within 5 s/);
                await membersChange(stage);
                assert.equal(await life.up(declared), "update");

                assert.deepEqual(stage.writes(), [], "waiting on is no reason to write");
                assert.ok(life.state?.outputs["lastPush"]);
                assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
            });
        }
    });

    it("that happened late needs no further run after a refresh", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            const declared = { ...stage.declared, waitForPush: 5 };
            stage.tenant.failPush({ outcome: "never" });
            await assert.rejects(life.up(declared));
            await membersChange(stage);

            await life.refresh();

            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
        });
    });

    it("is not awaited when waitForPush is 0, from the start or later", async () => {
        await onStage({}, async (stage) => {
            stage.tenant.failPush({ outcome: "never" });
            const life = stage.begin();

            await life.up({ ...stage.declared, waitForPush: 0 });

            assert.equal(life.state?.outputs["lastPush"], undefined);
            assert.equal((await life.preview({ ...stage.declared, waitForPush: 0 })).op, "same");
        });
        await onStage({}, async (stage) => {
            stage.tenant.failPush({ outcome: "never" });
            const life = stage.begin();
            await assert.rejects(life.up({ ...stage.declared, waitForPush: 2 }));

            await life.up({ ...stage.declared, waitForPush: 0 });

            assert.deepEqual(life.state?.unfinished, []);
            assert.equal((await life.preview({ ...stage.declared, waitForPush: 0 })).op, "same");
        });
    });

    it("that an activation causes is awaited again, by the next run if need be", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            const declared = { ...stage.declared, waitForPush: 5 };
            await life.up(declared);
            await life.up({ ...declared, status: "INACTIVE" });
            const before = life.state?.outputs["lastPush"];
            stage.tenant.clock.advance(10_000);
            stage.tenant.failPush({ outcome: "never" });

            await assert.rejects(life.up(declared), /was not pushed within 5 s/);
            assert.equal(life.state?.outputs["lastPush"], before);
            await assert.rejects(life.up(declared), /was not pushed within 5 s/);
            await membersChange(stage);
            await life.up(declared);

            assert.notEqual(life.state?.outputs["lastPush"], before);
        });
    });

    it("that an activation by a killed run causes is awaited", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            const declared = { ...stage.declared, waitForPush: 5 };
            await life.up(declared);
            await life.up({ ...declared, status: "INACTIVE" });
            stage.tenant.clock.advance(10_000);
            stage.tenant.failPush({ outcome: "never" });
            const path = `/api/v1/apps/${stage.appId}/group-push/mappings/${stage.mappings()[0]?.id}`;
            await stage.administrator.okta("PATCH", path, { status: "ACTIVE" });
            stage.tenant.clock.advance(10_000);

            await assert.rejects(life.up(declared), /was not pushed within 5 s/);
        });
    });

    it("does not count as failed because of a list that lags behind the repair", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            stage.tenant.failPush({ outcome: "error" });
            await assert.rejects(life.up(stage.declared), lastingError);
            const list = `/api/v1/apps/${stage.appId}/group-push/mappings`;
            const stale = JSON.stringify(await stage.administrator.okta("GET", list));
            stage.tenant.clock.advance(10_000);
            // The first list of the run is read before the repair, the next ones after it.
            stage.tenant.fail({ method: "GET", path: /mappings$/, nth: 2, body: stale });

            await life.up(stage.declared);

            assert.equal(stage.mappings()[0]?.status, "ACTIVE");
        });
    });

    it("that somebody stops meanwhile is an error that says so", async () => {
        await onStage({ pushDelayMs: 1_000_000 }, async (stage) => {
            const life = stage.begin();
            const stop = stage.tenant.follow(({ method }) => {
                const [mapping] = stage.mappings();
                if (mapping && method === "GET") mapping.status = "INACTIVE";
            });

            await assert.rejects(life.up(stage.declared), /became INACTIVE while its push was awaited/);

            stop();
            assert.equal(life.state?.outputs["status"], "INACTIVE");
        });
    });

    it("is not awaited for an INACTIVE mapping", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();

            await life.up({ ...stage.declared, status: "INACTIVE" });

            assert.equal(stage.mappings()[0]?.status, "INACTIVE");
            assert.equal(stage.targets().length, 1);
            assert.equal((await life.preview({ ...stage.declared, status: "INACTIVE" })).op, "same");
        });
    });
});

/** Somebody joins the source group, which brings a push of its own. */
async function membersChange({ administrator, source, tenant }: Stage): Promise<void> {
    const user = tenant.store.userWithLogin("chloe@example.com");
    await administrator.okta("PUT", `/api/v1/groups/${source.id}/users/${user?.id}`);
    tenant.clock.advance(10_000);
}
