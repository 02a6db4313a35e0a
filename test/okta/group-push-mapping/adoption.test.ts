import assert from "node:assert/strict";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

describe("a group push mapping that exists already", () => {
    itInEach(["mappingCreateStatus"], "and is exactly as declared is adopted, which is reported", async (stage) => {
        const mapping = await made(stage);
        const life = stage.begin();
        stage.writes();

        assert.equal(await life.up(stage.declared), "create");

        assert.deepEqual(stage.writes(), []);
        assert.equal(life.state?.outputs["mappingId"], mapping.id);
        assert.match(stage.said.join("\n"), new RegExp(`Adopted the existing group push mapping ${mapping.id}`));
        assert.equal((await life.preview(stage.declared)).op, "same");
        assert.equal(await life.refresh(), true);
        assert.equal((await life.preview(stage.declared)).op, "same");
    });

    it("is adopted when its target is declared by id as well", async () => {
        await onStage({}, async (stage) => {
            const { targetGroupId } = await made(stage);
            const { targetGroupName: _, ...rest } = stage.declared;
            const declared = { ...rest, targetGroupId };
            const life = stage.begin();

            await life.up(declared);
            await life.refresh();

            assert.equal(life.state?.outputs["targetGroupName"], "team-payments");
            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
            assert.deepEqual(await life.preview(stage.declared), { op: "same", properties: [] });
        });
    });

    itInEach(["sameStatusPatch"], "and differs is an error with its id and the differences", async (stage) => {
        const mapping = await made(stage, "INACTIVE");
        const life = stage.begin();
        stage.writes();

        await assert.rejects(life.up(stage.declared), (thrown: Error) => {
            const id = `${stage.appId}/${stage.source.id}/${mapping.targetGroupId}`;
            assert.equal(
                thrown.message,
                `Group push mapping ${mapping.id} from this group to this target already exists (${id}) and differs: status is ` +
                    'INACTIVE, declared ACTIVE. Declare onExistingMapping: "adopt" to change it, or declare what is there.',
            );
            return true;
        });
        assert.deepEqual(stage.writes(), []);
        assert.equal(life.state, undefined);
    });

    itInEach(
        ["sameStatusPatch", "mappingDeleteStatus"],
        "and differs is changed once onExistingMapping allows it",
        async (stage) => {
            const mapping = await made(stage, "INACTIVE");
            const life = stage.begin();
            const declared = { ...stage.declared, onExistingMapping: "adopt" };
            stage.writes();

            await life.up(declared);

            assert.deepEqual(stage.writes(), ["PATCH mappings/{id}"]);
            assert.equal(life.state?.outputs["mappingId"], mapping.id);
            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
            assert.equal(await life.refresh(), true);
            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
        },
    );

    it("and was never active, as a killed run leaves it, is adopted and activated", async () => {
        await onStage({}, async (stage) => {
            const body = { sourceGroupId: stage.source.id, targetGroupName: "team-payments", status: "INACTIVE" };
            await stage.administrator.okta("POST", `/api/v1/apps/${stage.appId}/group-push/mappings`, body);
            const life = stage.begin();
            stage.writes();

            await life.up(stage.declared);

            assert.deepEqual(stage.writes(), ["PATCH mappings/{id}"]);
            assert.ok(life.state?.outputs["lastPush"]);
            assert.equal((await life.preview(stage.declared)).op, "same");
        });
    });

    itInEach(
        ["errorMappingPatch", "errorMappingDelete"],
        "in ERROR is adopted, and repaired where Okta allows it",
        async (stage) => {
            stage.tenant.failPush({ outcome: "error" });
            const mapping = await made(stage);
            stage.tenant.clock.advance(10_000);
            assert.equal(mapping.status, "ERROR");
            const life = stage.begin();
            const { errorMappingPatch, errorMappingDelete } = stage.tenant.settings;
            const isStuck = errorMappingPatch === "refused" && errorMappingDelete === "refused";

            if (isStuck) await assert.rejects(life.up(stage.declared), /refuses to delete or deactivate/);
            else await life.up(stage.declared);

            assert.deepEqual(
                stage.mappings().map(({ status, targetGroupId }) => [status, targetGroupId]),
                [[isStuck ? "ERROR" : "ACTIVE", mapping.targetGroupId]],
            );
            assert.equal(life.state?.unfinished.length, isStuck ? 1 : 0);
        },
    );

    itInEach(
        ["sourceMappedTwice"],
        "with another target is an error that explains it, never replaced or duplicated",
        async (stage) => {
            const mapping = await made(stage);
            stage.writes();

            for (const onExistingMapping of ["fail", "adopt"]) {
                const declared = { ...stage.declared, targetGroupName: "another", onExistingMapping };
                await assert.rejects(stage.begin().up(declared), (thrown: Error) => {
                    assert.ok(thrown.message.includes(mapping.id) && thrown.message.includes(mapping.targetGroupId));
                    assert.match(thrown.message, /the target of a mapping cannot be changed\. .*declare that target/);
                    return true;
                });
            }
            assert.deepEqual(stage.writes(), []);
        },
    );

    it("is created when it was deleted after the list was read", async () => {
        await onStage({}, async (stage) => {
            await made(stage);
            const stop = stage.tenant.follow(({ path, by }) => {
                if (by !== "automation" || !/mappings$/.test(path)) return;
                stage.tenant.store.mappings.clear();
                stop();
            });

            await stage.begin().up({ ...stage.declared, onExistingTarget: "link" });

            assert.equal(stage.mappings().length, 1);
        });
    });
});

/** @param status INACTIVE: somebody has stopped it after its first push. */
async function made(stage: Stage, status = "ACTIVE") {
    const body = { sourceGroupId: stage.source.id, targetGroupName: "team-payments" };
    const path = `/api/v1/apps/${stage.appId}/group-push/mappings`;
    await stage.administrator.okta("POST", path, body);
    const [mapping] = stage.mappings();
    assert.ok(mapping);
    stage.tenant.clock.advance(60_000);
    if (status === "INACTIVE") await stage.administrator.okta("PATCH", `${path}/${mapping.id}`, { status });
    return mapping;
}
