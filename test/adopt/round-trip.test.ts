import assert from "node:assert/strict";
import fc from "fast-check";
import { stackSettings } from "../../resources/team-secrets-space/declared/stack-settings";
import { startTenant, type Tenant } from "../../tenant";
import { makeGroupRule } from "../../tenant/store/make-okta";
import { makeWorkloadRole } from "../../tenant/store/make-opa";
import { plenty } from "../opa/support/connected";
import { adopted } from "./support/adopting";
import { makeAsASpace, meaningOf, spaceOf } from "./support/as-a-space";
import { ByHand } from "./support/by-hand";

const logins = ["ana@example.com", "ben@example.com", "emma@example.com", "dario@example.com"];

const some = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 2 });

const privileges = fc.oneof(
    fc.constantFrom("list", "write-only", "reveal", "contribute", "manage"),
    fc.subarray(["list", "folder_create", "folder_delete", "secret_create", "secret_reveal", "secret_delete"], {
        minLength: 1,
    }),
);

const conditions = fc.oneof(
    fc.constant("none"),
    fc.record(
        {
            mfa: fc.constantFrom("any", "phishing-resistant"),
            mfaEvery: fc.constantFrom("each-time", "5m", "30m", "12h"),
            approval: fc.constantFrom("oncall", "boss"),
            approvalLasts: fc.constantFrom("8h", "45m"),
        },
        { requiredKeys: [] },
    ),
);

const people = fc.subarray(logins, { minLength: 1 });
const paths = ["dev", "prod", "prod/eu"];

const who = fc.oneof(fc.record({ members: people }), fc.record({ group: fc.constantFrom("WD-Payments", "WD-Risk") }));

const level = fc
    .tuple(
        fc.oneof(who, fc.constant({ opaGroup: "platform-admins" }), fc.constant({ workloadRole: "ci" })),
        fc.record({ privileges, folder: some(fc.constantFrom(...paths)), conditions: some(conditions) }),
    )
    .map(([is, has]) => ({ ...has, ...is }));

const team = fc
    .tuple(
        who,
        fc.record({
            groupName: some(fc.constantFrom("Payments", "payments-people")),
            folderName: some(fc.constant("pay.folder")),
            description: some(fc.constantFrom("Cards", "Payouts: all")),
            privileges: some(privileges),
            conditions: some(conditions),
            folders: fc.subarray(paths),
            access: fc.dictionary(fc.constantFrom("owners", "oncall", "eu", "audit"), level, { maxKeys: 3 }),
        }),
    )
    .map(([is, has]) => written({ name: "payments", ...has, ...is }));

/** Without what is left out. */
function written(value: object): object {
    return JSON.parse(JSON.stringify(value)) as object;
}

const asUsual = { folderName: undefined, groupName: undefined };

function foldersOfLevels({
    access = {},
}: {
    readonly access?: Readonly<Record<string, { readonly folder?: string }>>;
}) {
    return [...new Set(Object.values(access).flatMap(({ folder }) => folder ?? []))];
}

const config = (stackConditions: object) => ({
    "pulumi-okta-opa:approvals": JSON.stringify({
        oncall: { id: "65f0", name: "On-call secrets", lasts: "8h" },
        boss: { id: "65f1", name: "Ask the boss", lasts: "1h" },
    }),
    "pulumi-okta-opa:conditions": JSON.stringify(stackConditions),
});

describe("what a space has made", function () {
    this.timeout(120_000);
    let tenant: Tenant;
    let roleId: string;
    let hand: ByHand;

    before(async () => {
        tenant = await startTenant({ settings: { ...plenty, oktaRequestsPerMinute: 1_000_000 } });
    });
    after(() => tenant.close());

    function anew(isRuled: boolean): void {
        tenant.reset();
        hand = new ByHand(tenant);
        roleId = makeWorkloadRole(tenant.store, 0, "x", { name: "ci", description: "", requirements: [] }).id;
        for (const name of ["WD-Payments", "WD-Risk"]) {
            const { id } = hand.group(name, ["ana@example.com"], { description: "HR's" });
            if (isRuled) makeGroupRule(tenant.store, 0, { name, expression: "true", groupIds: [id] });
        }
    }

    for (const [whose, stack] of [
        ["by the marks of a stack that lost its state", "project/dev"],
        ["without marks, as if it had been made by hand", undefined],
    ] as const) {
        it(`is declared as it was declared, ${whose}`, async () => {
            let clean = 0;
            await fc.assert(
                fc.asyncProperty(team, fc.constantFrom({}, { mfa: "any" }), async (declared, ofStack) => {
                    const { settings } = stackSettings({
                        get: (key) => config(ofStack)[key as keyof ReturnType<typeof config>],
                    });
                    // A group that somebody else keeps is told by its rule where no mark tells.
                    anew(stack === undefined);
                    const real = JSON.parse(
                        JSON.stringify(declared).replaceAll('"ci"', JSON.stringify(roleId)),
                    ) as object;
                    // Without a mark, a folder that no policy names is what the team has put there, and the team is called as its folder.
                    if (!stack) Object.assign(real, { folders: foldersOfLevels(real), ...asUsual });
                    const space = spaceOf(real, settings);
                    fc.pre(space !== undefined);
                    if (!space) return;
                    makeAsASpace(hand, space, settings, stack);

                    const { teams } = await adopted(tenant, { config: config(ofStack), ...(stack ? { stack } : {}) });

                    const [found, ...more] = teams;
                    assert.deepEqual([more, found?.reasons], [[], []]);
                    const again = { name: found?.name ?? "", ...found?.declaration?.team };
                    assert.deepEqual(meaningOf(again, settings), meaningOf(real, settings));
                    clean += 1;
                }),
                { numRuns: 60 },
            );
            assert.ok(clean > 20, `${clean} teams`);
        });
    }
});
