import assert from "node:assert/strict";
import { onStage, type Stage, shortened } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

describe("a group push mapping that is destroyed", () => {
    itInEach(["mappingDeleteStatus"], "is deactivated, then deleted, and its target group is kept", async (stage) => {
        const life = stage.begin();
        await life.up(stage.declared);
        stage.writes();

        await life.destroy();

        const sent = stage.requests().filter(({ writes }) => writes);
        assert.deepEqual(
            sent.map((one) => `${shortened(one)} ${one.query}`.trim()),
            ["PATCH mappings/{id}", "DELETE mappings/{id} deleteTargetGroup=false"],
        );
        assert.deepEqual(stage.mappings(), []);
        assert.equal(stage.targets().length, 1);
    });

    itInEach(["targetDeletion"], "deletes its target group when that is declared", async (stage) => {
        const life = stage.begin();
        await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });

        await life.destroy();

        assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
    });

    itInEach([], "does what was declared last, however it came into state", async (stage) => {
        const made = stage.begin();
        await made.up(stage.declared);
        made.forget();
        const adopted = stage.begin();
        await adopted.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });
        await adopted.refresh();
        stage.requests();

        assert.equal(await adopted.up(stage.declared), "update");
        assert.deepEqual(stage.requests(), [], "a changed flag sends nothing at all");
        await adopted.destroy();

        assert.equal(stage.targets().length, 1);
    });

    it("sends nothing for a changed flag, even when properties that matter only while creating changed too", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.requests();
            const news = {
                ...stage.declared,
                deleteTargetGroupOnDestroy: true,
                onExistingTarget: "link",
                waitForPush: 9,
            };

            assert.deepEqual((await life.preview(news)).op, "update");
            await life.up(news);

            assert.deepEqual(stage.requests(), []);
            assert.equal(life.state?.outputs["deleteTargetGroupOnDestroy"], true);
            assert.equal(life.state?.outputs["waitForPush"], 9);
            assert.equal((await life.preview(news)).op, "same");
            await life.destroy();
            assert.deepEqual(stage.targets(), []);
        });
    });

    itInEach(
        ["sameStatusPatch"],
        "says which step failed, shows it after a refresh, and finishes with the next run",
        async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const [mapping] = stage.mappings();
            stage.tenant.fail({ method: "DELETE", status: 503, times: 5 });

            await assert.rejects(life.destroy(), (thrown: Error) => {
                assert.match(
                    thrown.message,
                    new RegExp(
                        `^Pushing has stopped, but group push mapping ${mapping?.id} still exists \\(INACTIVE\\)\\. Run `,
                    ),
                );
                assert.match(thrown.message, /503/);
                return true;
            });
            assert.equal(await life.refresh(), true);
            assert.equal(life.state?.outputs["status"], "INACTIVE");
            assert.deepEqual(await life.preview(stage.declared), { op: "update", properties: ["status"] });
            stage.writes();
            await life.destroy();

            assert.deepEqual(stage.writes(), ["DELETE mappings/{id}"]);
            assert.deepEqual(stage.mappings(), []);
        },
    );

    it("says that nothing changed when the first step failed", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.fail({ method: "PATCH", status: 403 });

            await assert.rejects(
                life.destroy(),
                /gPm\w+ \(ACTIVE\) could not be deactivated, so it was not deleted\..*403/,
            );

            assert.equal(stage.mappings()[0]?.status, "ACTIVE");
        });
    });

    itInEach(
        ["errorMappingPatch", "errorMappingDelete", "sameStatusPatch"],
        "is deleted in ERROR where Okta allows it, else explained",
        async (stage) => {
            const life = await inError(stage);
            const { errorMappingPatch, errorMappingDelete } = stage.tenant.settings;

            if (errorMappingPatch === "refused" && errorMappingDelete === "refused") {
                await assert.rejects(
                    life.destroy(),
                    /refuses to delete or deactivate group push mapping gPm\w+ \(status ERROR\).*Push Groups tab/,
                );
                assert.ok(life.state);
                return;
            }
            await life.destroy();

            assert.deepEqual(stage.mappings(), []);
            assert.equal(stage.targets().length, 1);
        },
    );

    it("succeeds when somebody else deletes it between the two steps, which the app's list proves", async () => {
        for (const method of ["PATCH", "DELETE"]) {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up(stage.declared);
                const stop = stage.tenant.follow((request) => {
                    const isStep = method === "PATCH" ? /mappings$/.test(request.path) : request.method === "PATCH";
                    if (isStep) stage.tenant.store.mappings.clear();
                });
                stage.requests();

                await life.destroy();

                stop();
                const sent = stage.requests();
                assert.equal(sent.find(({ status }) => status === 404)?.method, method);
                assert.equal(shortened(sent.at(-1) ?? { method: "", path: "" }), "GET mappings");
            });
        }
    });

    it("fails on a 404 when the app cannot be read", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.fail({ method: "DELETE", status: 404 });
            stage.tenant.fail({ method: "GET", path: /mappings$/, nth: 2, status: 404 });

            await assert.rejects(life.destroy(), /may still exist|cannot be read/);

            assert.ok(life.state);
        });
    });

    it("succeeds when a repeated step is refused as needless", async () => {
        await onStage({ sameStatusPatch: "refused" }, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.fail({ method: "PATCH", drop: "after" });
            stage.requests();

            await life.destroy();

            assert.equal(stage.requests().filter(({ status }) => status === 400).length, 1);
            assert.deepEqual(stage.mappings(), []);
        });
    });

    it("is stopped again when somebody activates it meanwhile", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, status: "INACTIVE" });
            const [mapping] = stage.mappings();
            const stop = stage.tenant.follow(({ path, method }) => {
                if (mapping && method === "GET" && /mappings$/.test(path)) mapping.status = "ACTIVE";
            });

            await life.destroy();

            stop();
            assert.deepEqual(stage.mappings(), []);
        });
    });

    it("warns of a target group that Okta does not delete", async () => {
        await onStage({ targetDeletion: "at-once" }, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });
            const [target] = stage.targets();
            assert.ok(target);
            const stop = stage.tenant.follow(() => void stage.tenant.store.groups.set(target.id, target));

            await life.destroy();

            stop();
            assert.match(
                stage.said.join("\n"),
                /Target group 00g\w+ still exists 30 s after Okta accepted its deletion/,
            );
        });
    });
});

async function inError(stage: Stage) {
    const life = stage.begin();
    stage.tenant.failPush({ outcome: "error" });
    await assert.rejects(life.up(stage.declared), /status ERROR/);
    return life;
}
