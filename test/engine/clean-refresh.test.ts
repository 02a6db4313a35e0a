import assert from "node:assert/strict";
import { library } from "./support/project-files";
import { engineTestMs, payments, place, said, startScene, startTeams } from "./support/scene";

/** What a refresh line shows as different, resource by resource. */
const differences = (text: string): readonly string[] => [
    ...new Set(
        [...text.matchAll(/(\S+) refresh(?:ing)? +\[diff: ([^\]]+)\]/g)].map(([, name, diff]) => `${name}: ${diff}`),
    ),
];

describe("a refresh that finds everything as it is declared, on the real engine", function () {
    this.timeout(engineTestMs);

    it("shows no difference of a space, with --run-program too", async () => {
        const privileges = ["secret_reveal", "reveal"];
        const scene = await startTeams([
            payments,
            { name: "mobile", members: [], privileges, onDelete: "retain", deleteContents: "/teams/mobile/" },
        ]);
        await scene.up();

        const preview = said(await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes"));
        const refresh = said(await scene.succeed("refresh", "--preview-only", "--run-program"));
        await scene.close();

        assert.match(preview, /payments-push +refresh/);
        assert.deepEqual([preview, refresh].map(differences), [[], []]);
    });

    it("shows, with --run-program, what a program leaves out of a resource of its own: the engine compares with the program as it is written", async () => {
        const scene = await startScene({ program: { "index.ts": brief } });
        await scene.up();

        const brieflyDeclared = said(
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes"),
        );
        const fromState = said(await scene.succeed("preview", "--refresh", "--expect-no-changes"));
        await scene.close();

        assert.match(differences(brieflyDeclared).join("\n"), /^folder: -.*createParents/);
        assert.deepEqual(differences(fromState), []);
    });
});

const brief = `
import { OpaSecretFolder } from ${JSON.stringify(library)};

new OpaSecretFolder("folder", { ...${JSON.stringify({ resourceGroup: place["pulumi-okta-opa:resourceGroup"], project: place["pulumi-okta-opa:project"], parentFolder: place["pulumi-okta-opa:parentFolder"] })}, name: "brief" });
`;
