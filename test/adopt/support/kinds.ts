import type { Verdict } from "../../../resources/adopt/match/verdict";
import { assign, makeApp, makeGroupRule } from "../../../tenant/store/make-okta";
import { makeFolder, makeSecret, makeWorkloadRole } from "../../../tenant/store/make-opa";
import type { OktaGroup } from "../../../tenant/store/okta-records";
import type { OpaGroup, SecretFolder, SecurityPolicy } from "../../../tenant/store/opa-records";
import { approvalFor, type ByHand, contribute, mfaEvery } from "./by-hand";

/** A space as an administrator made it: the truth that what is found is held against. */
export interface Made {
    readonly name: string;
    readonly group: OktaGroup;
    readonly mappingId: string;
    readonly opa: OpaGroup;
    readonly folder: SecretFolder;
    readonly policy: SecurityPolicy;
}

/** A way in which people make spaces, and one that is taken over as it is. */
export type Style = (hand: ByHand, name: string, logins: readonly string[]) => Made;

/** How one is not as a space would be, and what is to be said of it. */
export interface Kind {
    readonly verdict: Verdict;
    /** A part of the reason. */
    readonly said: RegExp;
    readonly make: (hand: ByHand, made: Made) => void;
}

interface Words {
    readonly group: string;
    readonly description?: string;
    readonly policy: string;
    readonly rule: string;
}

function made(hand: ByHand, name: string, logins: readonly string[], words: Words): Made {
    const { description = "" } = words;
    const group = hand.group(words.group, logins, { description });
    const { mapping, opa } = hand.push(group);
    const folder = hand.folder(name, { description });
    const rule = hand.rule([folder], contribute, { name: words.rule });
    const policy = hand.policy(words.policy, [opa], [rule], { description });
    return { name, group, mappingId: mapping.id, opa, folder, policy };
}

/** By the console, by the Workflows flow, by Terraform, by a script that knows our names; with and without more than that. */
export const styles: Readonly<Record<string, Style>> = {
    "the console": (hand, name, logins) =>
        made(hand, name, logins, { group: `${name} people`, policy: `Policy of ${name}`, rule: "Rule 1" }),
    "the Workflows flow": (hand, name, logins) =>
        made(hand, name, logins, {
            group: `team-${name}`,
            description: "Created by Okta Workflows",
            policy: `team-${name} secrets`,
            rule: name,
        }),
    Terraform: (hand, name, logins) => {
        const space = made(hand, name, logins, {
            group: `opa_${name}`,
            description: "Managed by Terraform",
            policy: `${name}_secrets_policy_v2`,
            rule: "secret folder rule",
        });
        const [rule] = space.policy.rules;
        if (rule) space.policy.rules = [{ ...rule, conditions: [mfaEvery(1800)] }];
        return space;
    },
    "a group that a rule fills": (hand, name, logins) => {
        const space = made(hand, name, logins, { group: `WD-${name}`, policy: `WD-${name}`, rule: "all" });
        makeGroupRule(hand.store, 0, { name: `rule ${name}`, expression: "true", groupIds: [space.group.id] });
        return space;
    },
    "owners and auditors too": (hand, name, logins) => {
        const space = made(hand, name, logins, {
            group: `team-${name}`,
            policy: `team-${name} secrets`,
            rule: "Rule 1",
        });
        const { opa } = hand.push(hand.group(`team-${name}-owners`, logins.slice(0, 1)));
        hand.policy(
            `${name} owners`,
            [opa],
            [hand.rule([space.folder], [...contribute, "folder_delete", "secret_delete"])],
        );
        const auditors = hand.store.opaGroupNamed("platform-admins");
        if (auditors) hand.policy(`${name} audit`, [auditors], [hand.rule([space.folder], ["list"])]);
        return space;
    },
    "an approval in a folder inside": (hand, name, logins) => {
        const space = made(hand, name, logins, {
            group: `team-${name}`,
            policy: `team-${name} secrets`,
            rule: "Rule 1",
        });
        const prod = hand.folder("prod", { in: space.folder });
        const { opa } = hand.push(hand.group(`oncall ${name}`, logins.slice(1)));
        hand.policy(
            `on-call ${name}`,
            [opa],
            [
                hand.rule([prod], ["secret_reveal"], { name: "reveal", conditions: [approvalFor(28_800)] }),
                hand.rule([prod], ["list"], { name: "names" }),
            ],
        );
        return space;
    },
};

const firstRule = ({ policy }: Made) => {
    const [rule] = policy.rules;
    if (!rule) throw new Error("The policy has no rule.");
    return rule;
};

function foreignMark(resource: string): string {
    return `Secrets [pulumi:other/prod/${resource}]`;
}

/** Where there is more than one candidate. */
export const ambiguities: Readonly<Record<string, Kind>> = {
    "two groups are pushed into one": {
        verdict: "ambiguous",
        said: /More than one push ends in the group/,
        make: (hand, { name, opa }) => void hand.push(hand.group(`${name} too`, ["ana@example.com"]), opa.name),
    },
    "two groups have the whole folder, and no name tells": {
        verdict: "ambiguous",
        said: /no name tells which group is the team/,
        make: (hand, space) => {
            space.group.name = `${space.name} x`;
            space.policy.name = `${space.name} x policy`;
            const target = hand.store.groups.get(space.opa.pushedAs ?? "");
            if (target) target.name = space.group.name;
            space.opa.name = space.group.name;
            const { opa } = hand.push(hand.group(`${space.name} y`, ["ben@example.com"]));
            hand.policy(`${space.name} y policy`, [opa], [hand.rule([space.folder], contribute)]);
        },
    },
    "the group is pushed twice": {
        verdict: "ambiguous",
        said: /is pushed more than once/,
        make: (hand, { group, name }) => void hand.push(group, `${name} again`),
    },
};

/** Each possible way to be otherwise than a space would be. */
export const differences: Readonly<Record<string, Kind>> = {
    "the policy is off": {
        verdict: "differs",
        said: /it is not active/,
        make: (_hand, { policy }) => {
            policy.active = false;
        },
    },
    "the policy is for a second group": {
        verdict: "differs",
        said: /it is for ".*" and ".*"/,
        make: (hand, { policy, name }) => {
            const { opa } = hand.push(hand.group(`${name} guests`, ["ana@example.com"]));
            policy.userGroups = [...policy.userGroups, { type: "user_group", id: opa.id, name: opa.name }];
        },
    },
    "the policy is on a folder elsewhere": {
        verdict: "differs",
        said: /it is also on 1 folder elsewhere/,
        make: (hand, { policy }) => {
            const { resourceGroupId, projectId } = hand.teams;
            const given = { name: `shared-${policy.seq}`, description: "", parentId: null, resourceGroupId, projectId };
            const shared = makeFolder(hand.store, 0, "console-administrator", given);
            policy.rules = [...policy.rules, hand.rule([shared], ["list"], { name: "shared" })];
        },
    },
    "the policy is on two folders of the team": {
        verdict: "differs",
        said: /it is on 2 folders of the team/,
        make: (hand, { policy, folder }) => {
            const inner = hand.folder("inner", { in: folder });
            policy.rules = [...policy.rules, hand.rule([inner], ["secret_delete"], { name: "inner" })];
        },
    },
    "a rule is on two folders at once": {
        verdict: "differs",
        said: /is on 2 folders at once/,
        make: (hand, space) => {
            const inner = hand.folder("inner", { in: space.folder });
            space.policy.rules = [
                {
                    ...firstRule(space),
                    targets: [space.folder, inner].map(({ id }) => ({ type: "secret_folder", id })),
                },
            ];
        },
    },
    "a rule is on a secret": {
        verdict: "differs",
        said: /is on a single secret/,
        make: (hand, { policy, folder }) => {
            const { resourceGroupId, projectId } = folder;
            const given = { name: "pin", description: "", parentId: folder.id, resourceGroupId, projectId };
            const { id } = makeSecret(hand.store, 0, "console-administrator", given);
            policy.rules = [
                ...policy.rules,
                hand.rule([], ["list"], { name: "pin", targets: [{ type: "secret", id }] }),
            ];
        },
    },
    "a rule is on servers": {
        verdict: "differs",
        said: /is on other things than secrets/,
        make: (hand, { policy }) => {
            const server = { name: "servers", resourceType: "server_based_resource", privileges: [] };
            policy.rules = [...policy.rules, hand.rule([], [], server)];
        },
    },
    "a rule goes through a gateway": {
        verdict: "differs",
        said: /has a condition of the kind "gateway"/,
        make: (_hand, space) => {
            space.policy.rules = [{ ...firstRule(space), conditions: [{ type: "gateway", value: {} }] }];
        },
    },
    "the policy is for every resource group": {
        verdict: "differs",
        said: /it is for every resource group/,
        make: (_hand, { policy }) => {
            policy.resourceGroupId = null;
        },
    },
    "MFA counts for no whole minutes": {
        verdict: "differs",
        said: /asks for MFA every 450 s/,
        make: (_hand, space) => {
            space.policy.rules = [{ ...firstRule(space), conditions: [mfaEvery(450)] }];
        },
    },
    "an approval is asked for names too": {
        verdict: "differs",
        said: /asks for an approval for seeing names too/,
        make: (_hand, space) => {
            space.policy.rules = [{ ...firstRule(space), conditions: [approvalFor(3600)] }];
        },
    },
    "two rules grant different things": {
        verdict: "differs",
        said: /two rules on the folder that grant different things/,
        make: (hand, { policy, folder }) => {
            policy.rules = [...policy.rules, hand.rule([folder], ["secret_delete"], { name: "more" })];
        },
    },
    "a level has less conditions than the team, but some": {
        verdict: "differs",
        said: /has less conditions than the team, but some/,
        make: (hand, space) => {
            space.policy.rules = [
                hand.rule([space.folder], ["secret_reveal"], {
                    name: "a",
                    conditions: [mfaEvery(0), approvalFor(28_800)],
                }),
                hand.rule([space.folder], ["list"], { name: "b", conditions: [mfaEvery(0)] }),
            ];
            const { opa } = hand.push(hand.group(`${space.group.name}-late`, ["ana@example.com"]));
            hand.policy(
                `${space.name} late`,
                [opa],
                [hand.rule([space.folder], ["list"], { conditions: [mfaEvery(0)] })],
            );
        },
    },
    "the group is pushed under another name": {
        verdict: "differs",
        said: /is pushed into a group of another name/,
        make: (hand, { opa, name }) => {
            const target = hand.store.groups.get(opa.pushedAs ?? "");
            opa.name = `${name} pushed`;
            if (target) target.name = opa.name;
        },
    },
    "a group that a rule fills assigns the app": {
        verdict: "differs",
        said: /assigns the app to its people/,
        make: (hand, { group }) => {
            makeGroupRule(hand.store, 0, { name: "HR", expression: "true", groupIds: [group.id] });
            assign(hand.store, 0, hand.tenant.opaAppId, group.id);
        },
    },
    "the push is off": {
        verdict: "differs",
        said: /is INACTIVE, not ACTIVE/,
        make: (hand, { mappingId }) => {
            const mapping = hand.store.mappings.get(mappingId);
            if (mapping) mapping.status = "INACTIVE";
        },
    },
    "the folder has a name that no declaration has": {
        verdict: "differs",
        said: /is not a folder name/,
        make: (_hand, { folder }) => {
            folder.name = `${folder.name} of all`;
        },
    },
    "the folder's name begins with a dot": {
        verdict: "differs",
        said: /no file of a team is called so/,
        make: (_hand, { folder }) => {
            folder.name = `.${folder.name}`;
        },
    },
    "a workload has conditions": {
        verdict: "differs",
        said: /requires .*declared nothing/,
        make: (hand, { folder, name }) => {
            const role = makeWorkloadRole(hand.store, 0, "x", {
                name: `ci ${name}`,
                description: "",
                requirements: [],
            });
            const rule = hand.rule([folder], ["secret_reveal"], { conditions: [mfaEvery(0)] });
            hand.policy(`ci ${name}`, [], [rule], {
                workloadRoles: [{ type: "workload_role", id: role.id, name: role.name }],
            });
        },
    },
    "there is no policy": {
        verdict: "partial",
        said: /No policy names the folder/,
        make: (hand, { policy }) => void hand.store.policies.delete(policy.id),
    },
    "there is no mapping": {
        verdict: "partial",
        said: /is not pushed from Okta, as far as is seen: there is no mapping/,
        make: (hand, { mappingId }) => void hand.store.mappings.delete(mappingId),
    },
    "the group is gone from OPA": {
        verdict: "partial",
        said: /is gone from OPA/,
        make: (hand, { opa }) => {
            opa.deletedAtMs = hand.tenant.clock.nowMs();
        },
    },
    "the folder is another stack's": {
        verdict: "foreign",
        said: /carries the mark of resource ".*-folder" of stack other\/prod/,
        make: (_hand, { folder, name }) => {
            folder.description = foreignMark(`${name}-folder`);
        },
    },
    "the policy is another stack's": {
        verdict: "foreign",
        said: /carries the mark of resource ".*-policy" of stack other\/prod/,
        make: (_hand, { policy, name }) => {
            policy.description = foreignMark(`${name}-policy`);
        },
    },
    "another app pushes the group": {
        verdict: "foreign",
        said: /is pushed by another app/,
        make: (hand, { mappingId }) => {
            const { store } = hand;
            const label = "Privileged Access 2";
            const other =
                [...store.apps.values()].find((app) => app.label === label) ??
                makeApp(store, 0, { name: "okta_privileged_access_sso", label, features: ["GROUP_PUSH"] });
            const mapping = store.mappings.get(mappingId);
            if (mapping) store.mappings.set(mappingId, { ...mapping, appId: other.id });
        },
    },
};
