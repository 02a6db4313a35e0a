import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeGroup } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

describe("a group push mapping that could not push", () => {
    const refusals: Readonly<
        Record<string, { declare: (stage: Stage) => Properties | Promise<Properties>; says: RegExp }>
    > = {
        "because its app does not exist": {
            declare: () => ({ appId: "0oanone" }),
            says: /^App 0oanone does not exist in this organisation\. Declare/,
        },
        "because its app is inactive": {
            declare: ({ tenant, appId }) => {
                const app = tenant.store.apps.get(appId);
                if (app) app.status = "INACTIVE";
                return {};
            },
            says: /^App "Okta Privileged Access" \(0oa\w+\) is INACTIVE, so nothing is pushed to it\. Activate it/,
        },
        "because its app has no group push": {
            declare: ({ tenant }) => ({ appId: appCalled(tenant, "Intranet") }),
            says: /^App "Intranet" \(0oa\w+\) cannot push groups: GROUP_PUSH is not among its features\. Enable provisioning in the app/,
        },
        "because another group fills its target, given by id": {
            declare: async (stage) => {
                const { targetGroupId } = await takenTarget(stage);
                return { targetGroupName: undefined, targetGroupId };
            },
            says: /^Target group 00g\w+ is already filled from group 00g\w+ by mapping gPm\w+\. Declare another target/,
        },
        "because another group fills its target, given by name": {
            declare: async (stage) => {
                await takenTarget(stage);
                return { onExistingTarget: "link" };
            },
            says: /^Target group 00g\w+ is already filled from group 00g\w+ by mapping gPm\w+\. Declare another target/,
        },
        "because its target does not exist": {
            declare: () => ({ targetGroupName: undefined, targetGroupId: "00gnone" }),
            says: /^Target group 00gnone does not exist\. Import the groups of app 0oa\w+ in Okta/,
        },
        "because its target is not a group of an app": {
            declare: ({ source }) => ({ targetGroupName: undefined, targetGroupId: source.id }),
            says: /^Target group 00g\w+ is "team-payments", which is not a group of an app \(OKTA_GROUP\)\. Import/,
        },
    };

    for (const [why, { declare, says }] of Object.entries(refusals)) {
        itInEach([], `${why} is an error before anything is sent`, async (stage) => {
            const declared = Object.entries({ ...stage.declared, ...(await declare(stage)) });
            const life = stage.begin();
            stage.writes();

            await assert.rejects(
                life.up(Object.fromEntries(declared.filter(([, value]) => value !== undefined))),
                (thrown: Error) => {
                    assert.match(thrown.message, says);
                    return true;
                },
            );

            assert.deepEqual(stage.writes(), []);
            assert.equal(life.state, undefined);
        });
    }

    itInEach(
        ["missingGroupInMapping"],
        "because its source group does not exist is refused by Okta, whatever it says, and that is told",
        async (stage) => {
            const life = stage.begin();
            stage.writes();

            await assert.rejects(
                life.up({ ...stage.declared, sourceGroupId: "00gnone" }),
                /^Error: Source group 00gnone does not exist\. Declare .*POST/,
            );

            assert.deepEqual(stage.writes(), ["POST mappings"]);
            assert.deepEqual([stage.mappings(), stage.targets(), life.state], [[], [], undefined]);
        },
    );

    itInEach(
        ["targetMappedTwice"],
        "because another group fills a target that the search does not know is refused in Okta's words",
        async (stage) => {
            await takenTarget(stage);
            stage.tenant.fail({ method: "GET", path: /v1\/groups$/, body: "[]", times: 2 });

            await assert.rejects(stage.begin().up(stage.declared), /same target group|exists in the app/);

            assert.equal(stage.mappings().length, 1);
        },
    );

    itInEach(
        ["missingGroupInMapping"],
        "because its source group is deleted meanwhile is refused, which is told with Okta's words",
        async (stage) => {
            const stop = stage.tenant.follow(({ query }) => {
                if (query.startsWith("search=")) stage.tenant.store.groups.delete(stage.source.id);
            });

            await assert.rejects(
                stage.begin().up(stage.declared),
                new RegExp(`${stage.source.id} does not exist.*POST`),
            );

            stop();
            assert.deepEqual(stage.mappings(), []);
        },
    );

    it("to all members because its source is assigned to the app as well is created with a warning", async () => {
        await onStage({}, async (stage) => {
            await stage.administrator.okta("PUT", `/api/v1/apps/${stage.appId}/groups/${stage.source.id}`, {});

            await stage.begin().up(stage.declared);

            assert.match(
                stage.said.join("\n"),
                /"team-payments" \(00g\w+\) is both assigned to app "Okta Privileged Access" and pushed to it, which Okta does not support/,
            );
            assert.equal(stage.mappings().length, 1);
        });
    });

    for (const status of [403, 404, 503]) {
        it(`is created although the groups assigned to its app cannot be listed (${status})`, async () => {
            await onStage({}, async (stage) => {
                stage.tenant.fail({ method: "GET", path: /\/apps\/\w+\/groups$/, status, times: 100 });

                await stage.begin().up(stage.declared);

                assert.equal(stage.mappings().length, 1);
            });
        });
    }

    it("because its app was inactive a moment before is created in the same run, once the app is active", () =>
        onStage({}, async ({ tenant, appId, run, declared, mappings }) => {
            const app = tenant.store.apps.get(appId);
            assert.ok(app);
            app.status = "INACTIVE";
            const provider = run();
            await assert.rejects(provider.create(declared), /is INACTIVE/);
            app.status = "ACTIVE";

            await provider.create(declared);

            assert.equal(mappings().length, 1);
        }));

    it("stays MISSING while its app is inactive", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.store.mappings.clear();
            await life.refresh();
            await stage.administrator.okta("POST", `/api/v1/apps/${stage.appId}/lifecycle/deactivate`);

            await assert.rejects(life.up(stage.declared), /is INACTIVE, so nothing is pushed to it/);

            assert.equal(life.state?.outputs["status"], "MISSING");
        });
    });

    itInEach(
        ["targetMappedTwice"],
        "again because another group fills its target now is not re-created",
        async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const [before] = stage.mappings();
            stage.tenant.store.mappings.clear();
            const owner = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "owner" });
            const body = { sourceGroupId: owner.id, targetGroupId: before?.targetGroupId };
            await stage.administrator.okta("POST", `/api/v1/apps/${stage.appId}/group-push/mappings`, body);
            await life.refresh();
            stage.writes();

            await assert.rejects(life.up(stage.declared), /is already filled from group 00g\w+ by mapping gPm\w+/);

            assert.deepEqual(stage.writes(), []);
        },
    );

    itInEach(
        ["sourceMappedTwice"],
        "again because its source has another target now is not re-created",
        async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.store.mappings.clear();
            const body = { sourceGroupId: stage.source.id, targetGroupName: "elsewhere" };
            await stage.administrator.okta("POST", `/api/v1/apps/${stage.appId}/group-push/mappings`, body);
            await life.refresh();
            stage.writes();

            await assert.rejects(life.up(stage.declared), /is already pushed in app 0oa\w+: mapping gPm\w+/);

            assert.deepEqual(stage.writes(), []);
        },
    );
});

function appCalled({ store }: Stage["tenant"], label: string): string {
    const app = [...store.apps.values()].find((one) => one.label === label);
    assert.ok(app);
    return app.id;
}

/** Another group's mapping to the target of the name that the stage declares, which the search knows. */
async function takenTarget({ tenant, administrator, appId, mappings }: Stage) {
    // Otherwise the app would give the target its owner's name.
    tenant.settings.sourceRename = "deactivates-mapping";
    const owner = makeGroup(tenant.store, tenant.clock.nowMs(), { name: "owner" });
    const body = { sourceGroupId: owner.id, targetGroupName: "team-payments" };
    await administrator.okta("POST", `/api/v1/apps/${appId}/group-push/mappings`, body);
    tenant.clock.advance(60_000);
    const [mapping] = mappings();
    assert.ok(mapping);
    return mapping;
}
