import assert from "node:assert/strict";
import { startTenant, type Tenant, type TenantSettings } from "../../tenant";
import { Conformance } from "./support/conformance";
import { talkFurtherWithOkta, talkFurtherWithOpa } from "./support/further-conversation";
import {
    furtherOktaDifferences,
    furtherOpaDifferences,
    oktaDifferences,
    opaDifferences,
    opaError,
} from "./support/known-differences";
import { annoyOkta, talkWithOkta, trespassInOkta } from "./support/okta-conversation";
import { annoyOpa, talkWithOpa, trespassInOpa } from "./support/opa-conversation";
import { Specification } from "./support/specification";

type Talk = (tenant: Tenant, to: Conformance) => Promise<void>;

const apis = [
    {
        name: "Okta",
        file: "okta-management.subset.json",
        talks: [talkWithOkta, annoyOkta, trespassInOkta],
        differences: oktaDifferences,
        otherError: undefined,
        // What the specification says where docs/contracts leaves a choice.
        asSpecified: {
            mappingCreateStatus: 201,
            mappingDeleteStatus: 204,
            groupWithoutDescription: "absent",
            mappedTargetDelete: 403,
        },
        notAnswered: ["createGroupPushMapping 201", "deleteGroupPushMapping 204"],
    },
    {
        name: "OPA",
        file: "opa.subset.json",
        talks: [talkWithOpa, annoyOpa, trespassInOpa],
        differences: opaDifferences,
        otherError: opaError,
        asSpecified: {
            falseBooleans: "kept",
            resourceGroupUpdateStatus: 200,
            projectUpdateStatus: 200,
            liveGroupDeletedAt: "zero-time",
        },
        // What lies at the top of a project and may be seen under a condition only is left out of the list.
        notAnswered: [
            "UpdateResourceGroup 200",
            "UpdateResourceGroupProject 200",
            "ListTopLevelSecretFoldersForProject 403",
        ],
    },
] as const satisfies readonly {
    readonly asSpecified: Partial<TenantSettings>;
    readonly talks: readonly Talk[];
    readonly [rest: string]: unknown;
}[];

describe("the tenant's answers", () => {
    for (const { name, file, talks, differences, otherError, asSpecified, notAnswered } of apis) {
        const specification = Specification.named(file);
        const where = `${name}'s specification`;
        if (!specification) {
            process.stdout.write(
                `Not held against ${where}: ../shared/contracts/${file} is not beside this checkout.\n`,
            );
            continue;
        }

        const held = async (settings: Partial<TenantSettings>): Promise<Conformance> => {
            const tenant = await startTenant({ settings });
            const to = new Conformance(tenant, specification, differences, otherError);
            try {
                for (const talk of talks) await talk(tenant, to);
            } finally {
                await tenant.close();
            }
            return to;
        };

        it(`are as ${where} says, in every operation, but for the differences known by name`, async () => {
            const to = await held({});

            process.stdout.write(
                `      ${name}: checked ${to.checkedAnswers} answers and ${to.checkedRequests} bodies sent, ` +
                    `to ${to.seen.size} operations\n`,
            );
            assert.deepEqual(to.problems, []);
            assert.deepEqual(to.unusedDifferences, []);
            assert.deepEqual(unseen(specification, to), notAnswered);
        });

        it(`are as ${where} says where the tenant is told to follow it`, async () => {
            const to = await held(asSpecified);

            assert.deepEqual(to.problems, []);
            const byChoice = differences.filter(({ isByChoice }) => isByChoice).map(({ why }) => why);
            assert.deepEqual(to.unusedDifferences, byChoice);
        });
    }
});

const further = [
    {
        name: "Okta",
        file: "okta-more.subset.json",
        talk: talkFurtherWithOkta,
        differences: furtherOktaDifferences,
        otherError: undefined,
        operations: 5,
    },
    {
        name: "OPA",
        file: "opa-more.subset.json",
        talk: talkFurtherWithOpa,
        differences: furtherOpaDifferences,
        otherError: opaError,
        operations: 9,
    },
];

describe("the tenant's answers to what else is read", () => {
    for (const { name, file, talk, differences, otherError, operations } of further) {
        const specification = Specification.named(file);
        if (!specification) {
            process.stdout.write(
                `Not held against ${name}'s further specification: ${file} is not beside this checkout.\n`,
            );
            continue;
        }

        it(`are as ${name}'s specification says, but for the differences known by name`, async () => {
            const tenant = await startTenant({ settings: { groupWithoutDescription: "absent" } });
            const to = new Conformance(tenant, specification, differences, otherError);
            await talk(tenant, to).finally(() => tenant.close());

            assert.deepEqual(to.problems, []);
            assert.deepEqual(to.unusedDifferences, []);
            assert.equal(to.seen.size, operations);
        });
    }
});

/** What the specification documents and did not come: whole operations, and statuses of those called. */
function unseen({ operations }: Specification, { seen }: Conformance): string[] {
    return operations.flatMap(({ id, statuses }) =>
        statuses.filter((status) => !seen.get(id)?.has(Number(status))).map((status) => `${id} ${status}`),
    );
}
