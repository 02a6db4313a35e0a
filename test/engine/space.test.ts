import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tenant } from "../../tenant";
import { goldenTexts, pinned } from "../stored/support/golden-texts";
import { inventoryOf, only } from "./support/inventory";
import { engineTestMs, type Scene, said, startScene, writesTo } from "./support/scene";

/** As Pulumi.dev.yaml declares them. */
const declared = [
    { name: "payments", members: ["ana@example.com", "ben@example.com"], mayDelete: false },
    { name: "data-platform", members: ["chloe@example.com", "dario@example.com"], mayDelete: false },
    { name: "mobile", members: ["ben@example.com", "emma@example.com"], mayDelete: false },
];

describe("the repository's own program, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    let atFirst: readonly string[];
    const heard: string[] = [];

    // The steps of one stack's life, in order: each needs what the one before has made.
    before(async () => {
        scene = await startScene({});
        atFirst = inventoryOf(scene.tenant);
    });
    after(() => scene.close());

    it("makes for each declared team one group, mapping, folder and policy, joined as declared", async () => {
        heard.push(said(await scene.succeed("preview", "--diff")), said(await scene.succeed("preview", "--json")));
        heard.push(await scene.up());

        assert.deepEqual(
            declared.map(({ name }) => spaceIn(scene.tenant, name)),
            declared.map(({ name, members, mayDelete }) => ({
                group: `team-${name}`,
                members,
                mapping: "ACTIVE",
                folder: `teams/${name}`,
                principals: [`team-${name}`],
                isOpaId: true,
                scope: "platform",
                mayDelete,
            })),
        );
        // One level of access beside the teams, and its folder; and what the organisation had before.
        assert.equal(scene.tenant.store.mappings.size, declared.length + 1);
        assert.equal(scene.tenant.store.folders.size, declared.length + 2);
        assert.equal(scene.tenant.store.policies.size, declared.length + 2);
    });

    it("exports the group, the folder's path and the policy of each team", async () => {
        const { stdout } = await scene.succeed("stack", "output", "--json");

        const expected = declared.map(({ name }) => [
            name,
            { group: `team-${name}`, folder: `teams/${name}`, policy: `team-${name} secrets` },
        ]);
        assert.deepEqual(JSON.parse(stdout), { teams: Object.fromEntries(expected) });
    });

    it("finds nothing to do the second time, and sends no writing request", async () => {
        scene.tenant.clearRequests();

        heard.push(said(await scene.succeed("preview", "--expect-no-changes")), await scene.up("--expect-no-changes"));
        heard.push(said(await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes")));

        assert.deepEqual(writesTo(scene.tenant), []);
        assert.ok(scene.tenant.requests.length > 0);
    });

    it("keeps in state, of all code, only the stored texts, and no credential", async () => {
        const state = await scene.state();

        const texts = [...state.matchAll(/"__provider": ("(?:[^"\\]|\\.)*")/g)].map(([, text = ""]) =>
            JSON.parse(text),
        );
        const kinds = new Map(texts.map((text: string) => [/\.provider\("([^"]+)"\)$/.exec(text)?.[1], pinned(text)]));
        // None of these teams names a group that exists.
        const { "pulumi-nodejs:dynamic/okta:ExistingGroup": _existing, ...ofSpaces } = goldenTexts;
        assert.deepEqual(
            Object.fromEntries([...kinds].map(([kind, its]) => [`pulumi-nodejs:dynamic/${kind}`, its])),
            ofSpaces,
        );
        assert.equal(new Set(texts).size, kinds.size);
        heard.push(state, readFileSync(join(scene.folder, "Pulumi.dev.yaml"), "utf8"));
    });

    it("keeps in state no paths of this machine, and no lines of this package", async () => {
        const { deployment } = JSON.parse(await scene.state()) as { deployment: { resources: readonly object[] } };

        // The stack itself is made by Pulumi's SDK.
        const ours = deployment.resources.filter((one) => "parent" in one);
        assert.deepEqual(
            ours.filter((one) => "stackTrace" in one || "sourcePosition" in one),
            [],
        );
        assert.ok(ours.length > 6 * declared.length);
    });

    it("takes everything away again, and nothing else", async () => {
        heard.push(said(await scene.succeed("destroy", "--yes", "--skip-preview")));
        scene.tenant.clock.flush();

        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });

    it("has said no credential in any of this", () => {
        const { oktaApiToken, opaKeyId, opaKeySecret } = scene.tenant.credentials;
        const credentials = [oktaApiToken, opaKeyId, opaKeySecret, "eyJ"];

        const leaks = credentials.filter((credential) => heard.some((text) => text.includes(credential)));

        assert.deepEqual(leaks, []);
        assert.ok(heard.join("").length > 10_000);
    });
});

/** What a tenant holds of a team's space. Throws unless there is exactly one of each object. */
function spaceIn({ store }: Tenant, name: string) {
    const group = only(store.groups.values(), (one) => one.name === `team-${name}` && one.type === "OKTA_GROUP");
    const mapping = only(store.mappings.values(), ({ sourceGroupId }) => sourceGroupId === group.id);
    const folder = only(store.folders.values(), (one) => store.pathOf(one) === `teams/${name}`);
    const policy = only(store.policies.values(), ({ rules }) =>
        rules.some(({ targets }) => targets[0]?.id === folder.id),
    );
    const pushed = only(store.opaGroups.values(), ({ pushedAs }) => pushedAs === mapping.targetGroupId);
    return {
        group: group.name,
        members: [...store.membersOf(group.id)].map((id) => store.users.get(id)?.login).sort(),
        mapping: mapping.status,
        folder: store.pathOf(folder),
        principals: policy.userGroups.map(({ id }) => store.opaGroups.get(id)?.name),
        isOpaId: policy.userGroups.every(({ id }) => id === pushed.id && id !== mapping.targetGroupId),
        scope: store.resourceGroups.get(policy.resourceGroupId ?? "")?.name,
        mayDelete: policy.rules[0]?.privileges[0]?.flags["secret_delete"],
    };
}
