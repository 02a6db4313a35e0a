import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeApp, makeGroup } from "../../../tenant/store/make-okta";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import { onStage, type Stage } from "../support/mapping-stage";

interface Refusal {
    /** Sees to it that the change cannot be; returns the change. */
    readonly prepare: (stage: Stage) => Promise<Properties> | Properties;
    readonly says: RegExp;
}

/** Everything that can be known of a creation before the mapping is deleted that it replaces. */
const refusals: Readonly<Record<string, Refusal>> = {
    "a name that the app has": {
        async prepare(stage) {
            await stage.importTarget("auditors");
            return { targetGroupName: "auditors" };
        },
        says: /already has a group named "auditors"/,
    },
    "the name of another mapping's target": {
        async prepare(stage) {
            await otherMapping(stage, "auditors");
            return { targetGroupName: "auditors" };
        },
        says: /already filled from group 00g\w+ by mapping gPm\w+\. .* run the same command again/,
    },
    "the name of a group of OPA's own": {
        prepare(stage) {
            makeOpaGroup(stage.tenant.store, "auditors", ["security_admin"], []);
            return { targetGroupName: "auditors" };
        },
        says: /OPA has a group "auditors", with the roles security_admin, that Okta does not know in the app/,
    },
    "a target that does not exist": {
        prepare: () => ({ targetGroupName: undefined, targetGroupId: "00gnowhere" }),
        says: /Target group 00gnowhere does not exist/,
    },
    "a target that another mapping fills": {
        async prepare(stage) {
            const targetGroupId = await otherMapping(stage, "auditors");
            return { targetGroupName: undefined, targetGroupId };
        },
        says: /already filled from group/,
    },
    "a source that does not exist": {
        prepare: () => ({ sourceGroupId: "00gnowhere" }),
        says: /Source group 00gnowhere does not exist/,
    },
    "a source that is pushed already": {
        async prepare(stage) {
            await otherMapping(stage, "auditors");
            return { sourceGroupId: stage.mappings().at(-1)?.sourceGroupId };
        },
        says: /is already pushed in app/,
    },
    "an app that cannot push any more": {
        prepare({ tenant, appId }) {
            const app = tenant.store.apps.get(appId);
            assert.ok(app);
            tenant.store.apps.set(appId, { ...app, features: [] });
            return { targetGroupName: "auditors" };
        },
        says: /GROUP_PUSH is not among its features/,
    },
    "an answer that does not come": {
        prepare({ tenant }) {
            tenant.fail({ method: "GET", path: /^\/api\/v1\/groups$/, status: 403 });
            return { targetGroupName: "auditors" };
        },
        says: /403/,
    },
};

describe("a group push mapping whose replacement would be refused", () => {
    for (const [title, { prepare, says }] of Object.entries(refusals)) {
        for (const deleteTargetGroupOnDestroy of [false, true]) {
            it(`goes on pushing, with its target (${title}; deleteTargetGroupOnDestroy: ${deleteTargetGroupOnDestroy})`, () =>
                onStage({}, async (stage) => {
                    const declared = { ...stage.declared, deleteTargetGroupOnDestroy };
                    const life = stage.begin();
                    await life.up(declared);
                    const { id: itself = "" } = stage.mappings()[0] ?? {};
                    const change = await prepare(stage);
                    stage.writes();

                    await assert.rejects(life.up(without({ ...declared, ...change })), ({ message }: Error) => {
                        assert.match(message, /^The mapping was not replaced, and pushes on as before\. /);
                        assert.match(message, says);
                        return true;
                    });

                    assert.deepEqual(stage.writes(), []);
                    assert.equal(stage.mappings().find(({ id }) => id === itself)?.status, "ACTIVE");
                    assert.equal((await life.preview(declared)).op, "same");
                }));
        }
    }

    it("keeps the group of its target that was to be deleted and linked to again by id", () =>
        onStage({}, async (stage) => {
            const { targetGroupName: _, ...rest } = stage.declared;
            const targetGroupId = (await stage.importTarget("team-payments")).id;
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });
            const declared = { ...rest, targetGroupId, deleteTargetGroupOnDestroy: true };
            const life = stage.begin();
            await life.up(declared);

            await assert.rejects(
                life.up({ ...declared, sourceGroupId: other.id }),
                /is to be deleted along with the mapping that is replaced, as declared\. Set deleteTargetGroupOnDestroy to false/,
            );
            await life.up({ ...declared, deleteTargetGroupOnDestroy: false });
            await life.up({ ...declared, sourceGroupId: other.id, deleteTargetGroupOnDestroy: false });

            assert.deepEqual(
                stage.mappings().map((one) => [one.sourceGroupId, one.targetGroupId]),
                [[other.id, targetGroupId]],
            );
        }));
});

describe("a group push mapping that is destroyed", () => {
    it("is not asked whether it could be created again", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.store.apps.set(stage.appId, { ...appOf(stage), features: [] });

            await life.destroy();

            assert.deepEqual(stage.mappings(), []);
        }));

    it("is deleted though what replaced it in another app is there", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const nowMs = stage.tenant.clock.nowMs();
            const other = makeApp(stage.tenant.store, nowMs, {
                name: "other",
                label: "Other",
                features: ["GROUP_PUSH"],
            });

            await life.up({ ...stage.declared, appId: other.id });

            assert.deepEqual(
                stage.mappings().map(({ appId }) => appId),
                [other.id],
            );
        }));
});

function appOf({ tenant, appId }: Stage) {
    const app = tenant.store.apps.get(appId);
    assert.ok(app);
    return app;
}

/** Somebody else's mapping, known to Okta's search. Returns the id of its target. */
async function otherMapping({ administrator, appId, tenant }: Stage, targetGroupName: string): Promise<string> {
    const { okta } = administrator;
    const source = (await okta("POST", "/api/v1/groups", { profile: { name: targetGroupName } })) as {
        id: string;
    };
    const body = { sourceGroupId: source.id, targetGroupName, status: "ACTIVE" };
    const made = (await okta("POST", `/api/v1/apps/${appId}/group-push/mappings`, body)) as { targetGroupId: string };
    tenant.clock.advance(60_000);
    return made.targetGroupId;
}

/** What is declared, without what is not. */
const without = (declared: Properties): Properties =>
    Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== undefined));
