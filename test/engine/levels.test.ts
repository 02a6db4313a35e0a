import assert from "node:assert/strict";
import type { PolicyCondition, Tenant } from "../../tenant";
import { inventoryOf } from "./support/inventory";
import { engineTestMs, place, type Scene, startScene, writesTo } from "./support/scene";

const settings = {
    ...place,
    "pulumi-okta-opa:conditions": { mfa: "any", mfaEvery: "30m" },
    "pulumi-okta-opa:minimum": { reveal: { mfa: "any" } },
    "pulumi-okta-opa:approvals": { oncall: { id: "65f0c1d2e3", name: "On-call secrets", lasts: "8h" } },
};

const mobile = { name: "mobile", members: ["ben@example.com", "emma@example.com"] };

const oncall = {
    ...{ group: "OnCall-Payments", folder: "prod", privileges: "reveal" },
    conditions: { approval: "oncall" },
};

const payments = {
    name: "payments",
    group: "WD-Payments",
    privileges: "write-only",
    folders: ["dev", "prod/eu"],
    access: {
        developers: { group: "WD-Payments", folder: "dev", privileges: "contribute" },
        oncall,
        auditors: { opaGroup: "auditors", privileges: "list", conditions: "none" },
        owners: { members: ["ana@example.com"], privileges: "manage", conditions: { mfa: "phishing-resistant" } },
    },
};

describe("a space with levels of access, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    let atFirst: readonly string[];
    const teams = (...declared: readonly object[]) =>
        scene.configure({ ...settings, "pulumi-okta-opa:teams": declared });

    before(async () => {
        scene = await startScene({ config: { ...settings, "pulumi-okta-opa:teams": [payments, mobile] } });
        await existing(scene, "WD-Payments", "ben@example.com", "chloe@example.com");
        await existing(scene, "OnCall-Payments", "dario@example.com");
        await scene.administrator.opa("POST", "/groups", { name: "auditors", roles: [] });
        atFirst = inventoryOf(scene.tenant);
    });
    after(() => scene.close());

    it("gives each level a policy of its own, on its folder and under its conditions", async () => {
        await scene.up();

        assert.deepEqual(policiesIn(scene.tenant), [
            "team-mobile secrets: team-mobile on teams/mobile: folder_create list secret_create secret_reveal secret_update; mfa any 1800",
            "team-payments secrets: WD-Payments on teams/payments: folder_create list secret_create secret_update; mfa any 1800",
            "team-payments-auditors secrets: auditors on teams/payments: list; ",
            "team-payments-developers secrets: WD-Payments on teams/payments/dev: folder_create list secret_create secret_reveal secret_update; mfa any 1800",
            "team-payments-oncall secrets: OnCall-Payments on teams/payments/prod: list; mfa any 1800",
            "team-payments-oncall secrets: OnCall-Payments on teams/payments/prod: secret_reveal; mfa any 1800, request On-call secrets 28800",
            "team-payments-owners secrets: team-payments-owners on teams/payments: folder_create folder_delete folder_update list secret_create secret_delete secret_reveal secret_update; mfa phr 1800",
        ]);
    });

    it("finds nothing to do the second time, nor in a search for drift", async () => {
        scene.tenant.clearRequests();

        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("stays as it is when a group is renamed in Okta, which is the same group", async () => {
        const { id } = groupIn(scene.tenant, "WD-Payments");
        await scene.administrator.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "WD-Cards" } });

        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    });

    it("touches no other level when one is added, changed or taken away", async () => {
        const { auditors: _auditors, ...access } = payments.access;
        const support = { group: "OnCall-Payments", folder: "dev", privileges: "reveal" };
        teams({ ...payments, access: { support, ...access, oncall: { ...oncall, privileges: "list" } } }, mobile);
        scene.tenant.clearRequests();

        await scene.up();

        assert.deepEqual(
            writesTo(scene.tenant)
                .map((write) => write.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…"))
                .sort(),
            [
                "DELETE /v1/teams/example/security_policy/…",
                "POST /v1/teams/example/security_policy",
                "PUT /v1/teams/example/security_policy/…",
            ],
        );
    });

    it("is taken away with all that it made, and nothing of the groups that it used", async () => {
        await scene.succeed("destroy", "--yes", "--skip-preview");

        const there = inventoryOf(scene.tenant).map((line) => line.replace("WD-Cards", "WD-Payments"));
        assert.deepEqual(there.map(withoutTimes), atFirst.map(withoutTimes));
    });
});

const withoutTimes = (line: string): string => line.replaceAll(/,"last\w+Ms":\d+/g, "");

async function existing({ administrator, tenant }: Scene, name: string, ...logins: readonly string[]): Promise<void> {
    const { id } = (await administrator.okta("POST", "/api/v1/groups", { profile: { name } })) as { id: string };
    for (const login of logins) {
        await administrator.okta("PUT", `/api/v1/groups/${id}/users/${tenant.store.userWithLogin(login)?.id}`);
    }
    tenant.clock.flush();
}

function groupIn({ store }: Tenant, name: string) {
    return (
        [...store.groups.values()].find((one) => one.name === name && one.type === "OKTA_GROUP") ?? assert.fail(name)
    );
}

/** Of the policies that teams have: who may do what where, a line for each rule. */
function policiesIn({ store }: Tenant): readonly string[] {
    const policies = [...store.policies.values()].filter(({ name }) => name.startsWith("team-"));
    return policies
        .flatMap(({ name, userGroups, rules }) => {
            const who = userGroups.map(({ id }) => store.opaGroups.get(id)?.name).join(", ");
            return rules.map((rule) => {
                const where = rule.targets.map(({ id }) => {
                    const folder = store.folders.get(id);
                    return folder && store.pathOf(folder);
                });
                const flags = Object.entries(rule.privileges[0]?.flags ?? {}).filter(([, isGranted]) => isGranted);
                const granted = flags.map(([flag]) => flag).sort();
                return `${name}: ${who} on ${where.join(", ")}: ${granted.join(" ")}; ${rule.conditions.map(conditionSaid).join(", ")}`;
            });
        })
        .sort();
}

function conditionSaid({ type, value }: PolicyCondition): string {
    if (type === "mfa")
        return `mfa ${value["acr_values"] === "phr" ? "phr" : "any"} ${value["re_auth_frequency_in_seconds"]}`;
    return `request ${value["request_type_name"]} ${value["expires_after_seconds"]}`;
}
