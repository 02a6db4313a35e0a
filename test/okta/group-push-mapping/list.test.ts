import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { listGroupPushMappings } from "../../../resources";
import { makeGroup, makeMapping } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";
import { tenants } from "../support/tenants";

/** More than fit on a page. */
const many = 1250;

describe("the list of group push mappings", () => {
    itInEachAlone("contains every mapping of all pages, in Okta's order", async (stage) => {
        fill(stage);

        const found = await withEnvironment(stage, () => listGroupPushMappings({ appId: stage.appId }));

        assert.deepEqual(
            found.map(({ mappingId }) => mappingId),
            stage.mappings().map(({ id }) => id),
        );
        assert.equal(stage.requests().length, 2);
    });

    itInEachAlone("applies every filter on every page", async (stage) => {
        fill(stage);
        const { appId } = stage;
        // On the second page alone.
        const late = stage.mappings()[1200];
        assert.ok(late);
        Object.assign(late, { status: "ERROR", lastUpdatedMs: Date.parse("2040-01-02T03:04:05Z") });
        const sources = stage.mappings().slice(-100);
        for (const mapping of sources) Object.assign(mapping, { sourceGroupId: "00gshared" });

        const filters = [
            { status: "ERROR" },
            { lastUpdated: "2040-01-02T03:04:05Z" },
            { sourceGroupId: "00gshared" },
        ] as const;
        const [errors, latest, ofSource] = await withEnvironment(stage, () =>
            Promise.all(filters.map((filter) => listGroupPushMappings({ appId, ...filter }))),
        );

        assert.deepEqual(
            [errors?.map((one) => one.mappingId), latest?.map((one) => one.mappingId)],
            [[late.id], [late.id]],
        );
        assert.equal(ofSource?.length, 100);
    });

    it("sends its filters with every page, and applies them again to a page that ignored them", async () => {
        await onStage({}, async (stage) => {
            fill(stage);
            for (const mapping of stage.mappings()) mapping.status = "INACTIVE";
            const [foreign] = stage.mappings();
            const page = [{ ...(await wireOf(stage, foreign?.id)), id: "gPmforeign", status: "ACTIVE" }];
            stage.tenant.fail({ method: "GET", path: /mappings$/, nth: 2, body: JSON.stringify(page) });
            stage.tenant.clearRequests();

            const found = await withEnvironment(stage, () =>
                listGroupPushMappings({ appId: stage.appId, status: "INACTIVE" }),
            );

            assert.equal(found.length, 1000);
            const queries = stage.requests().map(({ query }) => new URLSearchParams(query));
            assert.deepEqual(
                queries.map((query) => [query.get("status"), query.get("limit"), query.has("after")]),
                [
                    ["INACTIVE", "1000", false],
                    ["INACTIVE", "1000", true],
                ],
            );
        });
    });

    it("contains a mapping once, even if pages shift and show it twice", async () => {
        await onStage({}, async (stage) => {
            fill(stage);
            const page = [await wireOf(stage, stage.mappings()[0]?.id)];
            stage.tenant.fail({ method: "GET", path: /mappings$/, nth: 2, body: JSON.stringify(page) });

            const found = await withEnvironment(stage, () => listGroupPushMappings({ appId: stage.appId }));

            assert.equal(found.length, 1000);
        });
    });

    it("gives every property of a mapping, and the id of the resource that would manage it", async () => {
        await onStage({}, async (stage) => {
            await stage.begin().up(stage.declared);
            const [mapping] = stage.mappings();

            const [found] = await withEnvironment(stage, () => listGroupPushMappings({ appId: stage.appId }));

            const { created, lastUpdated, lastPush, ...rest } = found ?? assert.fail();
            assert.deepEqual(rest, {
                id: `${stage.appId}/${stage.source.id}/${mapping?.targetGroupId}`,
                appId: stage.appId,
                mappingId: mapping?.id,
                sourceGroupId: stage.source.id,
                targetGroupId: mapping?.targetGroupId,
                status: "ACTIVE",
            });
            for (const time of [created, lastUpdated, lastPush])
                assert.match(String(time), /^\d{4}-\d\d-\d\dT[\d:]{8}Z$/);
        });
    });

    it("names every mistake of a filter, and sends nothing", async () => {
        await onStage({}, async (stage) => {
            const filter = {
                appId: "0oa/1",
                status: "BROKEN",
                lastUpdated: "2026-03-25T13:45:47.000Z",
                sourceGroup: "00g1",
            };

            await assert.rejects(
                withEnvironment(stage, () => listGroupPushMappings(filter as never)),
                (thrown: Error) => {
                    assert.deepEqual(
                        thrown.message.split("\n").map((line) => line.split(":")[0]?.trim()),
                        ["Invalid filter of listGroupPushMappings", "sourceGroup", "appId", "status", "lastUpdated"],
                    );
                    assert.match(thrown.message, /Did you mean "sourceGroupId"/);
                    return true;
                },
            );

            assert.deepEqual(stage.requests(), []);
        });
    });

    it("takes credentials from stack configuration when the environment has none", async () => {
        await onStage({}, async (stage) => {
            await stage.begin().up(stage.declared);
            const { tenant, appId } = stage;
            runtime.setAllConfig({
                "okta:apiToken": tenant.credentials.oktaApiToken,
                "okta:httpProxy": tenant.okta,
            });

            const found = await listGroupPushMappings({ appId }).finally(() => runtime.setAllConfig({}));

            assert.equal(found.length, 1);
        });
    });

    it("fails by kind for an app that does not exist, and for missing credentials", async () => {
        await onStage({}, async (stage) => {
            const ask = () => listGroupPushMappings({ appId: "0oanone" });

            await assert.rejects(withEnvironment(stage, ask), { kind: "not-found" });
            await assert.rejects(ask(), { name: "CredentialsMissing" });
        });
    });
});

/** One tenant at a time, since the credentials are in the environment of this process. */
function itInEachAlone(title: string, scenario: (stage: Stage) => Promise<void>): void {
    for (const settings of tenants("nextLinkFilters", "mappingCursor").slice(0, 4)) {
        const { nextLinkFilters, mappingCursor } = settings;
        it(`${title} (filters in next links ${nextLinkFilters}, cursor ${mappingCursor})`, () =>
            onStage(settings, scenario));
    }
}

function fill({ tenant, appId }: Stage): void {
    const { store } = tenant;
    for (let number = 0; number < many; number += 1) {
        const source = makeGroup(store, 0, { name: `source ${number}` });
        const target = makeGroup(store, 0, { name: `target ${number}`, type: "APP_GROUP", appId });
        makeMapping(store, 0, { appId, sourceGroupId: source.id, targetGroupId: target.id, status: "ACTIVE" });
    }
}

async function wireOf({ administrator, appId }: Stage, mappingId = ""): Promise<object> {
    return (await administrator.okta("GET", `/api/v1/apps/${appId}/group-push/mappings/${mappingId}`)) as object;
}

/** With the tenant's credentials in the environment, as a program or tool has them. */
async function withEnvironment<T>({ tenant }: Stage, act: () => Promise<T>): Promise<T> {
    const before = { ...process.env };
    Object.assign(process.env, tenant.environment);
    try {
        return await act();
    } finally {
        for (const name of Object.keys(tenant.environment)) {
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        }
    }
}
