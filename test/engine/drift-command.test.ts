import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import type { Drift } from "../../resources/drift/document";
import { engineEnvironment } from "./support/engine-environment";
import { only } from "./support/inventory";
import { runCommand } from "./support/run-command";
import { engineTestMs, payments, type Scene, startTeams, writesTo } from "./support/scene";

/** All flags are set: OPA leaves the others out of its answers, and an administrator would have to add them. */
const teams = [
    { ...payments, privileges: ["manage"] },
    { name: "search", members: ["chloe@example.com"] },
];

describe("pulumi-okta-opa drift, on the real engine", function () {
    this.timeout(2 * engineTestMs);
    let scene: Scene;

    before(async () => {
        scene = await startTeams(teams);
        await scene.up();
        scene.tenant.clock.flush();
        scene.tenant.clearRequests();
    });
    after(() => scene.close());

    const drift = (...args: readonly string[]) => driftWith({}, ...args);

    async function driftWith(own: NodeJS.ProcessEnv, ...args: readonly string[]) {
        const command = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts"), "drift", ...args];
        const env = { ...engineEnvironment(dirname(scene.folder)), ...scene.tenant.environment, ...own };
        return runCommand(process.execPath, command, { cwd: scene.folder, env, timeoutMs: engineTestMs });
    }

    const notKnown = { events: [], note: "not known" };

    const policyNamed = (wanted: string) => only(scene.tenant.store.policies.values(), ({ name }) => name === wanted);

    it("ends with 0 where there is none, with 7 and all of it where a hand was at work, and writes nothing", async () => {
        const { tenant, administrator } = scene;
        const { store } = tenant;
        const { opaKeySecret } = tenant.credentials;
        await scene.succeed("config", "set", "--secret", "opa:secret", opaKeySecret);
        // The selected stack, and the secret of its configuration.
        const before = await driftWith({ OKTAPAM_SECRET: undefined });

        const { id } = policyNamed("team-payments secrets");
        const live = (await administrator.opa("GET", `/security_policy/${id}`)) as object;
        await administrator.opa("PUT", `/security_policy/${id}`, { ...live, active: false });
        await administrator.opa("DELETE", `/security_policy/${policyNamed("team-search secrets").id}`);
        const own = (name: string) =>
            only(store.groups.values(), (one) => one.name === name && one.type === "OKTA_GROUP").id;
        const stranger = store.userWithLogin("hugo@example.com")?.id ?? "";
        await administrator.okta("PUT", `/api/v1/groups/${own("team-payments")}/users/${stranger}`);
        tenant.clock.flush();
        await administrator.opa("POST", "/groups/team-search/users", { name: "dario@example.com" });
        const after = await drift("--stack", "dev", "--json");

        assert.deepEqual([before.code, before.stdout.trim()], [0, "No drift."], before.stderr);
        assert.equal(after.code, 7, after.stderr);
        const found = JSON.parse(after.stdout) as Drift;
        assert.deepEqual(found.unknown, []);
        assert.deepEqual(
            found.objects.map(({ team, name, what, next }) => [team, name, what, next]),
            [
                ["payments", "payments-members", "changed", "update"],
                ["payments", "payments-policy", "changed", "update"],
                ["search", "search-policy", "gone", "create"],
            ],
        );
        const [members, policy, gone] = found.objects;
        assert.deepEqual(members?.losses, [
            { who: "hugo@example.com", what: "membership", where: "team-payments", conditions: "" },
        ]);
        assert.deepEqual(
            policy?.properties.map(({ property, was, is, next }) => [property, was, is, next]),
            [["active", true, false, true]],
        );
        const seen = members?.by.events.map(({ actor, type, whom }) => [actor, type, whom]);
        assert.deepEqual(seen, [["administrator@example.com", "group.user_membership.add", "hugo@example.com"]]);
        assert.deepEqual([policy?.by, gone?.by], [notKnown, notKnown]);
        const gains = [policy, gone].map((one) => one?.gains.filter(({ what }) => what === "secret_reveal"));
        assert.deepEqual(gains, [
            [{ who: "team-payments", what: "secret_reveal", where: "teams/payments", conditions: "" }],
            [{ who: "team-search", what: "secret_reveal", where: "teams/search", conditions: "" }],
        ]);
        assert.deepEqual(
            found.pushDifferences.map(({ group, notInOpa, notInOkta }) => [group, notInOpa, notInOkta]),
            [["team-search", [], ["dario@example.com"]]],
        );
        assert.deepEqual(writesTo(tenant), []);
    });

    it("ends with 3 where a right is lost at night, and plans nothing away", async () => {
        scene.tenant.fail({ method: "GET", path: /secret_folders/, status: 403, times: 9999 });

        const { code, stdout } = await drift("--stack", "dev");

        assert.equal(code, 3, stdout);
        assert.match(stdout, /could not tell\n {2}\? .*403/);
        assert.doesNotMatch(stdout, /No drift|gone/);
    });

    it("ends with 3 where pulumi tells nothing, and where a file is no such document", async () => {
        const nowhere = await drift("--stack", "there-is-none");
        const file = join(scene.folder, "not-json.txt");
        writeFileSync(file, "Previewing update (dev):");
        const wrong = await drift("--preview", file);

        assert.deepEqual([nowhere.code, wrong.code], [3, 3]);
        assert.match(nowhere.stderr, /there-is-none/);
        assert.match(wrong.stderr, /nothing is known of drift/);
    });
});
