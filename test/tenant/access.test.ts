import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultSettings } from "../../tenant/settings";
import type { SecretPrivilege } from "../../tenant/store/opa-records";
import { Store } from "../../tenant/store/store";
import { type Access, accessIn } from "../../tenant/verdict/access";
import { Verdicts } from "../../tenant/verdict/verdicts";
import { ask, bodyOf } from "./support/asking";
import { conditions, policyFor, ruleOn, type Wire } from "./support/policies";
import { fill, organisation } from "./support/random-org";
import { sceneForEach } from "./support/scene";
import { workloadsIn } from "./support/workloads";

describe("who can do what, as the tenant's page and the demo show it", () => {
    const at = sceneForEach();

    const access = async (path = "payments") => {
        const all = bodyOf<Access[]>(await ask(at.scene.tenant, { target: "/control/access" }));
        const folder = [...at.scene.tenant.store.folders.values()].find(({ name }) => name === path);
        return all
            .filter(({ itemId }) => itemId === folder?.id)
            .map(({ group, people, privileges, asks, isDead }) => [
                group,
                people,
                privileges,
                asks.map(({ kind }) => kind),
                isDead,
            ]);
    };

    const allow = async (name: string, groupId: string, granted: readonly SecretPrivilege[], its: readonly Wire[]) => {
        const folder = [...at.scene.tenant.store.folders.values()].find((one) => one.name === "payments");
        const rule = ruleOn(folder?.id ?? "", granted, { name, conditions: its });
        return at.scene.policy(policyFor([groupId], [rule], { name }));
    };

    it("has a line for each level, with what it asks for, and none for what is switched off", async () => {
        await at.scene.folder("payments");
        const owners = await at.scene.opaGroup("owners-of-payments", [], "ana@example.com");
        const readers = await at.scene.opaGroup("readers", [], "ben@example.com", "chloe@example.com");
        await allow("owners", owners, ["list", "secret_delete"], []);
        await allow("readers", readers, ["list"], []);
        await allow("reveal", readers, ["secret_reveal"], [conditions.mfa, conditions.accessRequest]);
        const off = await allow("off", readers, ["secret_update"], []);
        const { store } = at.scene.tenant;
        const policy = store.policies.get(String(off["id"]));
        assert.ok(policy);
        policy.active = false;

        assert.deepEqual(await access(), [
            ["owners-of-payments", ["ana@example.com"], ["list", "secret_delete"], [], false],
            ["readers", ["ben@example.com", "chloe@example.com"], ["list"], [], false],
            ["readers", ["ben@example.com", "chloe@example.com"], ["secret_reveal"], ["mfa", "approval"], false],
        ]);
    });

    it("sets apart whom another rule asks for MFA, where the strictest counts", async () => {
        await at.scene.folder("payments");
        const all = await at.scene.opaGroup("all", [], "ana@example.com", "ben@example.com");
        const few = await at.scene.opaGroup("few", [], "ben@example.com");
        await allow("free", all, ["list", "secret_reveal"], []);
        await allow("guarded", few, ["secret_reveal"], [conditions.mfa]);

        const strictest = await access();
        at.scene.tenant.settings.overlappingMfa = "each-its-own";
        const eachItsOwn = await access();

        assert.deepEqual(strictest, [
            ["all", ["ana@example.com"], ["list", "secret_reveal"], [], false],
            ["all", ["ben@example.com"], ["list"], [], false],
            ["all", ["ben@example.com"], ["secret_reveal"], ["mfa"], false],
            ["few", ["ben@example.com"], ["secret_reveal"], ["mfa"], false],
        ]);
        assert.deepEqual(eachItsOwn, [
            ["all", ["ana@example.com", "ben@example.com"], ["list", "secret_reveal"], [], false],
            ["few", ["ben@example.com"], ["secret_reveal"], ["mfa"], false],
        ]);
    });

    it("names empty groups, and what no workload and no service user can answer", async () => {
        await at.scene.folder("payments");
        const empty = await at.scene.opaGroup("empty");
        const robots = await at.scene.opaGroup("robots", [], "pulumi-security");
        const { role } = workloadsIn(at.scene.tenant.store, "https://ci.example.com/jwks");
        await allow("empty", empty, ["list"], []);
        await allow("robots", robots, ["list"], [conditions.mfa]);
        const [policy] = [...at.scene.tenant.store.policies.values()].slice(-1);
        policy?.workloadRoles.push({ type: "workload_role", id: role.id });

        assert.deepEqual(await access(), [
            ["empty", [], ["list"], [], false],
            ["robots", ["pulumi-security"], ["list"], ["mfa"], true],
            ["deployer", [], ["list"], ["mfa"], true],
        ]);
    });

    it("agrees with the verdicts: what is open to somebody in a line is open to them, and nothing else", () => {
        fc.assert(
            fc.property(organisation, (org) => {
                const store = new Store();
                fill(store, org);
                const settings = { ...defaultSettings(), overlappingMfa: org.overlappingMfa };
                const lines = accessIn(store, settings, 0);
                const isInLine = (itemIds: readonly string[], who: string, privilege: SecretPrivilege) =>
                    lines.some(
                        (one) =>
                            itemIds.includes(one.itemId) &&
                            (one.people.includes(who) || (one.principal === "workload role" && one.group === who)) &&
                            one.privileges.includes(privilege),
                    );

                for (const verdict of new Verdicts(store, settings, 0).all({})) {
                    if (verdict.reason === "not-for-a-secret") continue;
                    const item = store.folders.get(verdict.itemId) ?? store.secrets.get(verdict.itemId);
                    const above = store.lineOf(item?.parentId ?? "").map(({ id }) => id);
                    const isThere = isInLine([verdict.itemId, ...above], verdict.subject, verdict.privilege);
                    assert.equal(isThere, verdict.ways.length > 0, `${verdict.subject} ${verdict.path}`);
                }
            }),
            { numRuns: 100 },
        );
    });
});
