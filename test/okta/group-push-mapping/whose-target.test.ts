import assert from "node:assert/strict";
import type { Send } from "../../../resources/http/send";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeGroup } from "../../../tenant/store/make-okta";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import type { OpaRole } from "../../../tenant/store/opa-records";
import type { Life } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";
import { killedAt, unforgiving } from "../support/mishaps";

/** Ways for it to be uncertain whether Okta created the target group for the mapping. */
const doubts: Readonly<Record<string, (stage: Stage) => void>> = {
    "there is no way to ask OPA": ({ connectOtherwise }) => connectOtherwise({ isWithoutOpa: true }),
    "OPA's groups cannot be read": ({ tenant }) => {
        tenant.settings.groupListRole = "pam-admin";
    },
    'app "Okta Privileged Access" is not Okta Privileged Access': ({ tenant, appId }) => {
        const app = tenant.store.apps.get(appId);
        assert.ok(app);
        tenant.store.apps.set(appId, { ...app, name: "slack", label: "Okta Privileged Access" });
    },
    'OPA has a group "team-payments", although nothing was pushed there yet': importedMeanwhile,
};

describe("the target group of a mapping by name", () => {
    for (const onExistingTarget of ["fail", "link"]) {
        it(`is deleted with it when it was created for it (onExistingTarget: ${onExistingTarget})`, () =>
            onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up({ ...ifCreated(stage), onExistingTarget });
                await life.refresh();

                await life.destroy();
                stage.tenant.clock.flush();

                assert.deepEqual([stage.mappings(), stage.targets(), inOpa(stage)], [[], [], []]);
                assert.doesNotMatch(stage.said.join("\n"), /Destroying will keep/);
            }));

        for (const [reason, cause] of Object.entries(doubts)) {
            it(`is kept, which is said, where ${reason} (onExistingTarget: ${onExistingTarget})`, () =>
                onStage({ existingTargetName: "links" }, async (stage) => {
                    cause(stage);
                    const life = stage.begin();
                    await life.up({ ...ifCreated(stage), onExistingTarget });
                    assert.equal(life.state?.outputs["targetAdopted"], true);
                    await life.refresh();

                    await life.destroy();

                    assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
                    const said = stage.said.filter((line) => line.startsWith("Destroying will keep the target group"));
                    assert.ok(said[0]?.includes(reason), said.join("\n"));
                    assert.equal(said.length, 1);
                }));
        }
    }

    it("is deleted all the same where true is declared", () =>
        onStage({}, async (stage) => {
            stage.connectOtherwise({ isWithoutOpa: true });
            const life = stage.begin();
            await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });

            await life.destroy();

            assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
            assert.doesNotMatch(stage.said.join("\n"), /Destroying will keep/);
        }));

    it("is left to what replaces the mapping, although it is not certain whose it is, and goes on to be kept", () =>
        onStage({ sourceRename: "deactivates-mapping" }, async (stage) => {
            stage.connectOtherwise({ isWithoutOpa: true });
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });
            const life = stage.begin();
            await life.up(ifCreated(stage));
            const [target] = stage.targets();

            await life.up({ ...ifCreated(stage), sourceGroupId: other.id });

            assert.equal(stage.mappings()[0]?.targetGroupId, target?.id);
            await life.destroy();
            assert.deepEqual(stage.targets(), [target]);
        }));

    it("is found out by the next run when OPA did not answer this one, and nothing was pushed until then", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            // The look before the creation is answered, the one after it is not.
            const stop = stage.tenant.follow(({ method, path }) => {
                if (method !== "POST" || !path.endsWith("/mappings")) return;
                stage.tenant.fail({ method: "GET", path: /\/teams\/\w+\/groups$/, status: 503 });
            });
            stage.connectOtherwise(unforgiving);
            await assert.rejects(life.up(ifCreated(stage)), /503/);
            stop();
            assert.deepEqual(
                stage.mappings().map(({ status }) => status),
                ["INACTIVE"],
            );
            stage.connectOtherwise({});

            await life.up(ifCreated(stage));

            assert.equal(life.state?.outputs["targetAdopted"], false);
        }));

    it("is kept when its mapping is destroyed before it was found out", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            const stop = stage.tenant.follow(({ method, path }) => {
                if (method !== "POST" || !path.endsWith("/mappings")) return;
                stage.tenant.fail({ method: "GET", path: /v1\/groups(\/00g\w+)?$/, status: 403 });
            });
            await assert.rejects(life.up(ifCreated(stage)), /403/);
            stop();
            stage.connectOtherwise({});

            await life.destroy();

            assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
        }));

    it("is known to be created for it after a run that was killed before it activated the mapping, not after it", async () => {
        const ends: string[] = [];
        for (let nth = 1; nth <= 20; nth += 1) {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                const { otherwise, killed } = killedAt(nth, "after");
                stage.connectOtherwise(otherwise);
                await Promise.race([life.up(ifCreated(stage)), killed]);
                if (life.state) return;
                const wasActive = stage.mappings().some(({ status }) => status === "ACTIVE");
                stage.connectOtherwise({});

                await life.up(ifCreated(stage));

                assert.equal(adoptedIn(life), wasActive, `request ${nth}`);
                ends.push(wasActive ? "kept" : "deleted");
                await life.destroy();
                assert.deepEqual([stage.mappings().length, stage.targets().length], [0, Number(wasActive)]);
            });
        }
        assert.ok(ends.includes("kept") && ends.includes("deleted"), ends.join(" "));
    }).timeout(60_000);
});

describe("a mapping to the name of a group of OPA's own", () => {
    it("is refused before anything is sent, naming what the group is allowed", () =>
        onStage({}, async (stage) => {
            makeOpaGroup(stage.tenant.store, "Team-Payments", ["security_admin"], ["emma@example.com"]);
            stage.writes();

            await assert.rejects(stage.begin().up(stage.declared), ({ message }: Error) => {
                assert.match(
                    message,
                    /OPA has a group "Team-Payments", with the roles security_admin \("team-payments" may be/,
                );
                assert.match(
                    message,
                    /Declare another targetGroupName, or onExistingTarget: "link" if that is what you want\.$/,
                );
                return true;
            });

            assert.deepEqual(stage.writes(), []);
        }));

    for (const pushDelayMs of [0, 300, 3000]) {
        it(`is taken back when the group came into being while it was created, and has roles (pushes take ${pushDelayMs} ms)`, () =>
            onStage({ existingTargetName: "links", pushDelayMs }, async (stage) => {
                importedMeanwhile(stage, ["security_admin"]);

                await assert.rejects(stage.begin().up(ifCreated(stage)), /with the roles security_admin/);
                stage.tenant.clock.flush();

                assert.deepEqual([stage.mappings().length, stage.targets().length], [0, 1]);
                assert.deepEqual([...(inOpa(stage)[0]?.members ?? [])], ["emma@example.com"]);
            }));
    }

    it("is made where that is declared, and the group stays when it is destroyed", () =>
        onStage({}, async (stage) => {
            makeOpaGroup(stage.tenant.store, "team-payments", ["security_admin"], []);
            const life = stage.begin();

            await life.up({ ...ifCreated(stage), onExistingTarget: "link" });
            await life.destroy();
            stage.tenant.clock.flush();

            assert.deepEqual([stage.mappings().length, inOpa(stage).length], [0, 1]);
        }));

    it("waits for OPA to delete the group that went with a former mapping of that name", () =>
        onStage({ targetDeletion: "later", pushDelayMs: 3000, sourceRename: "deactivates-mapping" }, async (stage) => {
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });
            const life = stage.begin();
            await life.up(ifCreated(stage));
            const [dying] = inOpa(stage);

            await life.up({ ...ifCreated(stage), sourceGroupId: other.id });

            const [now, another] = inOpa(stage);
            assert.ok(now && dying && !another);
            assert.notEqual(now.id, dying.id);
            assert.equal(life.state?.outputs["targetAdopted"], false);
        }));
});

const adoptedIn = ({ state }: Life): unknown => state?.outputs["targetAdopted"];

const ifCreated = ({ declared }: Stage): Properties => ({ ...declared, deleteTargetGroupOnDestroy: "if-created" });

const inOpa = ({ tenant }: Stage) =>
    [...tenant.store.opaGroups.values()].filter(
        ({ name, deletedAtMs }) => name === "team-payments" && deletedAtMs === undefined,
    );

/** Somebody's group comes into OPA, and is imported into the app, between the last look and our request. */
function importedMeanwhile({ tenant, appId, connectOtherwise }: Stage, roles: readonly OpaRole[] = []): void {
    const around =
        (send: Send): Send =>
        async (request) => {
            if (request.method === "POST" && request.path.endsWith("/mappings")) {
                const { store, clock } = tenant;
                const target = makeGroup(store, clock.nowMs(), { name: "team-payments", type: "APP_GROUP", appId });
                makeOpaGroup(store, "team-payments", [...roles], ["emma@example.com"]).pushedAs = target.id;
            }
            return send(request);
        };
    connectOtherwise({ around });
}
