import assert from "node:assert/strict";
import { makeGroup } from "../../../tenant/store/make-okta";
import { makePolicy } from "../../../tenant/store/make-opa";
import { onStage, type Stage } from "../support/mapping-stage";

/** As the source group is called. */
const name = "team-payments";
const dayMs = 86_400_000;
const sharing = { shared: true, onExistingMapping: "adopt", deleteTargetGroupOnDestroy: "if-created" } as const;

/** Somebody's policy names the pushed group. */
function policyFor({ tenant: { store } }: Stage): string {
    const group = [...store.opaGroups.values()].find((one) => one.name === name) ?? assert.fail("not pushed");
    const policy = makePolicy(store, {
        ...{ name: "search secrets", description: "", active: true, resourceGroupId: null },
        ...{ userGroups: [{ type: "user_group", id: group.id, name }], workloadRoles: [], rules: [] },
    });
    return policy.id;
}

describe("a group push mapping that other stacks may use", () => {
    it("goes with the group that it made, when nothing in OPA names that any more", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, ...sharing });

            await life.destroy();

            assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
        });
    });

    it("stays while a policy names its group, which is said", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, ...sharing });
            policyFor(stage);

            await life.destroy();

            assert.equal(stage.mappings().length, 1);
            assert.match(stage.said.join("\n"), /was kept and goes on: policy "search secrets" names the group\./);
        });
    });

    it("stays where another stack found it, when that stack leaves it, and when its maker does", async () => {
        await onStage({}, async (stage) => {
            const [maker, finder] = [stage.begin(), stage.begin()];
            await maker.up({ ...stage.declared, ...sharing });
            await finder.up({ ...stage.declared, ...sharing });
            const policy = policyFor(stage);

            await maker.destroy();
            stage.tenant.store.policies.delete(policy);
            await finder.destroy();

            assert.equal(stage.mappings().length, 1);
            assert.match(stage.said.join("\n"), /was kept and goes on: it was there before, or nothing proves/);
        });
    });

    it("stays where it cannot be known who uses it", async () => {
        await onStage({}, async (stage) => {
            stage.connectOtherwise({ isWithoutOpa: true });
            const life = stage.begin();
            await life.up({ ...stage.declared, ...sharing });

            await life.destroy();

            assert.equal(stage.mappings().length, 1);
        });
    });

    it("is not replaced under its policies: by another source of the same name, which is said and changes nothing", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, ...sharing });
            policyFor(stage);
            const before = JSON.stringify(stage.mappings());
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "another" });

            await assert.rejects(
                life.up({ ...stage.declared, ...sharing, sourceGroupId: other.id }),
                /The mapping was not replaced, and pushes on as before\. .*policy "search secrets" names the group/,
            );

            assert.equal(JSON.stringify(stage.mappings()), before);
            assert.equal(await life.up({ ...stage.declared, ...sharing }), "same");
        });
    });

    it("is replaced by a source of another name beside it, and stays while a policy names its group", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, ...sharing });
            policyFor(stage);
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "another" });
            const next = { ...stage.declared, ...sharing, sourceGroupId: other.id, targetGroupName: "another" };

            await life.up(next);

            assert.deepEqual(
                stage.mappings().map(({ sourceGroupId, status }) => [sourceGroupId, status]),
                [stage.source.id, other.id].map((id) => [id, "ACTIVE"]),
            );
            assert.match(stage.said.join("\n"), /was kept and goes on: policy "search secrets" names the group\./);
            assert.equal(await life.up(next), "same");
        });
    });

    it("goes after it was replaced, when nothing names its group any more", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, ...sharing });
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "another" });

            await life.up({ ...stage.declared, ...sharing, sourceGroupId: other.id, targetGroupName: "another" });

            assert.deepEqual(
                stage.mappings().map(({ sourceGroupId }) => sourceGroupId),
                [other.id],
            );
            assert.deepEqual(stage.targets(), []);
        });
    });

    it("is the one that its source has, whatever the stack calls it that finds it or names it anew", async () => {
        await onStage({ sourceRename: "deactivates-mapping" }, async (stage) => {
            const [maker, finder] = [stage.begin(), stage.begin()];
            await maker.up({ ...stage.declared, ...sharing });
            const renamed = { ...stage.declared, ...sharing, targetGroupName: "team-cards" };

            await finder.up(renamed);

            assert.equal(stage.mappings().length, 1);
            assert.equal(finder.state?.outputs["targetGroupName"], name);
            assert.deepEqual([await finder.up(renamed), await maker.up(renamed)], ["same", "same"]);
            assert.ok(await finder.refresh());
            assert.equal(await finder.up(renamed), "same");
        });
    });

    it("is found where its group is older than it, since somebody deleted it and it was made again", async () => {
        await onStage({}, async (stage) => {
            const [maker, finder] = [stage.begin(), stage.begin()];
            await maker.up({ ...stage.declared, ...sharing });
            stage.tenant.clock.advance(dayMs);
            stage.tenant.store.mappings.clear();
            await maker.refresh();
            await maker.up({ ...stage.declared, ...sharing });

            await finder.up({ ...stage.declared, ...sharing });

            assert.equal(stage.mappings().length, 1);
        });
    });

    it("is one of this stack alone unless that is declared", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: "if-created" });
            policyFor(stage);

            await life.destroy();

            assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
        });
    });
});
