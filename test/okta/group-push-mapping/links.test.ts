import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { RequestFault } from "../../../tenant/faults";
import { makeGroup } from "../../../tenant/store/make-okta";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import { type Otherwise, onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

describe("a group push mapping to a name that exists in the app", () => {
    itInEach(
        ["existingTargetName"],
        "is refused with the group's id and both ways to continue, and nothing is sent",
        async (stage) => {
            const target = await stage.importTarget("team-payments");
            const life = stage.begin();
            stage.writes();

            await assert.rejects(life.up(stage.declared), (thrown: Error) => {
                assert.ok(thrown.message.includes(`"team-payments" (${target.id})`), thrown.message);
                assert.match(
                    thrown.message,
                    /Declare onExistingTarget: "link" if the group is yours, or declare another targetGroupName\./,
                );
                return true;
            });
            assert.deepEqual(stage.writes(), []);
            assert.equal(life.state, undefined);
            assert.equal(await life.up({ ...stage.declared, targetGroupName: "team-payments-2" }), "create");
        },
    );

    itInEach(
        ["existingTargetName"],
        "is linked by id when that is declared, whatever the app does with such names",
        async (stage) => {
            const target = await stage.importTarget("team-payments");
            const life = stage.begin();
            const declared = { ...stage.declared, onExistingTarget: "link" };

            await life.up(declared);

            assert.deepEqual(
                stage.mappings().map(({ targetGroupId }) => targetGroupId),
                [target.id],
            );
            assert.equal(life.state?.outputs["targetGroupName"], "team-payments");
            await life.refresh();
            assert.equal((await life.preview(declared)).op, "same");
            await life.destroy();
            assert.deepEqual(stage.targets(), [target]);
        },
    );

    itInEach(
        ["existingTargetName", "sameStatusPatch"],
        "that the search does not know yet is left alone as well, and a link to it is removed",
        async (stage) => {
            const target = await stage.importTarget("team-payments", "unseen");
            const life = stage.begin();

            await assert.rejects(life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true }), (thrown: Error) => {
                const refused = stage.tenant.settings.existingTargetName === "refused";
                assert.match(
                    thrown.message,
                    refused ? /exists in the app/ : /already has a group named "team-payments"/,
                );
                return true;
            });

            assert.equal(life.state, undefined);
            assert.deepEqual(stage.mappings(), []);
            assert.deepEqual(stage.targets(), [target]);
        },
    );

    it("that somebody creates while the request waits for its rate limit is left alone", async () => {
        await onStage({}, async (stage) => {
            const { tenant, appId } = stage;
            const resets = String(Math.floor(tenant.clock.nowMs() / 1000) + 100);
            const headers = {
                "x-rate-limit-limit": "600",
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": resets,
            };
            tenant.fail({ method: "POST", path: /mappings$/, status: 429, headers });
            const stop = tenant.follow(({ method, status }) => {
                if (method !== "POST" || status !== 429) return;
                makeGroup(tenant.store, tenant.clock.nowMs() + 1000, {
                    name: "team-payments",
                    type: "APP_GROUP",
                    appId,
                });
            });
            const life = stage.begin();

            const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
            await assert.rejects(life.up(declared), /already has a group named "team-payments"/);
            stop();
            await life.destroy();

            assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
        });
    });

    for (const otherwise of ["INACTIVE as asked", "ACTIVE, whatever is asked"]) {
        it(`that the search does not know yet is freed again where Okta creates mappings ${otherwise}`, async () => {
            await onStage({}, async (stage) => {
                const target = await stage.importTarget("team-payments", "unseen");
                const theirs = makeOpaGroup(stage.tenant.store, "team-payments", [], ["emma@example.com"]);
                theirs.pushedAs = target.id;
                const isAsAsked = otherwise.startsWith("INACTIVE");
                // Otherwise OPA's group of that name would be reason enough.
                stage.connectOtherwise({ ...(isAsAsked ? {} : ignoringTheStatus), isWithoutOpa: true });
                stage.writes();

                await assert.rejects(stage.begin().up(stage.declared), /already has a group named "team-payments"/);
                stage.tenant.clock.flush();

                const steps = isAsAsked ? ["POST", "DELETE"] : ["POST", "PATCH", "DELETE"];
                assert.deepEqual(
                    stage.writes().map((write) => write.split(" ")[0]),
                    steps,
                );
                assert.deepEqual([stage.mappings(), stage.targets()], [[], [target]]);
                if (isAsAsked) assert.deepEqual([...theirs.members], ["emma@example.com"]);
            });
        });
    }

    it("is created in one step where Okta creates mappings ACTIVE, whatever is asked", async () => {
        await onStage({}, async (stage) => {
            stage.connectOtherwise(ignoringTheStatus);
            const life = stage.begin();
            stage.writes();

            await life.up(stage.declared);

            assert.deepEqual(stage.writes(), ["POST mappings"]);
            assert.ok(life.state?.outputs["lastPush"]);
        });
    });

    it("stays in state when an unwanted link could not be removed, and the next run removes it", async () => {
        await onStage({}, async (stage) => {
            const target = await stage.importTarget("team-payments", "unseen");
            const life = stage.begin();
            const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
            stage.tenant.fail({ method: "DELETE", status: 403 });

            await assert.rejects(life.up(declared), /already has a group.*could not be removed yet.*403/s);
            assert.deepEqual(
                stage.mappings().map(({ status }) => status),
                ["INACTIVE"],
            );
            assert.deepEqual((await life.preview(declared)).op, "update");
            await assert.rejects(life.up(declared), /already has a group named "team-payments"/);
            assert.deepEqual(stage.mappings(), []);
            await life.refresh();
            stage.writes();
            await assert.rejects(life.up(declared), /already has a group named "team-payments"/);
            assert.deepEqual(stage.writes(), [], "it must not be linked again only to be taken back");
            await life.destroy();

            assert.deepEqual(stage.targets(), [target]);
        });
    });

    it("leaves the group of an unwanted link alone, even when destroy should delete the target", async () => {
        await onStage({}, async (stage) => {
            const target = await stage.importTarget("team-payments", "unseen");
            const life = stage.begin();
            stage.tenant.fail({ method: "DELETE", status: 403 });
            await assert.rejects(life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true }));
            assert.equal(stage.mappings().length, 1);

            await life.destroy();

            assert.deepEqual([stage.mappings(), stage.targets()], [[], [target]]);
        });
    });

    it("is linked once onExistingTarget allows it, after an unwanted link", async () => {
        await onStage({}, async (stage) => {
            const target = await stage.importTarget("team-payments", "unseen");
            const life = stage.begin();
            stage.tenant.fail({ method: "DELETE", status: 403 });
            await assert.rejects(life.up(stage.declared));
            await assert.rejects(life.up(stage.declared));
            const declared = { ...stage.declared, onExistingTarget: "link" };

            assert.deepEqual(await life.preview(declared), { op: "update", properties: ["onExistingTarget"] });
            await life.up(declared);

            assert.deepEqual(
                stage.mappings().map(({ targetGroupId, status }) => [targetGroupId, status]),
                [[target.id, "ACTIVE"]],
            );
            assert.equal((await life.preview(declared)).op, "same");
        });
    });

    it("is checked by the next run when this run could not check the link", async () => {
        for (const isForeign of [false, true]) {
            await onStage({}, async (stage) => {
                if (isForeign) await stage.importTarget("team-payments", "unseen");
                const life = stage.begin();
                failOnceMade(stage, { path: /v1\/groups/, status: 403 });
                await assert.rejects(life.up(stage.declared), /403/);
                assert.equal(stage.mappings().length, 1);
                await life.refresh();
                assert.equal((await life.preview(stage.declared)).op, "update", "a refresh does not make it forgotten");

                if (isForeign) await assert.rejects(life.up(stage.declared), /already has a group named/);
                else await life.up(stage.declared);

                assert.equal(stage.mappings().length, isForeign ? 0 : 1);
                assert.equal(stage.targets().length, 1);
            });
        }
    });

    for (const { whose, ends, left } of [
        { whose: "foreign", ends: /already has a group named/, left: 1 },
        { whose: "own", ends: /^update$/, left: 0 },
    ]) {
        it(`stays unfinished while its ${whose} target cannot be read, which is checked once it can`, async () => {
            await onStage({}, async (stage) => {
                if (whose === "foreign") await stage.importTarget("team-payments", "unseen");
                const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
                const life = stage.begin();
                stage.connectOtherwise(blindFor(stage));

                for (const run of ["first", "second"]) {
                    await assert.rejects(
                        life.up(declared),
                        /^Error: Target group 00g\w+ cannot be read, so .* Give the credential an administrator role/,
                        run,
                    );
                    await life.refresh();
                }
                assert.equal(stage.mappings().length, 1);
                stage.connectOtherwise({});
                const outcome = await life.up(declared).catch(String);
                await life.destroy();

                assert.match(outcome, ends);
                assert.deepEqual([stage.mappings().length, stage.targets().length], [0, left]);
            });
        });
    }

    it("leaves a target alone that it has never seen", async () => {
        await onStage({}, async (stage) => {
            const target = await stage.importTarget("team-payments", "unseen");
            const life = stage.begin();
            stage.connectOtherwise(blindFor(stage));
            await assert.rejects(life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true }), /cannot be read/);

            await life.destroy();

            assert.deepEqual([stage.mappings(), stage.targets()], [[], [target]]);
        });
    });

    it("is created although Okta does not know the new group by its id at once", async () => {
        await onStage({}, async (stage) => {
            failOnceMade(
                stage,
                { path: /v1\/groups$/, body: "[]", times: 2 },
                { path: /v1\/groups\/00g\w+$/, status: 404, times: 2 },
            );

            assert.equal(await stage.begin().up(stage.declared), "create");
        });
    });

    it("is found by waiting for the search when the app refuses such names", async () => {
        await onStage({ existingTargetName: "refused", searchLagMs: 20_000 }, async (stage) => {
            const old = stage.begin();
            await old.up(stage.declared);
            await old.destroy();
            const life = stage.begin();

            await life.up({ ...stage.declared, onExistingTarget: "link" });

            assert.equal(stage.targets().length, 1);
            assert.equal(stage.mappings()[0]?.targetGroupId, stage.targets()[0]?.id);
        });
    });

    it("is refused in Okta's words when the search never finds it", async () => {
        await onStage({ existingTargetName: "refused" }, async (stage) => {
            await stage.importTarget("team-payments", "unseen");

            await assert.rejects(
                stage.begin().up({ ...stage.declared, onExistingTarget: "link" }),
                /exists in the app: POST/,
            );
        });
    });

    itInEach(["groupSearchCase"], "is created when the existing name differs in case", async (stage) => {
        await stage.importTarget("Team-Payments");

        assert.equal(await stage.begin().up(stage.declared), "create");
    });

    itInEach(["targetDeletion"], "is created when only a lagging search still knows the name", async (stage) => {
        stage.tenant.settings.searchLagMs = 600_000;
        const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
        const life = stage.begin();
        await life.up(declared);
        stage.tenant.clock.advance(600_000);
        await life.destroy();

        await life.up(declared);

        assert.equal(stage.targets().length, 1);
    });

    it("must be declared by id when two groups share the name", async () => {
        await onStage({ targetDeletion: "at-once" }, async (stage) => {
            const [one, other] = [await stage.importTarget("team-red"), await stage.importTarget("team-blue")];
            one.name = "team-payments";
            other.name = "team-payments";
            const page = [one, other].map(({ id, name, type }) => ({
                id,
                type,
                created: "2026-01-01T00:00:00.000Z",
                profile: { name },
            }));
            stage.tenant.fail({ method: "GET", path: /v1\/groups$/, body: JSON.stringify(page), times: 2 });

            await assert.rejects(stage.begin().up({ ...stage.declared, onExistingTarget: "link" }), {
                message:
                    `More than one group of the app is named "team-payments": ${one.id}, ${other.id}. ` +
                    "Declare targetGroupId instead.",
            });
        });
    });
});

/** An Okta that creates every mapping ACTIVE. */
const ignoringTheStatus: Otherwise = {
    around: (send) => (request) =>
        send(
            request.method === "POST"
                ? { ...request, body: { ...(request.body as Properties), status: "ACTIVE" } }
                : request,
        ),
};

/** Lets reads of groups go wrong once Okta has made the mapping. */
function failOnceMade({ tenant }: Stage, ...faults: readonly RequestFault[]): void {
    const stop = tenant.follow(({ method, path }) => {
        if (method !== "POST" || !path.endsWith("/mappings")) return;
        stop();
        for (const fault of faults) tenant.fail({ method: "GET", ...fault });
    });
}

/** A credential that is not allowed to see the app's groups. */
const blindFor = ({ targets }: Stage): Otherwise => ({
    around: (send) => (request) => {
        const { path, query } = request;
        if (targets().some(({ id }) => path.endsWith(`/groups/${id}`)))
            return send({ ...request, path: "/api/v1/groups/00ghidden" });
        if (targets().some(({ id }) => `${query?.["filter"]}`.includes(id)))
            return send({ ...request, query: { filter: 'id eq "00ghidden"' } });
        return send(request);
    },
});
