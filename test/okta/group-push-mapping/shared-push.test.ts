import assert from "node:assert/strict";
import { makePolicy } from "../../../tenant/store/make-opa";
import { onStage, type Stage } from "../support/mapping-stage";

/** As the source group is called. */
const name = "team-payments";
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
