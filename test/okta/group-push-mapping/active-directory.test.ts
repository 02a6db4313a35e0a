import assert from "node:assert/strict";
import { makeApp } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

const appConfig = {
    type: "ACTIVE_DIRECTORY",
    distinguishedName: "ou=teams,dc=example,dc=com",
    groupScope: "UNIVERSAL",
    groupType: "SECURITY",
    samAccountName: "team-payments",
};

describe("a group push mapping to Active Directory", () => {
    itInEach(
        ["emptyAppConfig"],
        "sends all five fields of appConfig and reads them back without drift",
        async (stage) => {
            const declared = declaredIn(stage);
            const life = stage.begin();

            await life.up(declared);

            assert.deepEqual(stage.mappings()[0]?.appConfig, appConfig);
            assert.equal(await life.refresh(), true);
            assert.deepEqual(life.state?.inputs["appConfig"], appConfig);
            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
        },
    );

    itInEach([], "is created whether or not the directory lists GROUP_PUSH among its features", async (stage) => {
        const declared = { ...declaredIn(stage, []), waitForPush: 0 };

        await stage.begin().up(declared);

        assert.equal(stage.mappings().length, 1);
    });

    itInEach([], "is re-created after a deletion by hand with the same appConfig", async (stage) => {
        const declared = declaredIn(stage);
        const life = stage.begin();
        await life.up(declared);
        stage.tenant.store.mappings.clear();
        await life.refresh();
        assert.deepEqual(await life.preview(declared), { op: "update", properties: ["status"] });

        await life.up(declared);

        assert.deepEqual(stage.mappings()[0]?.appConfig, appConfig);
    });

    it("treats names that differ only in case as the same", async () => {
        await onStage({}, async (stage) => {
            const declared = declaredIn(stage);
            const life = stage.begin();
            await life.up(declared);
            const [mapping] = stage.mappings();
            const there = {
                ...appConfig,
                distinguishedName: "OU=teams, DC=example, DC=com",
                samAccountName: "TEAM-PAYMENTS",
            };
            Object.assign(mapping ?? {}, { appConfig: there });

            await life.refresh();

            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
            assert.deepEqual(life.state?.outputs["appConfig"], appConfig);
        });
    });

    it("does not take an empty or missing appConfig in an answer for a change", async () => {
        await onStage({ emptyAppConfig: "present" }, async (stage) => {
            const declared = declaredIn(stage);
            const life = stage.begin();
            await life.up(declared);
            Object.assign(stage.mappings()[0] ?? {}, { appConfig: undefined });

            await life.refresh();

            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
        });
    });

    it("shows another appConfig as drift that only a replacement fixes, and no drift when none is declared", async () => {
        await onStage({}, async (stage) => {
            const declared = declaredIn(stage);
            const life = stage.begin();
            await life.up(declared);
            Object.assign(stage.mappings()[0] ?? {}, { appConfig: { ...appConfig, groupScope: "GLOBAL" } });

            await life.refresh();

            assert.deepEqual(await life.preview(declared), { op: "replace", properties: ["appConfig"] });
            const { appConfig: _, ...undeclared } = declared;
            assert.deepEqual(await life.preview(undeclared), { op: "same", properties: [] });
        });
    });

    it("with another appConfig is not adopted, and the error explains it", async () => {
        await onStage({}, async (stage) => {
            const declared = declaredIn(stage);
            const life = stage.begin();
            await life.up(declared);
            life.forget();
            const other = { ...declared, appConfig: { ...appConfig, groupScope: "GLOBAL" } };
            stage.writes();

            await assert.rejects(
                stage.begin().up(other),
                /cannot be changed to what is declared: appConfig is .*UNIVERSAL.*, declared .*GLOBAL/,
            );
            await assert.rejects(
                stage.begin().up({ ...other, onExistingMapping: "adopt" }),
                /cannot be changed to what is declared: appConfig is .*UNIVERSAL.*delete the mapping first/,
            );

            assert.deepEqual(stage.writes(), []);
        });
    });

    it("is refused with every mistake in appConfig at once, before anything is sent", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            const wrong = { type: "AD", groupScope: "LOCAL", groupType: "SECURITY", samAccountName: "", more: 1 };

            await assert.rejects(life.up({ ...stage.declared, appConfig: wrong }), (thrown: Error) => {
                assert.deepEqual(
                    thrown.message
                        .split("\n")
                        .map((line) => line.split(":")[0])
                        .sort(),
                    [
                        "appConfig",
                        "appConfig.distinguishedName",
                        "appConfig.groupScope",
                        "appConfig.samAccountName",
                        "appConfig.type",
                    ],
                );
                return true;
            });

            assert.deepEqual(stage.requests(), []);
        });
    });

    itInEach(["errorCauses"], "is refused in Okta's words when the app is not a directory", async (stage) => {
        await assert.rejects(stage.begin().up({ ...stage.declared, appConfig }), /Only for Active Directory.*: POST/);

        assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
    });
});

function declaredIn({ tenant, declared }: Stage, features = ["GROUP_PUSH"]) {
    const app = makeApp(tenant.store, tenant.clock.nowMs(), {
        name: "active_directory",
        label: "example.com",
        features,
    });
    return { ...declared, appId: app.id, appConfig };
}
