import assert from "node:assert/strict";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, startScene } from "./support/scene";

/** Has the engine asked for a version that is still to come, in place of the one that the package asks for. */
const asIfOld = `
import * as settings from "@pulumi/pulumi/runtime/settings";
const ask = settings.requirePulumiVersion;
Object.assign(settings, { requirePulumiVersion: (range: string) => ask(range.replace(/3[.]227[.]0/, "3.999.0")) });
`;

const program = (library: string) => `
import "./as-if-old";
import { OpaSecretFolder, TeamSecretsSpace } from "${library}";

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
new OpaSecretFolder("runbooks", { ...place, name: "runbooks" });
for (const team of ["payments", "mobile"]) new TeamSecretsSpace(team, { ...place, members: ["ana@example.com"] });
`;

describe("a Pulumi that is too old for the package, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    before(async () => {
        scene = await startScene({ program: { "index.ts": program(library), "as-if-old.ts": asIfOld } });
    });
    after(() => scene.close());

    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
        it(`is refused by ${command[0]} in one sentence with what to do, before anything is asked or made`, async () => {
            const atFirst = inventoryOf(scene.tenant);

            const text = await scene.fail(...command);

            const sentence =
                /error: pulumi-okta-opa needs Pulumi 3\.227 or later, and this is not: Pulumi CLI version 3\.\S+ does not satisfy the version range ">=3\.999\.0"\. Install a later one \(https:\/\/www\.pulumi\.com\/docs\/install\/\), wherever this stack is run\./g;
            assert.equal(text.split("Diagnostics:")[1]?.match(sentence)?.length, 1, text);
            assert.doesNotMatch(text, / at .*\.js:/);
            assert.deepEqual(scene.tenant.requests, []);
            assert.deepEqual(inventoryOf(scene.tenant), atFirst);
            assert.doesNotMatch(await scene.state(), /"type": "(?:okta|pulumi-nodejs):/);
        });
    }
});
