import fc from "fast-check";
import { type Store, unconfirmed } from "../../../tenant";
import { makeFolder, makeOpaGroup, makeOpaUser, makePolicy, makeSecret } from "../../../tenant/store/make-opa";
import { type PolicyCondition, secretPrivileges } from "../../../tenant/store/opa-records";
import { workloadsIn } from "./workloads";

const names = ["a", "b", "c", "d"] as const;

function often<Value>(usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
    return fc.oneof({ weight: 5, arbitrary: usual }, other);
}

const condition = fc.oneof(
    fc.record({
        type: fc.constant("mfa" as const),
        value: fc.record({
            re_auth_frequency_in_seconds: fc.constantFrom(0, 300, 900),
            acr_values: fc.constantFrom("phr", "urn:okta:loa:2fa:any", undefined),
        }),
    }),
    fc.constant<PolicyCondition>({
        type: "access_request",
        value: { request_type_id: "1", request_type_name: "approval", expires_after_seconds: 900 },
    }),
);

const rule = fc.record({
    // More often at the top, so that rules overlap.
    target: fc.oneof({ weight: 2, arbitrary: fc.nat(1) }, fc.nat(7)),
    granted: fc.subarray([...secretPrivileges], { minLength: 4 }),
    conditions: fc.array(condition, { maxLength: 2 }),
});

const policy = fc.record({
    active: often(fc.constant(true), fc.constant(false)),
    scope: often(fc.constantFrom("all", "own"), fc.constant("other")),
    groups: fc.array(fc.nat(3), { minLength: 1, maxLength: 3 }),
    forWorkloads: fc.boolean(),
    rules: fc.array(rule, { maxLength: 3 }),
});

/** An organisation of people, groups, nested folders with secrets, and policies; and what was done before asking. */
export const organisation = fc.record({
    members: fc.array(fc.subarray([0, 1, 2, 3]), { minLength: 4, maxLength: 4 }),
    deleted: fc.nat(8),
    disabled: fc.nat(8),
    /** Of each folder, the one before that it lies in; its own number for none. */
    parents: fc.tuple(fc.nat(0), fc.nat(1), fc.nat(2), fc.nat(3), fc.nat(4), fc.nat(5)),
    secretsIn: fc.tuple(fc.nat(5), fc.nat(5)),
    policies: fc.array(policy, { minLength: 1, maxLength: 6 }),
    given: fc.record({
        mfa: fc.constantFrom("none" as const, "any" as const, "phishing-resistant" as const),
        approved: fc.boolean(),
    }),
    overlappingMfa: fc.constantFrom(...unconfirmed.overlappingMfa.values),
});

/** Puts it into an empty store. */
export function fill(store: Store, org: typeof organisation extends fc.Arbitrary<infer Org> ? Org : never): void {
    store.clear();
    for (const id of ["own", "other"]) {
        store.resourceGroups.set(id, { id, seq: 0, name: id, description: "", delegatedAdminGroupIds: [] });
    }
    const people = names.map((name) => makeOpaUser(store, name, name === "d" ? "service" : "human"));
    const victim = people[org.disabled];
    if (victim) victim.status = "DISABLED";
    const groups = org.members.map((of, index) =>
        makeOpaGroup(
            store,
            `group-${index}`,
            [],
            of.flatMap((n) => names[n] ?? []),
        ),
    );
    const gone = groups[org.deleted];
    if (gone) gone.deletedAtMs = 1;
    const { role } = workloadsIn(store, "https://ci.example.com/jwks");
    const place = { description: null, resourceGroupId: "own", projectId: "project" };
    const items: { readonly id: string; readonly name: string }[] = [];
    for (const [index, parent] of org.parents.entries()) {
        const parentId = parent === index ? null : (items[parent]?.id ?? null);
        items.push(makeFolder(store, 0, "a", { ...place, name: `folder-${index}`, parentId }));
    }
    for (const [index, at] of org.secretsIn.entries()) {
        items.push(makeSecret(store, 0, "a", { ...place, name: `secret-${index}`, parentId: items[at]?.id ?? "" }));
    }
    for (const [index, { active, scope, groups: of, forWorkloads, rules }] of org.policies.entries()) {
        makePolicy(store, {
            name: `policy-${index}`,
            description: "",
            active,
            resourceGroupId: scope === "all" ? null : scope,
            userGroups: of.map((n) => ({ type: "user_group", id: groups[n]?.id ?? "" })),
            workloadRoles: forWorkloads ? [{ type: "workload_role", id: role.id }] : [],
            rules: rules.map(({ target, granted, conditions }, n) => ({
                id: store.ids.opa(),
                name: `rule-${n}`,
                resourceType: "secret_based_resource",
                targets: [{ type: target < 6 ? "secret_folder" : "secret", id: items[target]?.id ?? "" }],
                privileges: [
                    { type: "secret", flags: Object.fromEntries(granted.map((privilege) => [privilege, true])) },
                ],
                conditions,
            })),
        });
    }
}
