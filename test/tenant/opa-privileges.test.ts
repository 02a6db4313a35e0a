import assert from "node:assert/strict";
import { type SecretPrivilege, secretPrivileges } from "../../tenant/store/opa-records";
import { type Answered, bodyOf } from "./support/asking";
import { conditions, policyFor, ruleOn, type Wire } from "./support/policies";
import { type Scene, sceneForEach } from "./support/scene";

type Deed = (scene: Scene, ids: { folderId: string; secretId: string }) => Promise<Answered>;

const secret = { name: "puk", secret_jwe: "a.b.c.d.e" };

/** What each privilege is for, done by somebody who has no role but in the policy. */
const deeds: readonly (readonly [privilege: SecretPrivilege, deed: Deed, status: number])[] = [
    ["list", ({ security, folders }, { folderId }) => security.opa("GET", `${folders}/${folderId}`), 200],
    [
        "folder_create",
        ({ security, folders }, { folderId }) =>
            security.opa("POST", folders, { name: "in", parent_folder_id: folderId }),
        201,
    ],
    [
        "folder_update",
        ({ security, folders }, { folderId }) => security.opa("PUT", `${folders}/${folderId}`, { name: "renamed" }),
        200,
    ],
    ["folder_delete", ({ security, folders }, { folderId }) => security.opa("DELETE", `${folders}/${folderId}`), 204],
    [
        "secret_create",
        ({ security, project }, { folderId }) =>
            security.opa("POST", `${project}/secrets`, { ...secret, parent_folder_id: folderId }),
        201,
    ],
    [
        "secret_update",
        ({ security, project }, { folderId, secretId }) =>
            security.opa("PUT", `${project}/secrets/${secretId}`, { ...secret, parent_folder_id: folderId }),
        200,
    ],
    [
        "secret_delete",
        ({ security, project }, { secretId }) => security.opa("DELETE", `${project}/secrets/${secretId}`),
        204,
    ],
];

const groupIdsOf = ({ principals }: Wire) =>
    (principals as { user_groups: { id: string }[] }).user_groups.map(({ id }) => id);

describe("a privilege in the tenant's OPA", () => {
    const at = sceneForEach();

    /** A folder in `teams` with a secret in it. */
    async function place(): Promise<{ folderId: string; secretId: string }> {
        const folderId = await at.scene.folder("payments");
        return { folderId, secretId: await at.scene.secret("pin", folderId) };
    }

    /** Gives the security automation privileges by a policy. */
    async function allow(folderId: string, granted: readonly SecretPrivilege[], rule: Wire = {}, more: Wire = {}) {
        const groupId = at.scene.tenant.store.opaGroupNamed("security-automation")?.id ?? "";
        return at.scene.policy(policyFor([groupId], [ruleOn(folderId, granted, rule)], more));
    }

    for (const [privilege, deed, status] of deeds) {
        it(`is needed: ${privilege}, without which what is there is 404, whatever else one may`, async () => {
            const ids = await place();
            await allow(
                ids.folderId,
                secretPrivileges.filter((other) => other !== privilege),
            );
            const without = await deed(at.scene, ids);
            await allow(ids.folderId, [privilege], {}, { name: "the missing one" });

            const answered = await deed(at.scene, ids);

            assert.deepEqual([without.status, answered.status], [404, status]);
        });

        it(`comes with conditions: ${privilege} is 403 with the ways to get in while one is unmet`, async () => {
            const ids = await place();
            const { mfa, accessRequest } = conditions;
            const { id } = await allow(ids.folderId, [privilege], { conditions: [mfa, accessRequest] });

            const answered = await deed(at.scene, ids);

            const { list, message } = bodyOf<{ list: Record<string, unknown>[]; message?: string }>(answered);
            assert.deepEqual([answered.status, message, list.length], [403, undefined, 1]);
            const ruleIds = at.scene.tenant.store.policies.get(String(id))?.rules.map((rule) => rule.id);
            assert.deepEqual(list[0]?.["rule_ids"], ruleIds);
            assert.deepEqual(list[0]?.["conditionals"], [
                {
                    type: "mfa",
                    condition_is_met: false,
                    description: "Rule folder asks for mfa",
                    acr_values: "urn:okta:loa:2fa:any",
                },
                {
                    type: "access_request",
                    condition_is_met: false,
                    description: "Rule folder asks for access_request",
                    access_request_type_id: "65f0c0ffee1234567890abcd",
                    access_request_type_name: "Secrets approval",
                    expires_after_seconds: 1800,
                },
            ]);
        });
    }

    it("on a folder covers everything below it, and nothing beside or above", async () => {
        const { folderId } = await place();
        const [below, beside] = [await at.scene.folder("below", folderId), await at.scene.folder("beside")];
        await allow(folderId, ["list"]);

        const statuses = [];
        for (const id of [folderId, below, beside, at.scene.teams.id]) {
            statuses.push((await at.scene.security.opa("GET", `${at.scene.folders}/${id}`)).status);
        }

        assert.deepEqual(statuses, [200, 200, 404, 404]);
    });

    const vain: readonly (readonly [title: string, more: (scene: Scene) => Wire])[] = [
        ["whose policy is not active", () => ({ active: false })],
        [
            "whose policy is for another resource group",
            ({ tenant: { store } }) => {
                const other = { id: "other", seq: 0, name: "other", description: "", delegatedAdminGroupIds: [] };
                store.resourceGroups.set(other.id, other);
                return { resource_group: { id: other.id } };
            },
        ],
    ];
    for (const [title, more] of vain) {
        it(`${title} gives nothing`, async () => {
            const { folderId } = await place();
            await allow(folderId, ["list"], {}, more(at.scene));

            assert.equal((await at.scene.security.opa("GET", `${at.scene.folders}/${folderId}`)).status, 404);
        });
    }

    it("of a policy for every resource group counts everywhere", async () => {
        const { folderId } = await place();
        await allow(folderId, ["list"], {}, { resource_group: null });

        assert.equal((await at.scene.security.opa("GET", `${at.scene.folders}/${folderId}`)).status, 200);
    });

    it("that one rule ties to an approval is free when another rule gives it without", async () => {
        const { folderId } = await place();
        await allow(folderId, ["list"], { conditions: [conditions.accessRequest] });
        await allow(at.scene.teams.id, ["list"], {}, { name: "free" });

        assert.equal((await at.scene.security.opa("GET", `${at.scene.folders}/${folderId}`)).status, 200);
    });

    it("that one rule ties to MFA is tied to it everywhere it overlaps, unless each rule has its own", async () => {
        const { folderId } = await place();
        const beside = await at.scene.folder("beside");
        await allow(folderId, ["list"], { conditions: [conditions.mfa] });
        await allow(at.scene.teams.id, ["list"], {}, { name: "free" });
        const look = async (id: string) => (await at.scene.security.opa("GET", `${at.scene.folders}/${id}`)).status;

        const strictest = [await look(folderId), await look(beside)];
        at.scene.tenant.settings.overlappingMfa = "each-its-own";
        const eachItsOwn = [await look(folderId), await look(beside)];

        assert.deepEqual(
            [strictest, eachItsOwn],
            [
                [403, 200],
                [200, 200],
            ],
        );
    });

    it("asks for the strictest MFA of all rules that give it, and for each rule's own approval", async () => {
        const { folderId } = await place();
        const mfa = (re_auth_frequency_in_seconds: number, acr_values: string): Wire => ({
            condition_type: "mfa",
            condition_value: { _type: "mfa", re_auth_frequency_in_seconds, acr_values },
        });
        for (const [name, ...its] of [
            ["seldom", mfa(43_200, "urn:okta:loa:2fa:any")],
            ["always", mfa(0, "urn:okta:loa:2fa:any")],
            ["strong", mfa(1800, "phr"), conditions.accessRequest],
            ["free"],
        ] as const) {
            await allow(folderId, ["list"], { name, conditions: its }, { name });
        }

        const answered = await at.scene.security.opa("GET", `${at.scene.folders}/${folderId}`);

        const { list } = bodyOf<{ list: { short_text: string; conditionals: Wire[] }[] }>(answered);
        const asked = list.map(({ short_text, conditionals }) => [
            short_text,
            ...conditionals.map(({ type, acr_values }) => acr_values ?? type),
        ]);
        assert.equal(answered.status, 403);
        assert.deepEqual(asked, [
            ["seldom", "phr"],
            ["always", "phr"],
            ["strong", "phr", "access_request"],
            ["free", "phr"],
        ]);
    });

    it("takes effect as late as the setting says, and until then is what it was before; its end is at once", async () => {
        const { security, folders, tenant } = at.scene;
        const { folderId } = await place();
        tenant.settings.policyEffectDelayMs = 60_000;
        const seen: number[] = [];
        const look = async () => seen.push((await security.opa("GET", `${folders}/${folderId}`)).status);
        const policy = await allow(folderId, ["list"]);
        const path = `/security_policy/${policy["id"]}`;
        const replace = (active: boolean) =>
            security.opa("PUT", path, policyFor(groupIdsOf(policy), [ruleOn(folderId, ["list"])], { active }));

        await look();
        tenant.clock.advance(60_000);
        await look();
        await replace(false);
        await replace(true);
        await replace(false);
        await look();
        tenant.clock.advance(60_000);
        await look();
        await replace(true);
        tenant.clock.advance(60_000);
        await look();
        await security.opa("DELETE", path);
        await look();

        assert.deepEqual(seen, [404, 200, 200, 404, 200, 404]);
    });

    it("shows among the actions of a folder, whatever its conditions", async () => {
        const { folderId } = await place();
        const actions = () => at.scene.security.opa("GET", `${at.scene.folders}/${folderId}/actions`);
        const before = await actions();
        await allow(folderId, ["list", "folder_create", "folder_delete"], { conditions: [conditions.mfa] });

        const after = bodyOf(await actions());

        assert.equal(before.status, 404);
        assert.deepEqual(after, { create_folder: true, create_secret: false, edit: false, delete: true });
    });
});
