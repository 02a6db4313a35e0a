import assert from "node:assert/strict";
import { anotherApp } from "./support/another-app";
import { inventoryOf } from "./support/inventory";
import { engineTestMs, payments, place, type Scene, startScene, startTeams, writesTo } from "./support/scene";

describe("a groupName that the app has already, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    const named = (groupName: string, more: object = {}) => ({
        ...place,
        "pulumi-okta-opa:teams": [{ ...payments, groupName, ...more }],
    });

    it("is refused before the team that is to have it loses anything, in the preview too, in whatever case it is written", async () => {
        scene = await startTeams([payments]);
        await leaveInApp(scene, "auditors");
        await scene.up();
        scene.tenant.clock.flush();
        scene.tenant.clearRequests();
        const before = inventoryOf(scene.tenant);

        const attempts = [
            ["auditors", "preview"],
            ["Auditors", "up", "--yes", "--skip-preview"],
        ] as const;
        for (const [name, ...command] of attempts) {
            scene.configure(named(name));
            const text = await scene.fail(...command);
            assert.match(
                text,
                /teams\[0\]\.groupName: App "[^"]+" \(0oa\w+\) already has a group "auditors" \(00g\w+\)/,
            );
        }

        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), before);

        scene.configure(named("auditors", { onExistingPush: "adopt" }));
        await scene.up();
        const [mapping] = scene.tenant.store.mappings.values();
        assert.equal(scene.tenant.store.groups.get(mapping?.targetGroupId ?? "")?.name, "auditors");
    });

    it("is no obstacle to the space that has it, though its mapping was deleted by hand, and though the app is another one", async () => {
        scene = await startTeams([payments]);
        const { tenant, administrator } = scene;
        await scene.up();
        const [mapping] = tenant.store.mappings.values();
        assert.ok(mapping);
        const path = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings/${mapping.id}`;
        await administrator.okta("PATCH", path, { status: "INACTIVE" });
        await administrator.okta("DELETE", `${path}?deleteTargetGroup=false`);

        await scene.up("--refresh");
        await scene.succeed("preview", "--expect-no-changes");
        scene.configure({ ...named("team-payments"), "pulumi-okta-opa:appId": anotherApp(scene.tenant) });
        const { stdout } = await scene.succeed("preview");

        assert.equal(tenant.store.mappings.size, 1);
        assert.doesNotMatch(stdout, /of its own|already has a group/);
    });
});

/** Somebody's group in the app, known to Okta: a mapping that was unlinked and left it. */
async function leaveInApp({ tenant, administrator }: Scene, name: string): Promise<void> {
    const mappings = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;
    const owner = (await administrator.okta("POST", "/api/v1/groups", { profile: { name } })) as { id: string };
    const mapping = { sourceGroupId: owner.id, targetGroupName: name, status: "ACTIVE" };
    const { id } = (await administrator.okta("POST", mappings, mapping)) as { id: string };
    tenant.clock.flush();
    await administrator.okta("PATCH", `${mappings}/${id}`, { status: "INACTIVE" });
    await administrator.okta("DELETE", `${mappings}/${id}?deleteTargetGroup=false`);
    await administrator.okta("DELETE", `/api/v1/groups/${owner.id}`);
}

describe("names of groups that go from team to team in one run, on the real engine", function () {
    this.timeout(engineTestMs);

    it("are refused in the preview, swapped or in a chain, and each way on that is told leads there", async () => {
        const scene = await startScene({ config: named("team-a", "team-b") });
        try {
            await scene.up();
            scene.tenant.clearRequests();
            scene.configure(named("team-b", "team-a"));
            const swap = await scene.fail("preview");
            scene.configure(named("team-b", "team-c"));
            const chain = await scene.fail("preview");

            assert.match(
                swap,
                /is to have the group name "team-\w", which .* To swap the two names, run `pulumi up` three times/,
            );
            assert.match(
                chain,
                /TeamSecretsSpace "a" is to have the group name "team-b", which .*"b" has until this run gives it "team-c"/,
            );
            for (const text of [swap, chain]) assert.equal(text.match(/is to have the group name/g)?.length, 1);
            assert.deepEqual(writesTo(scene.tenant), []);

            for (const [a, b] of [
                ["team-third", "team-b"],
                ["team-third", "team-a"],
                ["team-b", "team-a"],
            ] as const) {
                scene.configure(named(a, b));
                await scene.up();
            }
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        } finally {
            await scene.close();
        }
    });

    const team = (name: string, login: string, groupName: string) => ({
        name,
        members: [`${login}@example.com`],
        groupName,
    });
    const declaring = (...teams: object[]) => ({ ...place, "pulumi-okta-opa:teams": teams });
    const named = (a: string, b: string) => declaring(team("a", "ana", a), team("b", "ben", b));
    const groups = ({ tenant }: Scene) =>
        [...tenant.store.groups.values()]
            .filter(({ name, type }) => /^team-/.test(name) && type === "OKTA_GROUP")
            .map(({ id, name }) => `${name} ${id}`)
            .sort();

    it("are refused to a new team, which takes the name after the run that renames the other one, as told", async () => {
        const scene = await startScene({ config: declaring(team("a", "ana", "team-a")) });
        try {
            await scene.up();
            const [first = ""] = groups(scene);
            scene.tenant.clearRequests();
            scene.configure(named("team-c", "team-a"));
            const told = await scene.fail("preview");

            assert.match(
                told,
                /"b" is to have the group name "team-a", which .*"a" has until this run gives it "team-c"/,
            );
            assert.match(told, /If .*"b" is new, declare it after a `pulumi up` that has renamed the other group/);
            assert.deepEqual(writesTo(scene.tenant), []);

            scene.configure(declaring(team("a", "ana", "team-c")));
            await scene.up();
            scene.configure(named("team-c", "team-a"));
            await scene.up();
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
            assert.equal(groups(scene).length, 2);
            assert.ok(groups(scene).includes(first.replace("team-a", "team-c")));
        } finally {
            await scene.close();
        }
    });

    it("are refused to a team that a run has left half made, which keeps its group by a third name, as told", async () => {
        const scene = await startScene({ config: declaring(team("a", "ana", "team-a")) });
        try {
            await scene.up();
            scene.configure(named("team-a", "team-b"));
            scene.tenant.fail({ method: "POST", path: /\/security_policy$/, status: 403 });
            await scene.fail("up", "--yes", "--skip-preview");
            const before = groups(scene);
            scene.configure(named("team-c", "team-a"));
            const told = await scene.fail("preview");
            assert.match(told, /If a run has made something of it already, give it a third name for one `pulumi up`/);

            for (const b of ["team-third", "team-a"]) {
                scene.configure(named("team-c", b));
                await scene.up();
            }
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
            assert.deepEqual(
                groups(scene),
                before.map((line) => line.replace("team-a", "team-c").replace("team-b", "team-a")).sort(),
            );
        } finally {
            await scene.close();
        }
    });
});
