import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import type { SecretPrivilege } from "../../tenant/store/opa-records";
import { conditions, policyFor, ruleOn, type Wire } from "./support/policies";
import { sceneForEach } from "./support/scene";
import { workloadsIn } from "./support/workloads";

const ana = "ana@example.com";

function mfa(re_auth_frequency_in_seconds: number, acr_values?: string): Wire {
    const value = { re_auth_frequency_in_seconds, ...(acr_values ? { acr_values } : {}) };
    return { condition_type: "mfa", condition_value: { _type: "mfa", ...value } };
}

const approval = { kind: "approval", requestTypeId: "65f0c0ffee1234567890abcd", requestType: "Secrets approval" };

describe("the tenant's verdict", () => {
    const at = sceneForEach({ settings: { pushDelayMs: 1000, membershipDelayMs: 1000 } });
    let groupId: string;
    let folderId: string;

    beforeEach(async () => {
        groupId = await at.scene.opaGroup("payments", [], ana);
        folderId = await at.scene.folder("payments");
    });

    const allow = (granted: readonly SecretPrivilege[], its: readonly Wire[] = [], name = "policy", more: Wire = {}) =>
        at.scene.policy(
            policyFor([groupId], [ruleOn(folderId, granted, { name, conditions: its })], { name, ...more }),
        );

    const ask = (more: object = {}) =>
        at.scene.tenant.verdict({ person: ana, path: "teams/payments", privilege: "secret_reveal", ...more });

    it("names the policy, the rule and the group through which somebody may", async () => {
        const { id } = await allow(["list", "secret_reveal"]);

        assert.deepEqual(ask(), {
            answer: "allowed",
            needs: [],
            ways: [
                {
                    by: "policy",
                    policy: "policy",
                    policyId: id,
                    rule: "policy",
                    through: ["payments"],
                    asks: [],
                    lacks: [],
                },
            ],
        });
        assert.deepEqual(ask({ privilege: "secret_update" }), {
            answer: "refused",
            needs: [],
            ways: [],
            reason: "no-grant",
        });
        assert.equal(ask({ person: "ben@example.com" }).reason, "no-grant");
    });

    const any = { kind: "mfa", factor: "any", everySeconds: 900 };
    const strong = { kind: "mfa", factor: "phishing-resistant", everySeconds: 0 };
    const asked: readonly (readonly [title: string, its: readonly Wire[], given: object, needs: readonly unknown[]])[] =
        [
            ["any MFA without one", [mfa(900)], {}, [any]],
            ["any MFA with one", [mfa(900)], { mfa: "any" }, []],
            ["any MFA with a better one", [mfa(900, "urn:okta:loa:2fa:any")], { mfa: "phishing-resistant" }, []],
            ["a strong MFA with a lesser one", [mfa(0, "phr")], { mfa: "any" }, [strong]],
            ["a strong MFA with one", [mfa(0, "phr")], { mfa: "phishing-resistant" }, []],
            ["an approval without one", [conditions.accessRequest], {}, [{ ...approval, lastsSeconds: 1800 }]],
            ["an approval with one", [conditions.accessRequest], { approved: true }, []],
            [
                "both with an MFA alone",
                [mfa(900), conditions.accessRequest],
                { mfa: "any" },
                [{ ...approval, lastsSeconds: 1800 }],
            ],
            ["both with an approval alone", [mfa(900), conditions.accessRequest], { approved: true }, [any]],
            ["both with both", [mfa(900), conditions.accessRequest], { mfa: "any", approved: true }, []],
        ];
    for (const [title, its, given, needs] of asked) {
        it(`on a rule that asks for ${title}: ${needs.length > 0 ? "says what is needed" : "is yes"}`, async () => {
            await allow(["secret_reveal"], its);

            const { answer, needs: said } = ask(given);

            assert.deepEqual([answer, said], [needs.length > 0 ? "needs" : "allowed", needs]);
        });
    }

    it("counts the strictest MFA of overlapping rules, or each rule's own, as the setting says", async () => {
        await allow(["secret_reveal"], [mfa(900, "phr")], "strong");
        await allow(["secret_reveal"], [mfa(300)], "weak");
        await allow(["list"], [], "free");

        const answers = (["strictest", "each-its-own"] as const).map((value) => {
            at.scene.tenant.settings.overlappingMfa = value;
            return [ask({ mfa: "any" }).answer, ask({ mfa: "phishing-resistant" }).answer, ask().answer];
        });

        assert.deepEqual(answers, [
            ["needs", "allowed", "needs"],
            ["allowed", "allowed", "needs"],
        ]);
        assert.equal(ask({ privilege: "list" }).answer, "allowed");
    });

    it("says yes without the approval that one rule asks for when another rule gives the same without", async () => {
        await allow(["secret_reveal"], [conditions.accessRequest], "guarded");
        const before = ask().answer;
        await allow(["secret_reveal"], [], "open");

        const { answer, ways } = ask();

        assert.deepEqual([before, answer], ["needs", "allowed"]);
        assert.deepEqual(
            ways.map(({ lacks }) => lacks.map(({ kind }) => kind)),
            [["approval"], []],
        );
    });

    it("says what the way that lacks least still needs", async () => {
        await allow(["secret_reveal"], [mfa(900), conditions.accessRequest], "far");
        await allow(["secret_reveal"], [mfa(900)], "near");

        assert.deepEqual(ask().needs, [any]);
    });

    it("is about everything below a folder, by path or by id, and nothing beside or above it", async () => {
        const below = await at.scene.folder("prod", folderId);
        await at.scene.folder("beside");
        const pin = await at.scene.secret("pin", below);
        await allow(["secret_reveal"]);

        const paths = ["teams/payments/prod", below, "teams/payments/prod/pin", pin, "teams/beside", "teams"];
        const answers = paths.map((path) => ask({ path }).answer);

        assert.deepEqual(answers, ["allowed", "allowed", "allowed", "allowed", "refused", "refused"]);
        assert.equal(ask({ path: "teams/nothing" }).reason, "no-such-path");
    });

    it("knows what cannot be done with a single secret", async () => {
        await at.scene.secret("pin", folderId);
        await allow(["secret_create", "secret_delete", "folder_delete"]);

        const path = "teams/payments/pin";

        assert.equal(ask({ path, privilege: "secret_delete" }).answer, "allowed");
        assert.equal(ask({ path, privilege: "secret_create" }).reason, "not-for-a-secret");
        assert.equal(ask({ path, privilege: "folder_delete" }).reason, "not-for-a-secret");
    });

    it("does not guess which of two projects a path is in", async () => {
        const { store } = at.scene.tenant;
        const [project] = store.projects.values();
        assert.ok(project);
        store.projects.set("other", { ...project, id: "other", name: "other" });
        store.folders.set("twin", { ...at.scene.teams, id: "twin", projectId: "other" });

        assert.throws(() => ask({ path: "teams" }), /teams is a path in several projects.*twin/);
        assert.equal(ask({ path: "twin" }).reason, "no-grant");
    });

    const vain: readonly (readonly [title: string, undo: () => Promise<unknown>])[] = [
        ["whose policy is not active", () => allow(["secret_reveal"], [], "off", { active: false })],
        [
            "whose policy is for another resource group",
            () => {
                const other = { id: "other", seq: 0, name: "other", description: "", delegatedAdminGroupIds: [] };
                at.scene.tenant.store.resourceGroups.set(other.id, other);
                return allow(["secret_reveal"], [], "other", { resource_group: { id: "other" } });
            },
        ],
        [
            "whose group is deleted and made anew",
            async () => {
                at.scene.tenant.settings.deletedGroupInPolicies = "dangles";
                await allow(["secret_reveal"]);
                await at.scene.admin.opa("DELETE", "/groups/payments");
                return at.scene.opaGroup("payments", [], ana);
            },
        ],
        [
            "whose group they have left",
            async () => {
                await allow(["secret_reveal"]);
                return at.scene.admin.opa("DELETE", `/groups/payments/users/${ana}`);
            },
        ],
        [
            "whose folder is gone",
            async () => {
                await allow(["secret_reveal"]);
                await at.scene.me.opa("DELETE", `${at.scene.folders}/${folderId}`);
                return at.scene.folder("payments");
            },
        ],
        [
            "whose policy does not count yet",
            () => {
                at.scene.tenant.settings.policyEffectDelayMs = 60_000;
                return allow(["secret_reveal"]);
            },
        ],
    ];
    for (const [title, undo] of vain) {
        it(`is no on a rule ${title}`, async () => {
            await undo();

            assert.deepEqual([ask().answer, ask().reason], ["refused", "no-grant"]);
        });
    }

    it("is no about who is not in OPA, whom OPA does not let in, and whom nobody knows", async () => {
        const { store } = at.scene.tenant;
        await allow(["secret_reveal"]);
        makeOpaGroup(store, "aside", [], ["ghost@example.com"]);
        const user = store.opaUsers.get(ana);
        assert.ok(user);
        user.status = "DISABLED";

        assert.deepEqual(
            [ana, "leo@example.com", "ghost@example.com"].map((person) => ask({ person }).reason),
            ["not-active", "not-in-opa", "no-such-subject"],
        );
    });

    it("follows the push: nobody before it, nobody who is not assigned to the app, nobody once inactive", async () => {
        const { tenant, me } = at.scene;
        const [staffId = ""] = [...tenant.store.groups.values()].flatMap(({ id, name }) =>
            name === "All staff" ? [id] : [],
        );
        const [everyoneId = ""] = tenant.store.appAssignments.get(tenant.opaAppId)?.keys() ?? [];
        await me.okta("PUT", `/api/v1/apps/${tenant.opaAppId}/groups/${staffId}`);
        await me.okta("DELETE", `/api/v1/apps/${tenant.opaAppId}/groups/${everyoneId}`);
        await me.okta("DELETE", `/api/v1/groups/${staffId}/users/${at.scene.userId("ben@example.com")}`);
        await at.scene.mapping("pushed", ana, "ben@example.com");
        const seen: unknown[] = [];
        const look = () => seen.push([ana, "ben@example.com"].map((person) => ask({ person }).answer));
        tenant.clock.advance(1000);
        groupId = tenant.store.opaGroupNamed("pushed")?.id ?? "";
        await allow(["secret_reveal"]);

        look();
        tenant.clock.advance(1000);
        look();
        await me.okta("POST", `/api/v1/users/${at.scene.userId(ana)}/lifecycle/suspend`);
        tenant.clock.advance(2000);
        look();

        assert.deepEqual(seen, [
            ["refused", "refused"],
            ["allowed", "refused"],
            ["refused", "refused"],
        ]);
    });

    it("counts roles where they are enough: seeing the folders of a resource group, editing those at the top", () => {
        const delegate = { person: "ben@example.com", path: "teams/payments" };

        const { answer, ways } = ask({ ...delegate, privilege: "list" });

        assert.equal(answer, "allowed");
        assert.deepEqual(ways, [
            { by: "role", role: "delegated_resource_admin", through: ["platform-admins"], asks: [], lacks: [] },
        ]);
        const edits = () =>
            ["teams", "teams/payments"].map((path) => ask({ ...delegate, path, privilege: "folder_update" }).answer);
        const byRole = edits();
        at.scene.tenant.settings.topLevelFolderUpdate = "policy-only";
        assert.deepEqual(
            [byRole, edits()],
            [
                ["allowed", "refused"],
                ["refused", "refused"],
            ],
        );
        assert.equal(ask(delegate).answer, "refused");
    });

    it("is no to a service user whose only rule has a condition, whatever is said to be met", async () => {
        await at.scene.admin.opa("POST", "/groups/payments/users", { name: "pulumi-security" });
        await allow(["secret_reveal"], [mfa(900)]);
        await allow(["secret_update"], [], "free");
        const asService = { person: "pulumi-security", mfa: "phishing-resistant", approved: true };

        const { answer, reason, ways } = ask(asService);

        assert.deepEqual([answer, reason, ways.length], ["refused", "cannot-answer", 1]);
        assert.equal(ask({ ...asService, privilege: "secret_update" }).answer, "allowed");
    });

    describe("on a workload", () => {
        const jwksUrl = "https://ci.example.com/jwks";
        const claims = { iss: "https://ci.example.com", repository: "shop/api", ref: "refs/heads/main" };

        async function allowRole(its: readonly Wire[] = []): Promise<void> {
            const { role } = workloadsIn(at.scene.tenant.store, jwksUrl);
            const principals = { user_groups: [], workload_roles: [{ id: role.id }] };
            await allow(["secret_reveal"], its, "deploys", { principals });
        }

        const askWith = (token: object, more: object = {}) =>
            at.scene.tenant.verdict({
                claims,
                jwksUrl,
                path: "teams/payments",
                privilege: "secret_reveal",
                ...token,
                ...more,
            });

        it("goes by the claims of its token and by whose key has signed it", async () => {
            await allowRole();

            const { answer, ways } = askWith({});

            assert.deepEqual([answer, ways.map(({ through }) => through)], ["allowed", [["deployer"]]]);
            const bad: readonly object[] = [
                { claims: { ...claims, repository: "shop/web" } },
                { claims: { ...claims, ref: "refs/tags/main" } },
                { claims: { repository: claims.repository, ref: claims.ref } },
                { jwksUrl: "https://elsewhere.example.com/jwks" },
            ];
            for (const token of bad) assert.equal(askWith(token).reason, "no-workload-role", JSON.stringify(token));
        });

        it("is no while its connection is a draft or switched off", async () => {
            await allowRole();
            const [connection] = at.scene.tenant.store.workloadConnections.values();
            assert.ok(connection);

            const reasons = (["DRAFT", "INACTIVE"] as const).map((status) => {
                connection.status = status;
                return askWith({}).reason;
            });

            assert.deepEqual(reasons, ["no-workload-role", "no-workload-role"]);
        });

        it("is no on a rule with a condition: nobody can answer for it", async () => {
            await allowRole([conditions.accessRequest]);

            const { reason } = askWith({}, { approved: true, mfa: "phishing-resistant" });

            assert.equal(reason, "cannot-answer");
        });

        it("can be asked for by its role, with or without a token", async () => {
            await allowRole();
            const byRole = (workloadRole: string) =>
                at.scene.tenant.verdict({ workloadRole, path: folderId, privilege: "secret_reveal" });

            assert.deepEqual([byRole("deployer").answer, byRole("other").reason], ["allowed", "no-such-subject"]);
        });
    });
});
