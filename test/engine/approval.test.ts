import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { engineEnvironment } from "./support/engine-environment";
import { type GitRepository, gitRepositoryIn } from "./support/git-repository";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { type CommandResult, runCommand } from "./support/run-command";
import { engineTestMs, place, type Scene, said, startScene, writesTo } from "./support/scene";

const program = `
import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};

export = async () => {
    for (const { name, ...team } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, team);
};
`;

const team = (...people: string[]) => `members: [${people.map((one) => `${one}@example.com`).join(", ")}]\n`;

describe("an approval, on the real engine", function () {
    this.timeout(3 * engineTestMs);
    let scene: Scene;
    let repository: GitRepository;

    before(async () => {
        scene = await startScene({ program: { "index.ts": program, ".gitignore": "node_modules\n" } });
        scene.configure(place);
        repository = gitRepositoryIn(scene.folder);
    });
    after(() => scene.close());

    function command(...args: readonly string[]): Promise<CommandResult> {
        const all = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts"), ...args];
        const env = { ...engineEnvironment(dirname(scene.folder)), ...scene.tenant.environment };
        return runCommand(process.execPath, all, { cwd: scene.folder, env, timeoutMs: engineTestMs });
    }

    const outside = (name: string) => join(dirname(scene.folder), name);

    /** The page of what is checked out, and what stands for it. */
    async function page(name: string) {
        const shown = await command("pipeline", "page", "--stack", "dev", "--approval", outside(name));
        const hash = `approval:${createHash("sha256")
            .update(readFileSync(outside(name)))
            .digest("hex")}`;
        assert.ok(shown.stdout.trimEnd().endsWith(hash), said(shown));
        return { ...shown, name, hash };
    }

    const apply = ({ name, hash }: { readonly name: string; readonly hash: string }, ...more: readonly string[]) =>
        command("pipeline", "apply", "--stack", "dev", "--approval", outside(name), "--hash", hash, ...more);

    const members = (name: string) => {
        const { store } = scene.tenant;
        const group = only(store.groups.values(), (one) => one.name === name && one.type === "OKTA_GROUP");
        return [...store.membersOf(group.id)].map((id) => store.users.get(id)?.login).sort();
    };

    it("holds for exactly what it showed, whatever else was applied meanwhile", async () => {
        repository.commit("first teams", { "teams/a/cards.yaml": team("ana"), "teams/a/search.yaml": team("chloe") });
        const first = await page("first");
        const done = await apply(first);
        assert.deepEqual([first.code, done.code], [7, 0], said(done));
        scene.tenant.clock.flush();

        // Two changes are merged; the later page holds both.
        const one = repository.commit("ben joins cards", { "teams/a/cards.yaml": team("ana", "ben") });
        const pageOfOne = await page("one");
        repository.commit("emma joins search", { "teams/a/search.yaml": team("chloe", "emma") });
        const pageOfBoth = await page("both");
        repository.git("checkout", "--quiet", one);
        const early = await apply(pageOfOne);
        repository.git("checkout", "--quiet", "main");
        const both = await apply(pageOfBoth);
        repository.git("checkout", "--quiet", one);
        const late = await apply(pageOfOne);
        repository.git("checkout", "--quiet", "main");

        assert.match(pageOfBoth.stdout, /ben@example\.com[\s\S]*emma@example\.com/);
        assert.deepEqual([early.code, both.code, late.code], [0, 0, 0], [early, both, late].map(said).join("\n"));
        assert.match(late.stdout, /^Nothing to do/);
        assert.deepEqual(
            [members("team-cards"), members("team-search")],
            [
                ["ana@example.com", "ben@example.com"],
                ["chloe@example.com", "emma@example.com"],
            ],
        );
    });

    it("is refused with nothing written where the run would cause what it did not show", async () => {
        repository.commit("ben leaves cards", { "teams/a/cards.yaml": team("ana") });
        const shown = await page("shown");
        repository.commit("hugo joins search", { "teams/a/search.yaml": team("chloe", "emma", "hugo") });
        scene.tenant.clearRequests();
        const other = await apply(shown);
        const { store } = scene.tenant;
        const policy = only(store.policies.values(), ({ name }) => name === "team-search secrets");
        const live = (await scene.administrator.opa("GET", `/security_policy/${policy.id}`)) as object;
        await scene.administrator.opa("PUT", `/security_policy/${policy.id}`, { ...live, active: false });
        const now = await page("now");
        const writes = writesTo(scene.tenant);
        const left = await apply(now);

        assert.deepEqual([other.code, writes], [4, []], said(other));
        assert.match(other.stdout, /Approved is commit/);
        // What a hand did to an object that the change does not touch is left, and stops nobody.
        assert.equal(left.code, 0, said(left));
        assert.equal(store.policies.get(policy.id)?.active, false);
    });

    it("of the page is not one of what a hand took away: that is refused, or approved as the engine would do it", async () => {
        repository.commit("search may do more", {
            "platform.yaml": "areas: { a: { privileges: manage } }\n",
            "teams/a/search.yaml": `${team("chloe", "emma", "hugo")}privileges: manage\n`,
        });
        const shown = await page("more");
        scene.tenant.clearRequests();
        const refused = await apply(shown);
        const hash = /plan:[0-9a-f]{64}/.exec(refused.stdout)?.[0] ?? "";
        const wrong = await apply(shown, "--plan", `plan:${"0".repeat(64)}`);
        const writes = writesTo(scene.tenant);
        const approved = await apply(shown, "--plan", hash);

        assert.deepEqual([refused.code, wrong.code, writes], [4, 4, []], said(refused));
        assert.match(refused.stdout, /Somebody changed by hand[\s\S]*gives "team-search" secret_reveal/);
        assert.equal(approved.code, 0, said(approved));
    });
});
