import assert from "node:assert/strict";
import { CredentialsMissing } from "../../../resources/http/settings/setting-faults";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import { provider } from "../../../resources/provider";
import { anew } from "../../support/anew";
import { onStage } from "../support/mapping-stage";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const least = { appId: "0oa1", sourceGroupId: "00g1", targetGroupName: "team" };

describe("the declaration of a group push mapping", () => {
    it("gets its defaults before anything is compared", async () => {
        assert.deepEqual(await checked(least), {
            inputs: {
                ...least,
                status: "ACTIVE",
                deleteTargetGroupOnDestroy: false,
                onExistingTarget: "fail",
                onExistingMapping: "fail",
                shared: false,
                waitForPush: 300,
            },
            failures: [],
        });
    });

    const mistakes: readonly [wrong: Properties, properties: readonly string[], says: RegExp][] = [
        [{ targetGroupName: undefined }, ["targetGroupName"], /neither .* is declared\. Declare exactly one/],
        [{ targetGroupId: "00g2" }, ["targetGroupName"], /are both declared\. Declare exactly one/],
        [{ appId: "0oa/1" }, ["appId"], /"0oa\/1": is not an Okta id\. It has letters and digits only/],
        [{ sourceGroupId: undefined }, ["sourceGroupId"], /is missing\. Declare it/],
        [{ targetGroupName: "" }, ["targetGroupName"], /is empty/],
        [{ targetGroupName: " team" }, ["targetGroupName"], /leading or trailing whitespace/],
        [{ targetGroupName: "x".repeat(256) }, ["targetGroupName"], /longer than 255/],
        [{ status: "ERROR" }, ["status"], /"ERROR": use ACTIVE or INACTIVE/],
        [{ waitForPush: 3601 }, ["waitForPush"], /0 to 3600/],
        [{ waitForPush: 1.5 }, ["waitForPush"], /whole seconds/],
        [{ onExistingTarget: "adopt" }, ["onExistingTarget"], /use "fail" or "link"/],
        [{ onExistingMapping: "link" }, ["onExistingMapping"], /use "fail" or "adopt"/],
        [{ deleteTargetGroupOnDestroy: "yes" }, ["deleteTargetGroupOnDestroy"], /use true, false or "if-created"/],
        [{ targetGroup: "x" }, ["targetGroup"], /unknown key "targetGroup"\. Did you mean "targetGroup/],
        [{ status: "x", appId: "-", waitForPush: -1 }, ["appId", "status", "waitForPush"], /use ACTIVE/],
    ];

    for (const [wrong, properties, says] of mistakes) {
        it(`is refused for ${shown(wrong)}`, async () => {
            const declared = Object.entries({ ...least, ...wrong }).filter(([, value]) => value !== undefined);

            const { failures = [] } = await checked(Object.fromEntries(declared));

            assert.deepEqual(failures.map(({ property }) => property).sort(), properties);
            assert.match(failures.map(({ reason }) => reason).join("\n"), says);
        });
    }

    it("may hold values that are not known yet", async () => {
        const declared = { appId: unknown, sourceGroupId: unknown, targetGroupName: unknown, status: unknown };

        const { inputs, failures } = await checked(declared);

        assert.deepEqual(failures, []);
        assert.equal(inputs?.["sourceGroupId"], unknown);
    });

    it("is checked and planned without credentials, which calls name when they are missing", async () => {
        const kind = provider("okta:GroupPushMapping");
        const { inputs = {} } = await kind.check({}, least);

        assert.equal((await kind.diff("0oa1/00g1/00g2", { ...inputs, targetGroupId: "00g2" }, inputs)).changes, false);
        await assert.rejects(kind.create(inputs), (thrown: Error) => {
            assert.equal(thrown.message.split("\n")[0], new CredentialsMissing([]).message.split("\n")[0]);
            return true;
        });
    });

    it("is created by the provider that the text in state calls", async () => {
        await onStage({}, async ({ tenant, declared, mappings }) => {
            const { oktaApiToken } = tenant.credentials;
            const config: Readonly<Record<string, string>> = {
                "okta:apiToken": oktaApiToken,
                "okta:httpProxy": tenant.okta,
            };
            // Other tests of this process have made the mapping of this very group.
            const { provider: own } = anew<{ provider: typeof provider }>(
                require.resolve("../../../resources/provider"),
            );
            const kind = own("okta:GroupPushMapping", { get: (key) => config[key] });
            const { inputs = {} } = await kind.check({}, { ...declared, waitForPush: 0 });

            const { id } = await kind.create(inputs);

            assert.equal(id.split("/")[2], mappings()[0]?.targetGroupId);
        });
    });
});

function shown(wrong: Properties): string {
    return JSON.stringify(wrong, (_key, value) => (value === undefined ? "left out" : value)).slice(0, 60);
}

function checked(declared: Properties) {
    return dynamicProvider(groupPushMapping(() => assert.fail("check must send nothing"))).check({}, declared);
}
