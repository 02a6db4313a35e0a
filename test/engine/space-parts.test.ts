import assert from "node:assert/strict";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, place, type Scene, said, startScene, startTeams, writesTo } from "./support/scene";

describe("a space of which something is not known in the preview, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    it("plans only what depends on that", async () => {
        scene = await startScene({ program: { "index.ts": oneUnknown }, config: place });
        await scene.up();
        await scene.succeed("config", "set", "unknown", "yes");

        const preview = said(await scene.succeed("preview", "--diff"));

        assert.doesNotMatch(preview, /replac/);
        assert.match(preview, /\+ 1 to create\n +~ 1 to update\n/);
        assert.match(preview, /~ okta:index\/groupMemberships:GroupMemberships: \(update\)/);
    });

    it("is one error with every mistake in what is known", async () => {
        scene = await startScene({ program: { "index.ts": oneUnknown }, config: place });
        const atFirst = inventoryOf(scene.tenant);
        await scene.succeed("config", "set", "unknown", "yes");
        await scene.succeed("config", "set", "another", "nobody@example.com");
        await scene.succeed("config", "set", "pulumi-okta-opa:parentFolder", "squads");

        const text = await scene.fail("preview");

        assert.match(text, /members\[0\]: "nobody@example.com" does not exist in Okta/);
        assert.match(text, /pulumi-okta-opa:parentFolder: There is no folder "squads"/);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });

    it("may be made in one program with what it needs: previewed, then made after that, and found unchanged", async () => {
        scene = await startScene({ program: { "index.ts": allInOne }, config: place });

        const preview = said(await scene.succeed("preview"));
        await scene.up();
        scene.tenant.clearRequests();
        const again = said(await scene.succeed("preview", "--expect-no-changes"));

        assert.match(preview, /parentFolder: There is no folder "teams\/squads".* looked up again in the update/);
        assert.match(preview, /15 to create/);
        const { store } = scene.tenant;
        assert.deepEqual(
            [...store.folders.values()]
                .map((folder) => store.pathOf(folder))
                .filter((path) => /squad|tribe/.test(path))
                .sort(),
            ["teams/squads", "teams/squads/waited", "teams/tribes", "teams/tribes/valued"],
        );
        assert.doesNotMatch(again, /looked up again/);
        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("fails in the update, before anything of it is made, when what it waited for does not bring what it needs", async () => {
        scene = await startScene({ program: { "index.ts": neverThere }, config: place });

        await scene.succeed("preview");
        const text = await scene.fail("up", "--yes", "--skip-preview");

        assert.match(text, /parentFolder: There is no folder "squads"/);
        assert.deepEqual(
            writesTo(scene.tenant).filter((call) => /groups/.test(call)),
            ["POST /api/v1/groups"],
        );
    });
});

describe("an update of nothing but a new space's own resource, on the real engine", function () {
    this.timeout(engineTestMs);

    it("names no object in the outputs that does not exist", async () => {
        const scene = await startTeams([payments]);

        await scene.up("--target", "**TeamSecretsSpace::payments");
        const { stdout } = await scene.succeed("stack", "output", "--json");
        const writes = writesTo(scene.tenant);
        await scene.up();
        const { stdout: afterwards } = await scene.succeed("stack", "output", "--json");
        await scene.close();

        assert.deepEqual(writes, []);
        assert.deepEqual(JSON.parse(stdout), { teams: { payments: {} } });
        const names = { group: "team-payments", folder: "teams/payments", policy: "team-payments secrets" };
        assert.deepEqual(JSON.parse(afterwards), { teams: { payments: names } });
    });
});

const imports = `
import * as okta from "@pulumi/okta";
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, TeamSecretsSpace } from ${JSON.stringify(library)};
`;

const oneUnknown = `${imports}
const config = new Config();
const more = config.get("unknown") ? new okta.group.Group("more", { name: "more" }) : undefined;
new TeamSecretsSpace("payments", {
    members: [config.get("another") ?? "ben@example.com", more ? more.id.apply(() => "ana@example.com") : "ana@example.com"],
});
`;

const parentIn = (name: string) =>
    `{ resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name: "${name}" }`;

const allInOne = `${imports}
const squads = new OpaSecretFolder("squads", ${parentIn("squads")});
new TeamSecretsSpace("waited", { members: ["ana@example.com"], parentFolder: "teams/squads" }, { dependsOn: squads });
const tribes = new OpaSecretFolder("tribes", ${parentIn("tribes")});
new TeamSecretsSpace("valued", { members: ["ana@example.com"], parentFolder: tribes.path });
`;

const neverThere = `${imports}
const other = new okta.group.Group("other", { name: "other" });
new TeamSecretsSpace("payments", { members: ["ana@example.com"], parentFolder: "squads" }, { dependsOn: other });
`;
