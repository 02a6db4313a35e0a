import assert from "node:assert/strict";
import { documentOf } from "../../resources/adopt/output/document";
import { startTenant, type Tenant, type UnconfirmedChoices, unconfirmed } from "../../tenant";
import { defaultSettings } from "../../tenant/settings";
import { plenty } from "../opa/support/connected";
import { everyOtherValue } from "../opa/support/every-other-value";
import { adopted } from "./support/adopting";
import { ByHand } from "./support/by-hand";
import { differences, styles } from "./support/kinds";

describe("what exists, told whatever the services answer where that is not confirmed", function () {
    this.timeout(120_000);
    let tenant: Tenant;
    const settings = { ...plenty, oktaRequestsPerMinute: 1_000_000 };

    before(async () => {
        tenant = await startTenant({ settings });
    });
    after(() => tenant.close());

    const told = async () => {
        const { adoption, seen } = await adopted(tenant, { appId: tenant.opaAppId });
        return documentOf(adoption, seen);
    };

    it("is the same", async () => {
        const hand = new ByHand(tenant);
        for (const [index, make] of Object.values(styles).entries())
            make(hand, `clean-${index}`, ["ana@example.com", "ben@example.com"]);
        for (const [index, { make }] of Object.values(differences).entries()) {
            const flow = styles["the Workflows flow"];
            assert.ok(flow);
            make(hand, flow(hand, `other-${index}`, ["ana@example.com"]));
        }
        const usual = await told();
        assert.equal(usual.counts.clean, Object.keys(styles).length);

        // Who may list groups is no matter of what is told: without that right the command fails, and says which.
        const names = (Object.keys(unconfirmed) as (keyof UnconfirmedChoices)[]).filter(
            (one) => one !== "groupListRole",
        );
        for (const choice of everyOtherValue(names)) {
            Object.assign(tenant.settings, { ...defaultSettings(), ...settings }, choice);

            const now = await told();

            assert.deepEqual(now, usual, JSON.stringify(choice));
        }
    });
});
