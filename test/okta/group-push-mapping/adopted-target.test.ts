import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Life } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

const linking = { onExistingTarget: "link", onExistingMapping: "adopt" };

/** Each way to push into a group that existed before. */
const ways: Readonly<Record<string, (stage: Stage, life: Life) => Promise<void>>> = {
    async "was found by its name"(stage, life) {
        await stage.importTarget("team-payments");
        await life.up({ ...stage.declared, ...linking });
    },
    async "the search did not know"(stage, life) {
        stage.tenant.settings.existingTargetName = "links";
        await stage.importTarget("team-payments", "unseen");
        await life.up({ ...stage.declared, ...linking });
    },
    async "was declared by its id"(stage, life) {
        const { targetGroupName: _, ...rest } = stage.declared;
        await life.up({ ...rest, targetGroupId: (await stage.importTarget("team-payments")).id });
    },
    async "had a mapping"(stage, life) {
        const body = { sourceGroupId: stage.source.id, targetGroupName: "team-payments" };
        await stage.administrator.okta("POST", `/api/v1/apps/${stage.appId}/group-push/mappings`, body);
        await life.up({ ...stage.declared, ...linking });
    },
    async "was linked to unasked, and allowed afterwards"(stage, life) {
        stage.tenant.settings.existingTargetName = "links";
        await stage.importTarget("team-payments", "unseen");
        stage.tenant.fail({ method: "DELETE", status: 403 });
        await assert.rejects(life.up(stage.declared));
        await life.up({ ...stage.declared, ...linking });
    },
};

describe("a group push mapping whose target existed before", () => {
    for (const [way, begin] of Object.entries(ways)) {
        itInEach(
            ["existingTargetName"],
            `and ${way} never deletes it, though onExistingTarget is taken out again`,
            async (stage) => {
                const life = stage.begin();
                await begin(stage, life);
                const [target] = stage.targets();
                assert.ok(target);

                await life.up(later(stage));
                await life.refresh();
                await life.destroy();

                assert.deepEqual([stage.mappings(), stage.targets()], [[], [target]]);
            },
        );
    }

    it("never deletes it after the mapping was deleted by hand and re-created", async () => {
        await onStage({}, async (stage) => {
            await stage.importTarget("team-payments");
            const life = stage.begin();
            await life.up({ ...stage.declared, ...linking });
            stage.tenant.store.mappings.clear();
            await life.refresh();

            await life.up(later(stage));
            await life.destroy();

            assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
        });
    });

    it("never deletes it, though its state is of an earlier version", async () => {
        await onStage({}, async (stage) => {
            await stage.importTarget("team-payments");
            const life = stage.begin();
            await life.up({ ...stage.declared, ...linking });
            Reflect.deleteProperty(life.state?.outputs ?? {}, "targetAdopted");

            await life.up(later(stage));
            await life.destroy();

            assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
        });
    });

    it("deletes it when true is declared", async () => {
        await onStage({}, async (stage) => {
            await stage.importTarget("team-payments");
            const life = stage.begin();

            await life.up({ ...stage.declared, ...linking, deleteTargetGroupOnDestroy: true });
            await life.destroy();

            assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
        });
    });
});

describe("a group push mapping whose target was created for it", () => {
    for (const declared of [{}, linking]) {
        itInEach(
            ["targetDeletion"],
            `deletes it as declared, where ${JSON.stringify(declared)} is declared as well`,
            async (stage) => {
                const life = stage.begin();
                await life.up({ ...stage.declared, ...declared, deleteTargetGroupOnDestroy: "if-created" });

                await life.refresh();
                await life.destroy();

                assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
            },
        );
    }

    it("keeps it where state does not say so", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            Reflect.deleteProperty(life.state?.outputs ?? {}, "targetAdopted");

            await life.up(later(stage));
            await life.destroy();

            assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
        });
    });
});

/** What a program declares that has taken its permission to link out again. */
const later = ({ declared }: Stage): Properties => ({ ...declared, deleteTargetGroupOnDestroy: "if-created" });
