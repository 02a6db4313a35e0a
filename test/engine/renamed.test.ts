import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { library } from "./support/project-files";
import { engineTestMs, exitCodes, type Scene, startScene, writesTo } from "./support/scene";

describe("a folder and a policy whose resources get other names in the program, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        makeOpaGroup(scene.tenant.store, "cards", [], ["ana@example.com"]);
        await scene.succeed("config", "set", "prefix", "before");
        await scene.up();
        await scene.succeed("config", "set", "prefix", "after");
        scene.tenant.clearRequests();
    });
    afterEach(() => scene.close());

    const objects = () => [...scene.tenant.store.folders.keys(), ...scene.tenant.store.policies.keys()];
    const urnOf = (name: string) =>
        `urn:pulumi:dev::scratch::pulumi-nodejs:dynamic/opa:${/folder$/.test(name) ? "SecretFolder" : "SecurityPolicy"}::${name}`;
    const targeted = (...names: string[]) => names.flatMap((name) => ["--target", urnOf(name)]);

    it("are not taken by the new names: the error tells of the option aliases, and with it all stays as it is", async () => {
        const before = objects();

        const told = await scene.fail("up", "--yes", "--skip-preview");
        assert.match(told, /is managed by resource "before-folder" of this stack/);
        assert.match(told, /the resource option aliases: \[\{ name: "before-folder" \}\]/);
        await scene.succeed("config", "set", "alias", "before");
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(objects(), before);
        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("are adopted by the new names where that is declared, and left alone by the old ones", async () => {
        const before = objects();
        await scene.succeed("config", "set", "onExisting", "adopt");

        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(objects(), before);
        assert.ok(writesTo(scene.tenant).every((call) => call.startsWith("PUT")));
    });

    for (const [what, command] of [
        ["an update", ["up", "--yes", "--skip-preview"]],
        ["a destroy", ["destroy", "--yes", "--skip-preview"]],
    ] as const) {
        it(`adopted by the new names alone, are left by ${what} of the old names alone`, async () => {
            await scene.succeed("config", "set", "onExisting", "adopt");
            await scene.up(...targeted("after-folder", "after-policy"));
            const before = objects();

            const told = await scene.succeed(...command, ...targeted("before-folder", "before-policy"));

            assert.deepEqual(objects(), before);
            assert.match(told.stdout, /Kept .*: resource "after-(folder|policy)" of this stack manages it now/);
            assert.doesNotMatch(await scene.state(), /before-/);
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        });
    }

    it("are not touched by an update of the new names alone that is refused", async () => {
        const before = objects();

        await scene.fail("up", "--yes", "--skip-preview", ...targeted("after-folder"));

        assert.deepEqual(objects(), before);
        assert.deepEqual(writesTo(scene.tenant), []);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
const onExisting = config.get("onExisting") as "adopt" | undefined;
const name = (what: string) => config.require("prefix") + "-" + what;
const named = (what: string) =>
    config.get("alias") ? { aliases: [{ name: config.require("alias") + "-" + what }] } : {};
const folder = new OpaSecretFolder(
    name("folder"),
    { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name: "cards", onExisting },
    named("folder"),
);
new OpaSecurityPolicy(
    name("policy"),
    {
        name: "cards secrets",
        resourceGroup: "platform",
        principals: { userGroups: [{ name: "cards" }] },
        rules: [{ name: "cards", secretFolderId: folder.id, privileges: ["reveal"] }],
        onExisting,
    },
    named("policy"),
);
`;

describe("a group push mapping whose resource gets another name in the program, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    let groupId: string;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": mappingProgram } });
        const group = await scene.administrator.okta("POST", "/api/v1/groups", { profile: { name: "cards" } });
        groupId = (group as { readonly id: string }).id;
        name("before");
        await scene.up();
        scene.tenant.clearRequests();
    });
    afterEach(() => scene.close());

    /** Declares the mapping under this name, with the option aliases if a former one is given. */
    function name(prefix: string, alias?: string): void {
        const names = { "scratch:prefix": prefix, ...(alias ? { "scratch:alias": alias } : {}) };
        scene.configure({ "scratch:appId": scene.tenant.opaAppId, "scratch:groupId": groupId, ...names });
    }
    const mappings = () => [...scene.tenant.store.mappings.keys()];
    const targets = () => [...scene.tenant.store.groups.values()].filter(({ type }) => type === "APP_GROUP").length;
    const target = (prefix: string) => [
        "--target",
        `urn:pulumi:dev::scratch::pulumi-nodejs:dynamic/okta:GroupPushMapping::${prefix}-push`,
    ];

    it("keeps its mapping: the new name takes it over, and the old one leaves it alone, at once or in the next run, or with aliases", async () => {
        const before = mappings();

        name("after");
        const atOnce = await scene.up();
        name("later");
        const adopted = await scene.up(...target("later"));
        const next = await scene.up();
        name("last", "later");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(mappings(), before);
        assert.deepEqual(writesTo(scene.tenant), []);
        for (const told of [atOnce, next]) {
            assert.match(told, /Kept \S+: another resource of this program manages it now/);
        }
        assert.match(adopted, /Adopted .* run `pulumi up` without --target next: it leaves the mapping alone/);
    });

    it("loses its mapping and its group when the old name is updated or destroyed by itself, and has them again after up --refresh", async () => {
        name("after");
        await scene.up(...target("after"));
        await scene.up(...target("before"));
        assert.deepEqual([mappings().length, targets()], [0, 0]);
        await scene.up("--refresh", "--run-program");
        assert.deepEqual([mappings().length, targets()], [1, 1]);

        name("later");
        await scene.up(...target("later"));
        await scene.succeed("destroy", "--yes", "--skip-preview", ...target("after"));
        assert.deepEqual([mappings().length, targets()], [0, 0]);
        const drift = await scene.pulumi("preview", "--refresh", "--run-program", "--expect-no-changes");
        assert.equal(drift.code, exitCodes.changesFound);
    });
});

const mappingProgram = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping } from ${JSON.stringify(library)};

const config = new Config();
const alias = config.get("alias");
new GroupPushMapping(
    config.require("prefix") + "-push",
    {
        appId: config.require("appId"),
        sourceGroupId: config.require("groupId"),
        targetGroupName: "cards",
        deleteTargetGroupOnDestroy: true,
    },
    alias ? { aliases: [{ name: alias + "-push" }] } : {},
);
`;
