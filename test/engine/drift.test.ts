import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { engineTestMs, exitCodes, payments, place, type Scene, said, startTeams, writesTo } from "./support/scene";

describe("a change behind Pulumi's back, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    before(async () => {
        // All flags are set: OPA leaves the others out of its answers, and an administrator would have to add them.
        scene = await startTeams([{ ...payments, privileges: ["manage"] }]);
        await scene.up();
    });
    after(() => scene.close());

    /** What a scheduled job runs to find drift. */
    async function lookForDrift(): Promise<string> {
        const result = await scene.pulumi("preview", "--refresh", "--run-program", "--diff", "--expect-no-changes");
        assert.equal(result.code, exitCodes.changesFound, said(result));
        return said(result);
    }

    async function heal(): Promise<void> {
        await scene.up("--refresh", "--run-program");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    }

    const policy = () => only(scene.tenant.store.policies.values(), ({ name }) => name === "team-payments secrets");
    const folder = () => only(scene.tenant.store.folders.values(), ({ name }) => name === "payments");
    const mapping = () => only(scene.tenant.store.mappings.values(), () => true);

    it("to a policy ends the preview with exit code 7 and the property named, and is put right", async () => {
        const { id } = policy();
        const live = (await scene.administrator.opa("GET", `/security_policy/${id}`)) as object;
        await scene.administrator.opa("PUT", `/security_policy/${id}`, {
            ...live,
            active: false,
            description: "by hand",
        });

        const drift = await lookForDrift();
        await heal();

        assert.match(drift, /~ active\s*: false => true/);
        assert.match(drift, /~ description\s*: "by hand" => "Secrets of team payments"/);
        assert.match(drift, /~ 1 to update/);
        assert.equal(policy().active, true);
        assert.equal(policy().id, id);
    });

    it("that deletes a policy is found, and the policy made again", async () => {
        await scene.administrator.opa("DELETE", `/security_policy/${policy().id}`);

        const drift = await lookForDrift();
        await heal();

        assert.match(drift, /\+ 1 to create/);
        assert.equal(policy().active, true);
    });

    it("that deletes an empty folder is found, and the folder made again with its policy", async () => {
        const { resourceGroupId, projectId, id } = folder();
        const path = `/resource_groups/${resourceGroupId}/projects/${projectId}/secret_folders/${id}`;
        await scene.administrator.opa("DELETE", path);

        const drift = await lookForDrift();
        await heal();

        assert.match(drift, /\+ 1 to create/);
        assert.notEqual(folder().id, id);
        assert.equal(policy().rules[0]?.targets[0]?.id, folder().id);
    });

    it("that deletes a mapping is found, and the mapping made again onto the very group it had", async () => {
        const { id, appId, targetGroupId } = mapping();
        const path = `/api/v1/apps/${appId}/group-push/mappings/${id}`;
        await scene.administrator.okta("PATCH", path, { status: "INACTIVE" });
        await scene.administrator.okta("DELETE", `${path}?deleteTargetGroup=false`);

        const drift = await lookForDrift();
        await heal();

        assert.match(drift, /~ status\s*: "MISSING" => "ACTIVE"/);
        assert.notEqual(mapping().id, id);
        assert.equal(mapping().targetGroupId, targetGroupId);
    });

    it("that deletes the Okta group is found, and the team has its access again through the very group it had", async () => {
        const { store } = scene.tenant;
        const group = only(
            store.groups.values(),
            ({ name, type }) => name === "team-payments" && type === "OKTA_GROUP",
        );
        const { targetGroupId } = mapping();
        await scene.administrator.okta("DELETE", `/api/v1/groups/${group.id}`);

        await lookForDrift();
        await heal();
        scene.tenant.clock.flush();

        assert.equal(mapping().targetGroupId, targetGroupId);
        const [principal] = policy().userGroups;
        assert.deepEqual([...(store.opaGroups.get(principal?.id ?? "")?.members ?? [])].sort(), payments.members);
    });

    it("to the members is found, and put right", async () => {
        const { store } = scene.tenant;
        const group = only(
            store.groups.values(),
            ({ name, type }) => name === "team-payments" && type === "OKTA_GROUP",
        );
        const stranger = store.userWithLogin("hugo@example.com")?.id ?? "";
        await scene.administrator.okta("PUT", `/api/v1/groups/${group.id}/users/${stranger}`);

        await lookForDrift();
        await heal();

        assert.ok(!store.membersOf(group.id).has(stranger));
    });
});

describe("a search for drift that fails, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    const declared = { ...place, "pulumi-okta-opa:teams": [payments] };
    let roles: readonly string[];

    before(async () => {
        scene = await startTeams([payments]);
        await scene.up();
        roles = [...only(scene.tenant.store.opaGroups.values(), ({ name }) => name === "automation").roles];
    });
    afterEach(async () => {
        scene.configure(declared);
        await setRoles(roles);
    });
    after(() => scene.close());

    const setRoles = (given: readonly string[]) =>
        scene.administrator.opa("PUT", "/groups/automation", { roles: given });

    const causes: readonly (readonly [string, RegExp, () => unknown])[] = [
        ["the service user lost its roles in OPA", /resource_admin/, () => setRoles([])],
        ["the service user lost its role for policies", /security_admin/, () => setRoles(["resource_admin"])],
        ["the service user lost its role for folders", /resource_admin/, () => setRoles(["security_admin"])],
        [
            "a team's parent folder is not there",
            /There is no folder "squads"/,
            () => scene.configure({ ...declared, "pulumi-okta-opa:parentFolder": "squads" }),
        ],
        // These faults stay for those that follow.
        [
            "OPA is offline when it is asked about the policy",
            /503/,
            () => scene.tenant.fail({ status: 503, path: /\/security_policy\/\w/, times: 1000 }),
        ],
        [
            "Okta refuses the credentials",
            /401/,
            () => scene.tenant.fail({ status: 401, path: /^\/api\/v1\//, times: 1000 }),
        ],
    ];

    for (const [cause, reason, bring] of causes) {
        it(`because ${cause} ends with exit code 1, never as if there were no drift`, async () => {
            await bring();
            const state = await scene.state();
            scene.tenant.clearRequests();

            const result = await scene.pulumi("preview", "--refresh", "--run-program", "--diff", "--expect-no-changes");

            assert.match(said(result), reason);
            assert.equal(result.code, exitCodes.failed, said(result));
            assert.deepEqual(writesTo(scene.tenant), []);
            assert.equal(await scene.state(), state);
        });
    }
});
