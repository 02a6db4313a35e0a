import assert from "node:assert/strict";
import { byHandOn } from "../opa/support/by-hand";
import { library } from "./support/project-files";
import { engineTestMs, exitCodes, type Scene, said, startScene } from "./support/scene";

/** Sets a title, clears the screen, turns text around, hides a letter, begins a line anew. */
const attack = "a\u001b]0;owned\u0007\u001b[2Jb\u009b31mc\u202ed\u200be\u2028f\u007fg";
const shown = "a\\u{1b}]0;owned\\u{7}\\u{1b}[2Jb\\u{9b}31mc\\u{202e}d\\u{200b}e\\u{2028}f\\u{7f}g";
// Pulumi shows a text of several lines as it is, and any other one quoted.
const ofSeveralLines = `one\n${attack}\nthree`;
const obeyed = /[^\P{Cc}\n]|[\u202e\u200b\u2028]/u;

describe("what somebody with folder_update writes into a description, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    afterEach(() => scene.close());

    it("does not reach the terminal as it is from an error", async () => {
        scene = await startScene({ program: { "index.ts": program("fine") } });
        await byHandOn(scene.tenant).folder("teams/payments", ofSeveralLines);

        const told = await scene.fail("up", "--yes", "--skip-preview");

        assert.doesNotMatch(told, obeyed);
        // On one line, so that nobody else's line can pass for one of ours.
        assert.match(told, /already exists .*"one\\n.*owned.*\\nthree"/);
    });

    async function changedByHand(): Promise<void> {
        scene = await startScene({ program: { "index.ts": program("fine") } });
        await scene.succeed("up", "--yes", "--skip-preview");
        await byHandOn(scene.tenant).describe("teams/payments", ofSeveralLines);
    }

    it("does not reach it from a preview, and is still drift", async () => {
        await changedByHand();

        const drift = await scene.pulumi("preview", "--refresh", "--run-program", "--diff", "--expect-no-changes");

        assert.equal(drift.code, exitCodes.changesFound, said(drift));
        assert.ok(said(drift).includes(`- ${shown}`), said(drift));
        assert.doesNotMatch(said(drift), obeyed);
    });

    it("does not reach it from a refresh, an output and the end", async () => {
        await changedByHand();

        const told = [];
        for (const command of ["refresh --yes --run-program --diff", "stack output", "destroy --yes --diff"]) {
            told.push(said(await scene.succeed(...command.split(" "))));
        }

        assert.ok(told[1]?.includes(shown), told[1]);
        for (const text of told) assert.doesNotMatch(text, obeyed);
    });

    it("is no drift where it is declared, and arrives in OPA as it was declared", async () => {
        const family = "the 👩‍💻 team's\nsecrets\u200e, see \\u{zz}";
        scene = await startScene({ program: { "index.ts": program(family) } });

        await scene.succeed("up", "--yes", "--skip-preview");
        const folder = [...scene.tenant.store.folders.values()].find(({ name }) => name === "payments");
        const quiet = ["--refresh", "--run-program", "--expect-no-changes"];

        assert.equal(folder?.description, `${family} [pulumi:scratch/dev/p]`);
        await scene.succeed("preview", ...quiet);
        await scene.succeed("up", "--yes", "--skip-preview", ...quiet);
    });
});

const program = (description: string) => `
import { OpaSecretFolder } from ${JSON.stringify(library)};
const folder = new OpaSecretFolder("p", {
    resourceGroup: "platform", project: "team-secrets", parentFolder: "teams", name: "payments",
    description: ${JSON.stringify(description)},
});
export const description = folder.description;
`;
