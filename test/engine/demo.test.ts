import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { checkout } from "../../cli/demo/checkout";
import { tenantCredentials } from "../../tenant/credentials";
import { blocksOf } from "../docs/support/blocks";
import { type CommandResult, runCommand } from "./support/run-command";
import { engineTestMs, said } from "./support/scene";

/** The demo takes half a minute, or a few on a busy machine. Interrupted, it takes everything away itself. */
const patienceMs = 240_000;
const lastMs = 30_000;

describe("the demo", function () {
    this.timeout(2 * engineTestMs);
    const keptOnes: Kept[] = [];

    afterEach(async () => {
        for (const kept of keptOnes.splice(0)) await takeAway(kept);
    });

    it("goes as told, says no credential and leaves nothing behind", async () => {
        const [told] = blocksOf("README.md").filter(({ note }) => note?.includes("demo.test"));
        const { demo } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")).scripts;
        assert.deepEqual([told?.text, demo], ["npm ci && npm run demo\n", "exec tsx cli/demo.ts"]);
        const before = demos();

        const result = await runDemo();

        assert.equal(result.code, 0, said(result));
        assert.deepEqual(expectationsIn(result), [
            ...toTheDrift,
            "everything was deleted",
            "the tenant holds exactly what it held before",
        ]);
        assert.match(result.stdout, /Every step worked/);
        assert.deepEqual(leaksIn(result), []);
        assert.deepEqual(demos(), before);
        assert.equal(await answers(tenantIn(result)), false);
    });

    it("leaves with --keep a tenant and a stack that the printed commands work on, to their end", async () => {
        const before = demos();

        const result = await runDemo("--keep");
        const kept = keptIn(result);
        keptOnes.push(kept);
        const environmentMode = statSync(kept.environmentFile).mode & 0o777;
        const state = await fetch(kept.state);
        const played = await runCommand("sh", ["-ec", kept.script], sets(patienceMs));

        assert.equal(result.code, 0, said(result));
        assert.deepEqual(expectationsIn(result), toTheDrift);
        assert.deepEqual(leaksIn(result), []);
        assert.equal(environmentMode, 0o600);
        assert.equal(state.status, 200);
        assert.equal(played.code, 0, said(played));
        assert.match(played.stdout, /~ 1 updated[\s\S]*24 unchanged[\s\S]*- 24 deleted/);
        assert.deepEqual(leaksIn(played), []);
        assert.deepEqual(demos(), before);
        assert.ok(await hasEnded(kept.state));
    });
});

/** What both ways of running it have found to be so. */
const toTheDrift = [
    "the stack dev is there, and empty",
    "everything was created",
    "4 folders can be used by those for whom they are declared, and by nobody else",
    "a second preview finds nothing to do",
    "nobody in team-data-platform can use teams/data-platform any more",
    "it names what was changed, and nothing else",
    "it ends with exit code 7, which tells a scheduled job that something has drifted",
];

/** What a demo has left to its user. */
interface Kept {
    readonly home: string;
    readonly environmentFile: string;
    readonly tenantPid: number;
    /** Where the tenant tells what it holds. */
    readonly state: string;
    /** The commands as printed, but answering Pulumi's questions, and without curl, which not every machine has. */
    readonly script: string;
}

function runDemo(...args: readonly string[]): Promise<CommandResult> {
    const tsx = require.resolve("tsx/cli");
    const interruptAt = setTimeout(patienceMs, undefined, { ref: false });
    return runCommand(process.execPath, [tsx, "cli/demo.ts", ...args], { ...sets(patienceMs + lastMs), interruptAt });
}

function sets(timeoutMs: number) {
    return { cwd: checkout, env: process.env, timeoutMs };
}

function demos(): readonly string[] {
    const folder = join(checkout, ".demo");
    return existsSync(folder) ? readdirSync(folder).sort() : [];
}

function expectationsIn({ stdout }: CommandResult): readonly string[] {
    return [...stdout.matchAll(/^ +✔ (.+)$/gm)].map(([, expectation = ""]) => expectation);
}

/** Every tenant has the same credentials. */
function leaksIn(result: CommandResult): readonly string[] {
    const { opaTeam: _public, ...secrets } = tenantCredentials();
    return [...Object.values(secrets), "eyJ"].filter((secret) => said(result).includes(secret));
}

function tenantIn({ stdout }: CommandResult): string {
    return `${found(/Okta and OPA at (http:\S+);/, stdout)}/control/state`;
}

function keptIn(result: CommandResult): Kept {
    const printed = found(/The tenant and the stack are yours\n([\s\S]+)/, result.stdout).replace(/^ +/gm, "");
    const home = found(/ rm -r (\S+)/, printed);
    return {
        home,
        environmentFile: found(/^\. (\S+)/m, printed),
        tenantPid: Number(found(/ kill (\d+) /, printed)),
        state: found(/^curl (\S+)/m, printed),
        script: printed
            .replace(/^curl .*$/m, "")
            .replace(/\bpulumi (up|destroy)\b/g, "pulumi $1 --yes --non-interactive --suppress-progress"),
    };
}

function found(pattern: RegExp, text: string): string {
    const [, first] = pattern.exec(text) ?? [];
    assert.ok(first, `There is no ${pattern} in:\n${text}`);
    return first;
}

async function answers(address: string): Promise<boolean> {
    return fetch(address).then(
        ({ ok }) => ok,
        () => false,
    );
}

/** A killed tenant may need a moment. */
async function hasEnded(address: string): Promise<boolean> {
    const giveUpMs = Date.now() + 10_000;
    while ((await answers(address)) && Date.now() < giveUpMs) await setTimeout(100);
    return !(await answers(address));
}

async function takeAway({ home, state, tenantPid }: Kept): Promise<void> {
    // One that has ended may have given its id to another process.
    if (await answers(state)) process.kill(tenantPid);
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
