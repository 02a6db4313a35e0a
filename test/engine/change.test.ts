import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { engineTestMs, payments, place, type Scene, startTeams, writesTo } from "./support/scene";

describe("a change of what is declared, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startTeams([payments]);
        await scene.up();
    });
    afterEach(() => scene.close());

    it("is made in place where it can be, and everything keeps its id", async () => {
        const { store } = scene.tenant;
        const ids = () => [
            ...store.groups.keys(),
            ...store.mappings.keys(),
            ...store.folders.keys(),
            ...store.policies.keys(),
        ];
        const before = ids();
        scene.configure(teams({ description: "Cards", members: ["ana@example.com"], privileges: ["reveal"] }));

        const { stdout: preview } = await scene.succeed("preview", "--diff");
        scene.tenant.clearRequests();
        await scene.up();

        assert.match(preview, /~ 4 to update/);
        assert.match(preview, /- \[\d\]: "secret_update"/);
        assert.deepEqual(ids(), before);
        const policy = only(store.policies.values(), ({ name }) => name === "team-payments secrets");
        assert.match(policy.description, /^Cards \[pulumi:pulumi-okta-opa\/dev\/payments-policy\]$/);
        assert.deepEqual(
            policy.rules.map(({ privileges }) =>
                Object.entries(privileges[0]?.flags ?? {}).flatMap(([flag, on]) => (on ? [flag] : [])),
            ),
            [["list", "secret_reveal"]],
        );
        assert.deepEqual(
            writesTo(scene.tenant)
                .map((call) => call.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|00[gu]\w{17}/g, "…"))
                .sort(),
            [
                "DELETE /api/v1/groups/…/users/…",
                "PUT /api/v1/groups/…",
                "PUT /v1/teams/example/resource_groups/…/projects/…/secret_folders/…",
                "PUT /v1/teams/example/security_policy/…",
            ],
        );
    });

    it("replaces the mapping when the group is to have another name, and the team ends with its access", async () => {
        const { store } = scene.tenant;
        const oldMapping = only(store.mappings.keys(), () => true);
        scene.configure(teams({ groupName: "cards" }));

        const { stdout: preview } = await scene.succeed("preview");
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.match(preview, /1 to replace/);
        const mapping = only(store.mappings.values(), () => true);
        assert.notEqual(mapping.id, oldMapping);
        const policy = only(store.policies.values(), ({ name }) => name === "cards secrets");
        const pushed = store.opaGroups.get(policy.userGroups[0]?.id ?? "");
        assert.equal(pushed?.name, "cards");
        assert.equal(pushed?.deletedAtMs, undefined);
        scene.tenant.clock.flush();
        assert.deepEqual([...(pushed?.members ?? [])].sort(), payments.members);
    });

    it("takes away the space of a team that is no longer declared, and leaves the others alone", async () => {
        const { store } = scene.tenant;
        scene.configure(teams({}, { name: "mobile", members: ["emma@example.com"] }));
        await scene.up();
        const mobile = () =>
            [...store.folders.values(), ...store.policies.values()].filter(({ name }) => name.includes("mobile"));
        const before = structuredClone(mobile());
        scene.configure({ ...place, "pulumi-okta-opa:teams": [{ name: "mobile", members: ["emma@example.com"] }] });

        await scene.up();
        scene.tenant.clock.flush();

        assert.deepEqual(mobile(), before);
        const names = [...store.groups.values(), ...store.folders.values(), ...store.policies.values()].map(
            ({ name }) => name,
        );
        assert.deepEqual(
            names.filter((name) => name.includes("payments")),
            [],
        );
    });
});

function teams(changed: object, ...others: readonly object[]) {
    return { ...place, "pulumi-okta-opa:teams": [{ ...payments, ...changed }, ...others] };
}
