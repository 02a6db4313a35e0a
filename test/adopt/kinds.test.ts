import assert from "node:assert/strict";
import { verdictOf } from "../../resources/adopt/match/verdict";
import { startTenant, type Tenant } from "../../tenant";
import { plenty } from "../opa/support/connected";
import { adopted } from "./support/adopting";
import { ByHand } from "./support/by-hand";
import { ambiguities, differences, type Made, styles } from "./support/kinds";

describe("a space that was made by hand", () => {
    let tenant: Tenant;
    let hand: ByHand;

    before(async () => {
        tenant = await startTenant({ settings: { ...plenty, oktaRequestsPerMinute: 1_000_000 } });
    });
    beforeEach(() => {
        tenant.reset();
        hand = new ByHand(tenant);
    });
    after(() => tenant.close());

    const flow = (): Made => {
        const make = styles["the Workflows flow"];
        assert.ok(make);
        return make(hand, "payments", ["ana@example.com", "ben@example.com"]);
    };

    for (const [style, make] of Object.entries(styles)) {
        it(`is clean where it was made by ${style}, and linked as it was made`, async () => {
            const { group, mappingId, folder, policy } = make(hand, "payments", ["ana@example.com", "ben@example.com"]);

            const { teams } = await adopted(tenant);

            assert.deepEqual(
                teams.map(({ reasons }) => reasons),
                [[]],
            );
            const existing = teams[0]?.declaration?.existing;
            assert.deepEqual([existing?.folder?.id, existing?.policy?.id], [folder.id, policy.id]);
            const isMade = teams[0]?.declaration?.team.members !== undefined;
            assert.deepEqual(
                [existing?.group?.id, existing?.mapping?.id],
                isMade ? [group.id, mappingId] : [undefined, undefined],
            );
            assert.equal(teams[0]?.declaration?.team.group, isMade ? undefined : group.name);
        });
    }

    for (const [what, { verdict, said, make }] of Object.entries({ ...ambiguities, ...differences })) {
        it(`comes out as ${verdict} where ${what}, with the reason`, async () => {
            make(hand, flow());

            const { teams } = await adopted(tenant, { appId: tenant.opaAppId });

            const [team, ...more] = teams;
            assert.deepEqual(more, []);
            assert.ok(team);
            assert.equal(verdictOf(team.reasons), verdict, JSON.stringify(team.reasons));
            assert.match(team.reasons.map((one) => one.what).join("\n"), said);
            assert.equal(team.declaration, undefined);
        });
    }
});
