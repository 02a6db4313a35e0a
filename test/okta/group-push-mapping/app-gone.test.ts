import assert from "node:assert/strict";
import type { ApiResponse, Send } from "../../../resources/http/send";
import type { Tenant } from "../../../tenant";
import { makeApp } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";

describe("a group push mapping whose app was deleted", () => {
    it("is gone for a refresh, and a destroy succeeds", () =>
        onStage({}, async (stage) => {
            const [refreshed, destroyed] = [stage.begin(), stage.begin()];
            await refreshed.up(stage.declared);
            await destroyed.up(stage.declared);
            deleteApp(stage);
            stage.writes();

            assert.equal(await refreshed.refresh(), false);
            await destroyed.destroy();

            assert.deepEqual(stage.writes(), []);
            assert.equal(destroyed.state, undefined);
        }));

    it("is pushed to the app that was made anew, and the old one goes from state", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const anew = deleteApp(stage);

            await life.up({ ...stage.declared, appId: anew });

            assert.deepEqual(
                stage.mappings().map(({ appId, status }) => [appId, status]),
                [[anew, "ACTIVE"]],
            );
            assert.deepEqual(life.leftOver, []);
        }));

    it("says so when something is to be changed about it", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const anew = deleteApp(stage);

            const change = { ...stage.declared, status: "INACTIVE" };
            await assert.rejects(
                life.up(change),
                /App 0oa\w+ does not exist any more.* Run `pulumi refresh`, then declare/,
            );
            assert.equal(await life.refresh(), false);
            await life.up({ ...stage.declared, appId: anew });

            assert.equal(stage.mappings().length, 1);
        }));

    it("is gone though the list of apps was asked for a moment before, when it was still there", () =>
        onStage({}, async (stage) => {
            const [former, life] = [stage.begin(), stage.begin()];
            await former.up(stage.declared);
            const anew = deleteApp(stage);
            await life.up({ ...stage.declared, appId: anew });
            const run = stage.run();
            assert.deepEqual(await run.read(former.state?.id ?? "", former.state?.outputs), {});

            deleteApp({ ...stage, appId: anew });

            assert.deepEqual(await run.read(life.state?.id ?? "", life.state?.outputs), {});
        }));

    it("is found with two calls, however many mappings it had", () =>
        onStage({}, async (stage) => {
            const made = await Promise.all(
                [1, 2, 3].map(async (number) => {
                    const life = stage.begin();
                    const { okta } = stage.administrator;
                    const source = (await okta("POST", "/api/v1/groups", { profile: { name: `team ${number}` } })) as {
                        id: string;
                    };
                    await life.up({ ...stage.declared, sourceGroupId: source.id, targetGroupName: `team ${number}` });
                    return life.state;
                }),
            );
            deleteApp(stage);
            stage.requests();
            const run = stage.run();

            const found = await Promise.all(made.map((state) => run.read(state?.id ?? "", state?.outputs)));

            assert.deepEqual(found, [{}, {}, {}]);
            assert.equal(stage.requests().filter(({ path }) => path === "/api/v1/apps").length, 1);
        }));
});

/** What may be answered while the app, and the push, are still there. */
const lost: Readonly<Record<string, { readonly hide: (stage: Stage) => void; readonly says: RegExp }>> = {
    "only it is hidden, its groups are not": {
        hide: ({ appId, connectOtherwise }) => connectOtherwise({ around: hiding([appId]) }),
        says: /its group "team-payments" \(00g\w+\) is still there\. If you deleted the app, delete that group in Okta as well/,
    },
    "it and its groups are hidden, and the source with them": {
        hide: (stage) =>
            stage.connectOtherwise({ around: hiding([stage.appId, stage.source.id, stage.targets()[0]?.id ?? ""]) }),
        says: /the source group 00g\w+ cannot be seen either\. Give the credential an administrator role/,
    },
    "all apps are hidden, and its groups": {
        hide: (stage) =>
            stage.connectOtherwise({
                around: hiding([...stage.tenant.store.apps.keys(), stage.targets()[0]?.id ?? ""]),
            }),
        says: /the credential sees no app at all\. Give the credential/,
    },
    "the list of apps has it": {
        hide: ({ tenant }) => void tenant.fail({ path: /\/apps\//, status: 404, times: 1000 }),
        says: /the list of apps has it\. Run the same command again/,
    },
    "the list of apps is refused": {
        hide: ({ appId, tenant, connectOtherwise }) => {
            connectOtherwise({ around: hiding([appId]) });
            tenant.fail({ path: /\/apps$/, status: 403, times: 1000 });
        },
        says: /403/,
    },
    "the list of apps is not as documented": {
        hide: ({ appId, tenant, connectOtherwise }) => {
            connectOtherwise({ around: hiding([appId]) });
            tenant.fail({ path: /\/apps$/, body: '{"message":"odd"}', times: 1000 });
        },
        says: /not as the API documents it/,
    },
};

describe("a group push mapping whose app cannot be seen", () => {
    for (const [title, { hide, says }] of Object.entries(lost)) {
        it(`stays in state, and is not deleted, where ${title}`, () =>
            onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up(stage.declared);
                const before = life.state;
                hide(stage);

                for (const act of [life.refresh, life.destroy]) await assert.rejects(act(), says);

                assert.deepEqual(life.state, before);
                assert.equal(stage.mappings()[0]?.status, "ACTIVE");
            }));
    }

    it("is gone once the group is deleted that the deleted app left, as the error says", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const [target] = stage.targets();
            deleteApp(stage, "its groups stay");
            await assert.rejects(life.destroy(), /delete that group in Okta as well/);

            await stage.administrator.okta("DELETE", `/api/v1/groups/${target?.id}`);
            await life.destroy();

            assert.equal(life.state, undefined);
        }));
});

/** Deletes the app by hand, with its mappings; returns the id of one that was made in its place. */
function deleteApp({ tenant, appId }: Stage, groups?: "its groups stay"): string {
    const { store } = tenant;
    const app = store.apps.get(appId);
    assert.ok(app);
    store.apps.delete(appId);
    for (const { id } of [...store.mappings.values()].filter((one) => one.appId === appId)) store.mappings.delete(id);
    if (!groups) deleteGroupsOf(tenant, appId);
    const { name, label, features } = app;
    return makeApp(store, tenant.clock.nowMs(), { name, label, features }).id;
}

function deleteGroupsOf({ store }: Tenant, appId: string): void {
    for (const group of [...store.groups.values()].filter((one) => one.appId === appId)) store.groups.delete(group.id);
    // What OPA had is gone with the app that filled it, or the new push would meet it.
    store.opaGroups.clear();
}

/** A credential that does not see these objects any more. */
const hiding =
    (ids: readonly string[]) =>
    (send: Send): Send =>
    async (request) => {
        const isHidden = ids.some((id) => request.path.split("/").includes(id));
        const answer = await send(
            isHidden ? { ...request, path: `${request.path.replace(/\/0[og]\w+.*/, "")}/0nowhere` } : request,
        );
        return withoutHidden(answer, ids);
    };

function withoutHidden(answer: ApiResponse, ids: readonly string[]): ApiResponse {
    if (!Array.isArray(answer.body)) return answer;
    return { ...answer, body: answer.body.filter((one: { readonly id?: string }) => !ids.includes(one.id ?? "")) };
}
