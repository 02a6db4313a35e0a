import assert from "node:assert/strict";
import { secretPrivileges } from "../../tenant/store/opa-records";
import { type Answered, bodyOf } from "./support/asking";
import { conditions, flags, policyFor, ruleOn, type Wire } from "./support/policies";
import { made, type Scene, sceneForEach } from "./support/scene";

const send = (scene: Scene, body: unknown) => scene.security.opa("POST", "/security_policy", body);
const read = async (scene: Scene, id: unknown) => made(await scene.security.opa("GET", `/security_policy/${id}`));

/** A policy for a new group on the seeded folder. */
async function wanted(scene: Scene, more: Wire = {}, rule: Wire = {}): Promise<Wire> {
    const groupId = await scene.opaGroup("payments");
    return policyFor([groupId], [ruleOn(scene.teams.id, ["list"], rule)], more);
}

describe("a security policy in the tenant's OPA", () => {
    const at = sceneForEach();

    it("comes back richer than it was sent: ids, names, types, discriminators, and without what is false", async () => {
        const { teams } = at.scene;
        const groupId = await at.scene.opaGroup("payments");
        const secret_folder = { id: teams.id };
        const body = {
            name: "payments secrets",
            active: true,
            resource_group: { id: teams.resourceGroupId },
            principals: { user_groups: [{ id: groupId }] },
            rules: [
                {
                    name: "folder",
                    resource_type: "secret_based_resource",
                    resource_selector: { selectors: [{ selector_type: "secret_folder", selector: { secret_folder } }] },
                    privileges: [{ privilege_type: "secret", privilege_value: { ...flags("list"), _type: undefined } }],
                    conditions: [{ condition_type: "mfa", condition_value: { re_auth_frequency_in_seconds: 0 } }],
                },
            ],
        };

        const answered = await send(at.scene, body);

        const policy = bodyOf(answered);
        assert.equal(answered.status, 200);
        assert.deepEqual(policy, {
            id: policy["id"],
            name: "payments secrets",
            active: true,
            resource_group: { id: teams.resourceGroupId, name: "platform", type: "resource_group" },
            principals: { user_groups: [{ id: groupId, name: "payments", type: "user_group" }] },
            rules: [
                {
                    security_policy_id: policy["id"],
                    name: "folder",
                    resource_type: "secret_based_resource",
                    resource_selector: {
                        _type: "secret_based_resource",
                        selectors: [
                            {
                                selector_type: "secret_folder",
                                selector: {
                                    _type: "secret_folder",
                                    secret_folder: { id: teams.id, name: "teams", type: "secret_folder" },
                                },
                            },
                        ],
                    },
                    privileges: [{ privilege_type: "secret", privilege_value: { _type: "secret", list: true } }],
                    conditions: [
                        { condition_type: "mfa", condition_value: { _type: "mfa", re_auth_frequency_in_seconds: 0 } },
                    ],
                },
            ],
        });
        assert.deepEqual(await read(at.scene, policy["id"]), policy);
    });

    it("is replaced as a whole with 204 and no body: what is left out is gone", async () => {
        const first = await wanted(at.scene, {
            description: "Old",
            resource_group: { id: at.scene.teams.resourceGroupId },
        });
        const { id } = made(await send(at.scene, first));
        const rules = [ruleOn(at.scene.teams.id, secretPrivileges, { name: "new" })];

        const put = await at.scene.security.opa(
            "PUT",
            `/security_policy/${id}`,
            policyFor([], rules, { id, name: "new" }),
        );

        const policy = await read(at.scene, id);
        assert.deepEqual([put.status, put.text], [204, ""]);
        assert.deepEqual(
            [policy["name"], policy["description"], "resource_group" in policy, policy["principals"]],
            ["new", undefined, false, { user_groups: [] }],
        );
        assert.deepEqual(
            (policy["rules"] as { name: string }[]).map(({ name }) => name),
            ["new"],
        );
    });

    it("drops what OPA does not know without a word, so that a wrong name for its scope makes it team-wide", async () => {
        const body = await wanted(at.scene, { resource_group_id: at.scene.teams.resourceGroupId, colour: "red" });

        const answered = await send(at.scene, body);

        assert.equal(answered.status, 200);
        assert.equal("resource_group" in bodyOf(answered) || "colour" in bodyOf(answered), false);
    });

    it("drops what OPA does not know inside a privilege and inside each kind of condition, too", async () => {
        const strange = { colour: "red" };
        const gateway = { condition_type: "gateway", condition_value: { traffic_forwarding: true } };
        const withStrange = ({ condition_type, condition_value }: Wire) => ({
            condition_type,
            condition_value: { ...(condition_value as Wire), ...strange },
        });
        const onSecrets = ruleOn(at.scene.teams.id, ["list"], {
            privileges: secret({ ...flags("list"), ...strange }),
            conditions: [conditions.mfa, conditions.accessRequest].map(withStrange),
        });
        const onServers = {
            ...onSecrets,
            resource_type: "server_based_resource",
            privileges: [privilege("principal_account_ssh")],
            conditions: [gateway].map(withStrange),
        };

        const policy = made(await send(at.scene, await wanted(at.scene, { rules: [onSecrets, onServers] })));

        const text = JSON.stringify(policy);
        assert.equal(text.includes("colour"), false, text);
        for (const known of ["list", "acr_values", "request_type_name", "traffic_forwarding"]) {
            assert.ok(text.includes(`"${known}"`), known);
        }
    });

    it("names what is gone by its last name, and marks it missing", async () => {
        at.scene.tenant.settings.deletedGroupInPolicies = "dangles";
        const { me, admin, project, folders } = at.scene;
        const [groupId, folderId] = [await at.scene.opaGroup("payments"), await at.scene.folder("new")];
        const secretId = await at.scene.secret("new-secret");
        const selector = { selector_type: "secret", selector: { secret: { id: secretId } } };
        const rules = [
            ruleOn(folderId, ["list"]),
            ruleOn("", ["list"], { resource_selector: { selectors: [selector] } }),
        ];
        const { id } = made(await send(at.scene, policyFor([groupId], rules)));
        made(await me.opa("PUT", `${folders}/${folderId}`, { name: "short-lived" }));
        const renamed = { name: "lost", parent_folder_id: at.scene.teams.id, secret_jwe: "a.b.c.d.e" };
        made(await admin.opa("PUT", `${project}/secrets/${secretId}`, renamed));
        made(await me.opa("DELETE", `${folders}/${folderId}`));
        made(await admin.opa("DELETE", `${project}/secrets/${secretId}`));
        made(await admin.opa("DELETE", "/groups/payments"));

        const text = JSON.stringify(await read(at.scene, id));

        assert.ok(
            text.includes(`{"id":"${folderId}","name":"short-lived","type":"secret_folder","missing":true}`),
            text,
        );
        assert.ok(text.includes(`{"id":"${secretId}","name":"lost","type":"secret","missing":true}`), text);
        assert.ok(text.includes(`{"id":"${groupId}","name":"payments","type":"user_group","missing":true}`), text);
    });

    it("names the resource group it was for by its last name once that is gone", async () => {
        const [delegate] = at.scene.tenant.store.opaGroups.keys();
        const group = { name: "short-lived", delegated_resource_admin_groups: [{ id: delegate }] };
        const { id: groupId } = made(await at.scene.admin.opa("POST", "/resource_groups", group));
        const { id } = made(await send(at.scene, await wanted(at.scene, { resource_group: { id: groupId } })));
        made(await at.scene.admin.opa("DELETE", `/resource_groups/${groupId}`));

        const { resource_group: scope } = await read(at.scene, id);

        assert.deepEqual(scope, { id: groupId, name: "short-lived", type: "resource_group", missing: true });
    });

    it("keeps the order of its rules, the name of a rule twice, and a condition twice", async () => {
        const rules = ["b", "a", "b"].map((name) =>
            ruleOn(at.scene.teams.id, ["list"], {
                name,
                conditions: [conditions.accessRequest, conditions.accessRequest],
            }),
        );
        const groupId = await at.scene.opaGroup("payments");

        const policy = made(await send(at.scene, policyFor([groupId], rules)));

        const seen = (policy["rules"] as { name: string; conditions: unknown[] }[]).map((rule) => [
            rule.name,
            rule.conditions.length,
        ]);
        assert.deepEqual(seen, [
            ["b", 2],
            ["a", 2],
            ["b", 2],
        ]);
    });

    it("on servers keeps its selector as it came, and may go through a gateway", async () => {
        const gateway = { _type: "gateway", traffic_forwarding: true, session_recording: false };
        const resource_selector = {
            _type: "server_based_resource",
            selectors: [{ selector_type: "server_label", selector: { x: 1 } }],
        };
        const rule = {
            resource_type: "server_based_resource",
            resource_selector,
            privileges: [{ privilege_type: "principal_account_ssh", privilege_value: { principal_account_ssh: true } }],
            conditions: [{ condition_type: "gateway", condition_value: gateway }],
        };

        const policy = made(await send(at.scene, await wanted(at.scene, {}, rule)));

        const [kept] = policy["rules"] as Record<string, unknown>[];
        assert.deepEqual(kept?.["resource_selector"], resource_selector);
        assert.deepEqual(kept?.["conditions"], [
            { condition_type: "gateway", condition_value: { _type: "gateway", traffic_forwarding: true } },
        ]);
    });

    it("is found in the list, whole, by a part of its name or its description", async () => {
        const policy = made(
            await send(at.scene, await wanted(at.scene, { name: "payments", description: "For invoices" })),
        );

        const found = [];
        for (const contains of ["PAYM", "INVOICES", "nothing"]) {
            const answered = await at.scene.security.opa(
                "GET",
                `/security_policy?contains=${encodeURIComponent(contains)}`,
            );
            found.push(made<{ list: unknown[] }>(answered).list);
        }

        assert.deepEqual(found, [[policy], [policy], []]);
    });

    it("is deleted with 204, and is then 404 to read, replace and delete", async () => {
        const body = await wanted(at.scene);
        const path = `/security_policy/${made(await send(at.scene, body))["id"]}`;

        const statuses = [];
        for (const [method, sent] of [["DELETE"], ["GET"], ["PUT", body], ["DELETE"]] as const) {
            statuses.push((await at.scene.security.opa(method, path, sent)).status);
        }

        assert.deepEqual(statuses, [204, 404, 404, 404]);
    });

    it("for the group of all is refused in OPA's own words", async () => {
        const everyone = at.scene.tenant.store.opaGroupNamed("everyone");

        const answered = await send(at.scene, policyFor([everyone?.id ?? ""], []));

        assert.equal(answered.status, 400);
        assert.deepEqual(bodyOf(answered), {
            message: "You may not add 'everyone' group as a principal",
            errors: [{ path: "principals.user_groups", message: "You may not add 'everyone' group as a principal" }],
        });
    });
});

/** What is wrong, or just not yet, with a policy or with its only rule. */
const bounds: readonly (readonly [
    title: string,
    more: (scene: Scene) => Wire | Promise<Wire>,
    rule: Wire,
    status: number,
])[] = [
    ["no name", () => ({ name: undefined }), {}, 400],
    ["an empty name", () => ({ name: "" }), {}, 400],
    ["a name of 255 characters", () => ({ name: "x".repeat(255) }), {}, 200],
    ["a name of 256 characters", () => ({ name: "x".repeat(256) }), {}, 400],
    ["no word whether it is active", () => ({ active: undefined }), {}, 400],
    ["a description that is null", () => ({ description: null }), {}, 400],
    ["no principals", () => ({ principals: undefined }), {}, 400],
    ["no rules", () => ({ rules: undefined }), {}, 400],
    ["an unknown type", () => ({ type: "other" }), {}, 400],
    ["40 principals", (scene) => principals(scene, 30, 10), {}, 200],
    ["41 principals", (scene) => principals(scene, 30, 11), {}, 400],
    ["30 rules", ({ teams }) => ({ rules: Array.from({ length: 30 }, () => ruleOn(teams.id, ["list"])) }), {}, 200],
    ["31 rules", ({ teams }) => ({ rules: Array.from({ length: 31 }, () => ruleOn(teams.id, ["list"])) }), {}, 400],
    ["a resource group that is not there", () => ({ resource_group: { id: "nothing" } }), {}, 400],
    ["a group that is not there", () => policyFor(["nothing"], []), {}, 400],
    ["a rule without a name", () => ({}), { name: "" }, 400],
    ["a rule without a resource type", () => ({}), { resource_type: undefined }, 400],
    ["a rule on Okta's accounts in a usual policy", () => ({}), { resource_type: "okta_app_based_resource" }, 400],
    ["a rule without a selector", () => ({}), { resource_selector: undefined }, 400],
    [
        "a rule on secrets with a selector of servers",
        () => ({}),
        { resource_selector: { selectors: [{ selector_type: "server_label", selector: {} }] } },
        400,
    ],
    ...([5, null, undefined] as const).map((id) => {
        const selector = { selector_type: "secret_folder", selector: { secret_folder: { id } } };
        const rule = { resource_selector: { selectors: [selector] } };
        return [`a selector whose id is ${JSON.stringify(id)}`, accepting, rule, 400] as const;
    }),
    ["a privilege without all eight flags", () => ({}), { privileges: secret({ list: true }) }, 400],
    ["a flag that is no boolean", () => ({}), { privileges: secret({ ...flags("list"), list: "yes" }) }, 400],
    ["an unknown privilege", () => ({}), { privileges: [{ privilege_type: "everything", privilege_value: {} }] }, 400],
    [
        "SSH and RDP in one rule",
        () => ({}),
        { privileges: [privilege("password_checkout_ssh"), privilege("principal_account_rdp")] },
        400,
    ],
    ...([0, 300, 43_200, 299, 43_201, 300.5, "300"] as const).map((seconds) => {
        const rule = { conditions: [mfa({ re_auth_frequency_in_seconds: seconds })] };
        const isFit = seconds === 0 || seconds === 300 || seconds === 43_200;
        return [`an MFA every ${JSON.stringify(seconds)} seconds`, () => ({}), rule, isFit ? 200 : 400] as const;
    }),
    ["an MFA without its frequency", () => ({}), { conditions: [mfa({})] }, 400],
    [
        "an MFA of an unknown strength",
        () => ({}),
        { conditions: [mfa({ re_auth_frequency_in_seconds: 0, acr_values: "strong" })] },
        400,
    ],
    [
        "an MFA that resists phishing",
        () => ({}),
        { conditions: [mfa({ re_auth_frequency_in_seconds: 0, acr_values: "phr" })] },
        200,
    ],
    ...(["request_type_id", "request_type_name", "expires_after_seconds"] as const).map((field) => {
        const value = { ...conditions.accessRequest.condition_value, [field]: undefined };
        const rule = { conditions: [{ condition_type: "access_request", condition_value: value }] };
        return [`an access request without ${field}`, () => ({}), rule, 400] as const;
    }),
    ["a gateway to secrets", () => ({}), { conditions: [{ condition_type: "gateway", condition_value: {} }] }, 400],
    ...([899, 900, 604_800, 604_801, null] as const).map((seconds) => {
        const rule = { override_checkout_duration_in_seconds: seconds };
        const isFit = seconds === null || (seconds >= 900 && seconds <= 604_800);
        return [`a checkout of ${seconds} seconds`, () => ({}), rule, isFit ? 200 : 400] as const;
    }),
];

/** Objects that are not there are taken, so that they are not why it is refused. */
function accepting({ tenant }: Scene): Wire {
    tenant.settings.unknownReference = "accepted";
    return {};
}

function secret(privilege_value: Wire): readonly Wire[] {
    return [{ privilege_type: "secret", privilege_value }];
}

function privilege(type: string): Wire {
    return { privilege_type: type, privilege_value: { _type: type, [type]: true } };
}

function mfa(condition_value: Wire): Wire {
    return { condition_type: "mfa", condition_value };
}

async function principals(scene: Scene, groups: number, roles: number): Promise<Wire> {
    const user_groups = [];
    for (let n = 0; n < groups; n += 1) user_groups.push({ id: await scene.opaGroup(`group-${n}`) });
    return {
        principals: { user_groups, workload_roles: Array.from({ length: roles }, (_, n) => ({ id: `role-${n}` })) },
    };
}

describe("a security policy sent to the tenant's OPA with", () => {
    const at = sceneForEach();

    for (const [title, more, rule, status] of bounds) {
        it(`${title} is ${status === 200 ? "taken" : "refused, with the place of what is wrong"}`, async () => {
            const body = await wanted(at.scene, await more(at.scene), rule);

            const answered: Answered = await send(at.scene, body);

            assert.equal(answered.status, status, answered.text);
            if (status === 200) return;
            const { errors } = bodyOf<{ errors: { path: string; message: string }[] }>(answered);
            assert.ok(errors.length > 0 && errors.every(({ path, message }) => path && message), answered.text);
        });
    }
});
