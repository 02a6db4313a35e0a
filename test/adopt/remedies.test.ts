import assert from "node:assert/strict";
import { verdictOf } from "../../resources/adopt/match/verdict";
import { startTenant, type Tenant } from "../../tenant";
import { plenty } from "../opa/support/connected";
import { adopted } from "./support/adopting";
import { ByHand, contribute } from "./support/by-hand";
import { ambiguities, differences, type Made, styles } from "./support/kinds";

interface Remedied {
    /** What the remedy says. */
    readonly said: RegExp;
    readonly follow: (hand: ByHand, made: Made) => void;
}

const deleteOther = (hand: ByHand, { mappingId }: Made) => {
    const others = [...hand.store.mappings.keys()].filter((id) => id !== mappingId);
    for (const id of others) hand.store.mappings.delete(id);
};

const own = (hand: ByHand, { policy, folder, name }: Made) => {
    const [, guests] = policy.userGroups;
    const group = hand.store.opaGroups.get(guests?.id ?? "");
    policy.userGroups = policy.userGroups.slice(0, 1);
    if (group) hand.policy(`${name} guests`, [group], [hand.rule([folder], contribute)]);
};

/** By the kind that asks for it. */
const remedies: Readonly<Record<string, Remedied>> = {
    "two groups are pushed into one": { said: /Delete the push that is not meant/, follow: deleteOther },
    "the group is pushed twice": { said: /Delete the push that is not meant/, follow: deleteOther },
    "two groups have the whole folder, and no name tells": {
        said: /Rename the team's group in Okta to "team-payments"/,
        follow: (hand, { group, opa }) => {
            // A push takes the new name on to the group in the app, and to OPA.
            const all = [group, hand.store.groups.get(opa.pushedAs ?? ""), opa];
            for (const one of all) if (one) one.name = "team-payments";
        },
    },
    "the policy is off": {
        said: /Activate it in OPA/,
        follow: (_hand, { policy }) => {
            policy.active = true;
        },
    },
    "the policy is for a second group": { said: /Give each a policy of its own/, follow: own },
    "the policy is on two folders of the team": {
        said: /Give each a policy of its own/,
        follow: (hand, { policy, opa }) => {
            const [first, ...rest] = policy.rules;
            policy.rules = first ? [first] : [];
            hand.policy("inner", [opa], rest);
        },
    },
    "the policy is on a folder elsewhere": {
        said: /Give each a policy of its own/,
        follow: (hand, { policy, opa }) => {
            const [first, ...rest] = policy.rules;
            policy.rules = first ? [first] : [];
            hand.policy("shared", [opa], rest);
        },
    },
    "a rule is on two folders at once": {
        said: /Give each a policy of its own/,
        follow: (hand, { policy, opa, folder }) => {
            const inner = [...hand.store.folders.values()].filter(({ parentId }) => parentId === folder.id);
            policy.rules = [hand.rule([folder], contribute)];
            hand.policy("inner", [opa], [hand.rule(inner, contribute)]);
        },
    },
    "a group that a rule fills assigns the app": {
        said: /Assign the app through another group/,
        follow: (hand, { group }) => void hand.store.appAssignments.get(hand.tenant.opaAppId)?.delete(group.id),
    },
    "the policy is for every resource group": {
        said: /Limit it in OPA to the resource group of the folder/,
        follow: (hand, { policy }) => {
            policy.resourceGroupId = hand.teams.resourceGroupId;
        },
    },
    "the group is pushed under another name": {
        said: /Rename one of them in Okta/,
        follow: (_hand, { group, opa }) => {
            group.name = opa.name;
        },
    },
    "the push is off": {
        said: /Activate it in Okta/,
        follow: (hand, { mappingId }) => {
            const mapping = hand.store.mappings.get(mappingId);
            if (mapping) mapping.status = "ACTIVE";
        },
    },
    "there is no policy": {
        said: /Give the team's group a policy on it in OPA/,
        follow: (hand, { opa, folder }) => void hand.policy("new", [opa], [hand.rule([folder], contribute)]),
    },
    "there is no mapping": {
        said: /Push the team's group from Okta, and give it the policy/,
        follow: (hand, { group, policy }) => {
            const { opa } = hand.push(group, group.name);
            policy.userGroups = [{ type: "user_group", id: opa.id, name: opa.name }];
        },
    },
};

describe("a team that is not clean", () => {
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

    const all = { ...ambiguities, ...differences };

    for (const [what, { said, follow }] of Object.entries(remedies)) {
        it(`is clean after what it says to do where ${what}`, async () => {
            const made = styles["the Workflows flow"]?.(hand, "payments", ["ana@example.com", "ben@example.com"]);
            assert.ok(made);
            all[what]?.make(hand, made);
            const before = await adopted(tenant);
            assert.match(before.teams[0]?.reasons.map(({ remedy }) => remedy).join("\n") ?? "", said);

            follow(hand, made);

            const { teams } = await adopted(tenant);
            assert.deepEqual(
                teams.map(({ reasons }) => reasons),
                [[]],
            );
        });
    }

    it("says no remedy that is not tried here, but for marks", async () => {
        const marks = ["the folder is another stack's", "the policy is another stack's"];
        const untried = Object.entries(all).filter(([what]) => !Object.hasOwn(remedies, what) && !marks.includes(what));
        for (const [what, { make }] of untried) {
            tenant.reset();
            hand = new ByHand(tenant);
            const made = styles["the Workflows flow"]?.(hand, "payments", ["ana@example.com", "ben@example.com"]);
            assert.ok(made);
            make(hand, made);

            const { teams } = await adopted(tenant, { appId: tenant.opaAppId });

            assert.notEqual(verdictOf(teams[0]?.reasons ?? []), "clean", what);
            assert.deepEqual(
                teams.flatMap(({ reasons }) => reasons.flatMap(({ remedy }) => remedy ?? [])),
                [],
                what,
            );
        }
    });

    it("that carries the mark of a stack that lost its state is that stack's, named with --stack", async () => {
        const made = styles["the Workflows flow"]?.(hand, "payments", ["ana@example.com"]);
        assert.ok(made);
        made.folder.description = "Secrets [pulumi:other/prod/payments-folder]";

        const [before, now] = [await adopted(tenant), await adopted(tenant, { stack: "other/prod" })];

        assert.match(before.teams[0]?.reasons[0]?.remedy ?? "", /run this with --stack/);
        assert.deepEqual(now.teams[0]?.reasons, []);
    });
});
