import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { byHandOn } from "../opa/support/by-hand";
import { inventoryOf, only } from "./support/inventory";
import type { CommandResult } from "./support/run-command";
import { arrivalOf, said, writesTo } from "./support/scene";
import { startTeamRepository, type TeamRepository } from "./support/team-repository";

const people = (...names: string[]) => `members: [${names.map((one) => `${one}@example.com`).join(", ")}]\n`;
const auditors = (privileges: string) => `access:\n  audit: { opaGroup: auditors, privileges: ${privileges} }\n`;

/** A page that waits for its approval. */
interface Waiting {
    readonly folder: string;
    readonly hash: string;
    readonly text: string;
    readonly commit: string;
}

/** Each part goes on where the one before it ended. */
describe("a year of a repository that init made, on the real engine", function () {
    this.timeout(2_400_000);
    this.bail(true);
    let its: TeamRepository;
    let jobs = 0;

    before(async () => {
        its = await startTeamRepository();
        makeOpaGroup(its.tenant.store, "auditors", [], ["jonas@example.com"]);
    });
    after(() => its.close());

    const nextFolder = (): string => {
        jobs += 1;
        return join(its.home, `job-${jobs}`);
    };

    /** Commits to the main branch, as a merge does. */
    function merged(message: string, files: Readonly<Record<string, string | null>>): string {
        const commit = its.commit(message, files);
        its.git("push", "--quiet", "origin", "main");
        return commit;
    }

    /** The newest snapshot, as jobs get it from its branch. */
    function snapshot(): string {
        const file = join(its.home, "newest.json");
        try {
            its.git("fetch", "--quiet", "origin", "access-snapshots");
            writeFileSync(file, its.git("show", "FETCH_HEAD:dev/access.json"));
        } catch {
            // There is none at first.
        }
        return file;
    }

    async function page(commit = "main"): Promise<Waiting> {
        its.git("checkout", "--quiet", commit);
        const folder = nextFolder();
        const done = await its.job("backend", "page.sh", [snapshot(), folder]);
        assert.equal(done.code, 0, said(done));
        const hash = readFileSync(join(folder, "hash"), "utf8").trim();
        const shown = { folder, hash, text: done.stdout, commit: its.git("rev-parse", "HEAD") };
        its.git("checkout", "--quiet", "main");
        return shown;
    }

    /** The job that runs once somebody has approved the page. */
    async function approved({ folder, hash, commit }: Waiting, plan = ""): Promise<CommandResult> {
        its.git("checkout", "--quiet", commit);
        const out = nextFolder();
        const env = { HASH: hash, PLAN: plan, ACTOR: "ana", APPROVED_BY: "ben" };
        const done = await its.job("all", "apply.sh", [join(folder, "approval.json"), out], env);
        its.tenant.clock.flush();
        if (existsSync(out)) await stored(out);
        its.git("checkout", "--quiet", "main");
        return done;
    }

    async function stored(folder: string): Promise<void> {
        const done = await its.job("none", "store.sh", [folder]);
        assert.equal(done.code, 0, said(done));
    }

    async function night(): Promise<CommandResult> {
        const found = nextFolder();
        const done = await its.job("all", "nightly.sh", [found]);
        // As the workflow does.
        if (existsSync(join(found, "access.json"))) await stored(found);
        const kept = await its.job("host", "issue.sh", [found]);
        assert.equal(kept.code, 0, said(kept));
        return done;
    }

    const isDone = (done: CommandResult) => assert.equal(done.code, 0, said(done));

    const membersOf = (name: string) => {
        const { store } = its.tenant;
        const group = only(store.groups.values(), (one) => one.name === name && one.type === "OKTA_GROUP");
        return [...store.membersOf(group.id)].flatMap((id) => store.users.get(id)?.login.split("@")[0] ?? []).sort();
    };

    const policy = (name: string) => only(its.tenant.store.policies.values(), (one) => one.name === name);

    const issue = () => its.codeHost.repository.issues.map(({ title, isOpen }) => [title, isOpen]);

    it("begins with its first teams: page, approval, run", async () => {
        merged("init, and our teams", {
            "platform.yaml": "areas:\n  payments: { opaGroups: [auditors], privileges: manage }\n  product: {}\n",
            "teams/payments/cards.yaml": people("ana") + auditors("list"),
            "teams/product/search.yaml": people("chloe"),
        });
        const first = await page();
        const done = await approved(first);

        assert.match(first.text, /gains reveal \| `ana@example\.com` \| `teams\/cards` \| nothing/);
        isDone(done);
        assert.deepEqual([membersOf("team-cards"), membersOf("team-search")], [["ana"], ["chloe"]]);
        its.git("fetch", "--quiet", "origin", "access-snapshots");
        const names = its.git("ls-tree", "-r", "--name-only", "FETCH_HEAD").split("\n");
        assert.deepEqual(
            names.filter((one) => !one.includes("/snapshots/")),
            ["dev/access.json", "dev/records.jsonl", "dev/runs.jsonl"],
        );
        const record = JSON.parse(its.git("show", "FETCH_HEAD:dev/records.jsonl")) as Record<string, unknown>;
        assert.deepEqual([record["commit"], record["result"]], [first.commit, "succeeded"]);
    });

    it("merges two changes at once: an approval holds whatever else was applied, and an old one takes nothing back", async () => {
        const one = merged("ben joins cards", {
            "teams/payments/cards.yaml": people("ana", "ben") + auditors("list"),
        });
        const pageOfOne = await page(one);
        merged("emma joins search", { "teams/product/search.yaml": people("chloe", "emma") });
        const pageOfBoth = await page();
        isDone(await approved(pageOfOne));
        isDone(await approved(pageOfBoth));
        const late = await approved(pageOfOne);

        assert.doesNotMatch(pageOfOne.text, /emma/);
        assert.match(
            pageOfBoth.text,
            /ben@example\.com[\s\S]*emma@example\.com[\s\S]*emma joins search`\n- `\w+ ben joins cards/,
        );
        isDone(late);
        assert.match(late.stdout, /^Nothing to do/);
        assert.deepEqual(
            [membersOf("team-cards"), membersOf("team-search")],
            [
                ["ana", "ben"],
                ["chloe", "emma"],
            ],
        );
    });

    it("finds at night what a hand did, in an issue; another team's change goes on, and leaves it", async () => {
        policy("team-search secrets").active = false;
        isDone(await night());
        assert.deepEqual(issue(), [["Drift in stack dev", true]]);

        merged("ben leaves cards", { "teams/payments/cards.yaml": people("ana") + auditors("list") });
        isDone(await approved(await page()));

        assert.deepEqual(membersOf("team-cards"), ["ana"]);
        assert.equal(policy("team-search secrets").active, false);
    });

    it("gives back what a hand took away only if that is approved, and closes the issue then", async () => {
        merged("search may list only", {
            "teams/product/search.yaml": `${people("chloe", "emma")}privileges: [list, reveal]\n`,
        });
        const shown = await page();
        its.tenant.clearRequests();
        const refused = await approved(shown);
        const written = writesTo(its.tenant);
        const plan = /plan:[0-9a-f]{64}/.exec(refused.stdout)?.[0] ?? assert.fail(said(refused));
        isDone(await approved(shown, plan));
        isDone(await night());

        assert.deepEqual([refused.code, written], [4, []]);
        assert.match(refused.stdout, /Somebody changed by hand[\s\S]*gives "team-search" secret_reveal/);
        assert.equal(policy("team-search secrets").active, true);
        assert.deepEqual(issue(), [["Drift in stack dev", false]]);
    });

    it("refuses an approval whose rows have changed since, with nothing written, and takes the new one", async () => {
        merged("auditors may reveal", { "teams/payments/cards.yaml": people("ana") + auditors("[list, reveal]") });
        const shown = await page();
        await its.administrator.opa("POST", "/groups/auditors/users", { name: "dario@example.com" });
        its.tenant.clearRequests();
        const refused = await approved(shown);
        const written = writesTo(its.tenant);
        const anew = await page();
        isDone(await approved(anew));

        assert.deepEqual([refused.code, written], [4, []], said(refused));
        assert.match(refused.stdout, /person "dario@example\.com", reveal in "teams\/cards": nothing/);
        assert.doesNotMatch(refused.stdout, /jonas/);
        assert.match(anew.text, /dario@example\.com/);
        assert.notEqual(anew.hash, shown.hash);
    });

    it("renames a team in place: nothing is deleted or made, and its folder and secrets are the same", async () => {
        await byHandOn(its.tenant).secret("teams/cards/key");
        const before = inventoryOf(its.tenant);
        const text = people("ana") + auditors("[list, reveal]");
        merged("cards is wallet now", {
            "teams/payments/cards.yaml": null,
            "teams/payments/wallet.yaml": `previously: cards\n${text}`,
        });
        its.tenant.clearRequests();
        const shown = await page();
        isDone(await approved(shown));

        assert.match(shown.text, /Nobody gains or loses any access/);
        assert.deepEqual(writesTo(its.tenant), []);
        assert.deepEqual(inventoryOf(its.tenant), before);
    });

    it("renames a team in one run with another team's change, of which it looks at what the run changes", async () => {
        merged("search is find now, and auditors may only list", {
            "teams/product/search.yaml": null,
            "teams/product/find.yaml": `previously: search\n${people("chloe", "emma")}privileges: [list, reveal]\n`,
            "teams/payments/wallet.yaml": people("ana") + auditors("list"),
        });
        const shown = await page();
        policy("team-cards-audit secrets").active = false;
        its.tenant.clearRequests();
        const refused = await approved(shown);
        const written = writesTo(its.tenant);
        policy("team-cards-audit secrets").active = true;
        const done = await approved(shown);

        assert.deepEqual([refused.code, written], [3, []], said(refused));
        assert.match(
            refused.stdout,
            /Somebody changed by hand what this run would change too\.[\s\S]*take the rename out/,
        );
        isDone(done);
        assert.match(done.stderr, /pulumi refresh --preview-only/);
        assert.match(JSON.stringify(policy("team-cards-audit secrets")), /"secret_reveal":false/);
        assert.deepEqual(membersOf("team-search"), ["chloe", "emma"]);
    });

    it("retires a team, and removes it: first its access ends, then what it had goes", async () => {
        const search = `${people("chloe", "emma")}privileges: [list, reveal]\n`;
        merged("search is retired", {
            "teams/product/find.yaml": `${search}retired: { reason: moved to the platform }\n`,
        });
        const retired = await page();
        isDone(await approved(retired));
        const isActive = policy("team-search secrets").active;
        merged("search is gone", { "teams/product/find.yaml": null });
        isDone(await approved(await page()));

        assert.match(retired.text, /loses reveal/);
        assert.equal(isActive, false);
        const names = [...its.tenant.store.groups.values()].map(({ name }) => name);
        assert.ok(names.includes("team-cards") && !names.includes("team-search"));
    });

    it("finishes with the next run what one had begun that was killed, counted in no budget twice", async () => {
        merged("shop comes, and one person may gain at a time", {
            "platform.yaml":
                "budget: { people-gain-reveal: 1 }\nareas: { payments: { opaGroups: [auditors], privileges: manage }, product: {} }\n",
            "teams/product/shop.yaml": people("dario"),
        });
        const shown = await page();
        its.tenant.clearRequests();
        // Done, but the answer never comes: the run waits for it when it is killed.
        its.tenant.fail({ method: "POST", path: /\/security_policy$/, delayMs: 600_000 });
        const args = [join(shown.folder, "approval.json"), nextFolder()];
        await its.killed("apply.sh", args, { HASH: shown.hash }, arrivalOf(its.tenant, "POST", /\/security_policy$/));
        its.tenant.clock.flush();
        const locked = await approved(shown);
        await its.pulumi("cancel", "--yes", "--stack", "dev");
        const done = await approved(shown);

        assert.equal(locked.code, 1, said(locked));
        assert.match(locked.stdout, /`pulumi cancel` takes it away/);
        isDone(done);
        assert.deepEqual(membersOf("team-shop"), ["dario"]);
        assert.equal(policy("team-shop secrets").active, true);
    });

    it("waits while the stack is frozen, with nothing written, and goes on after that", async () => {
        const platform = "areas:\n  payments: { opaGroups: [auditors], privileges: manage }\n  product: {}\n";
        const freeze = 'freeze: { what: gains, by: security, until: "2999-12-31", why: "an audit" }\n';
        const wallet = auditors("[list, reveal]");
        merged("frozen", { "platform.yaml": `${freeze}${platform}` });
        merged("ben joins wallet", { "teams/payments/wallet.yaml": people("ana", "ben") + wallet });
        const shown = await page();
        its.tenant.clearRequests();
        const refused = await approved(shown);
        const written = writesTo(its.tenant);
        merged("not frozen", { "platform.yaml": platform });
        isDone(await approved(await page()));

        assert.deepEqual([refused.code, written], [3, []], said(refused));
        assert.match(refused.stdout, /^Nothing was written, because the stack is frozen: [\s\S]*an audit/);
        assert.doesNotMatch(said(refused), /pulumi up …/);
        assert.deepEqual(membersOf("team-cards"), ["ana", "ben"]);
    });

    it("stops a file that reaches for another team, on its pull request", async () => {
        const [base, head, out] = [join(its.home, "base"), join(its.home, "head"), nextFolder()];
        for (const folder of [base, head]) its.git("worktree", "add", "--quiet", "--detach", folder, "main");
        symlinkSync(join(its.folder, "node_modules"), join(base, "node_modules"));
        mkdirSync(join(head, "teams/product"), { recursive: true });
        writeFileSync(join(head, "teams/product/search.yaml"), `${people("chloe")}folderName: cards\n`);
        const done = await its.job("none", "review.sh", [base, head, snapshot(), out]);
        for (const folder of [base, head]) its.git("worktree", "remove", "--force", folder);

        assert.equal(done.code, 1, said(done));
        assert.match(done.stdout, /cannot be applied as it is[\s\S]*search\.yaml:2:\d+ folderName/);
    });

    it("tells nothing and plans nothing on a night when a role of OPA is lost, and keeps the issue open until it is known", async () => {
        its.tenant.clearRequests();
        const { roles } = only(its.tenant.store.opaGroups.values(), ({ name }) => name === "automation");
        const before = roles.splice(0, roles.length, "security_admin");
        const blind = await night();
        const written = writesTo(its.tenant);
        const told = [issue(), its.codeHost.repository.issues[0]?.text ?? ""] as const;
        roles.splice(0, roles.length, ...before);
        isDone(await night());

        assert.equal(blind.code, 3, said(blind));
        assert.deepEqual(written, []);
        assert.deepEqual(told[0], [["It could not be told whether stack dev has drifted", true]]);
        assert.match(told[1], /could not tell: Missing capability: resource\\_admin.* Give the service user the role/);
        assert.deepEqual(issue(), [["It could not be told whether stack dev has drifted", false]]);
    });

    it("applies a team's change while the people of another team's group cannot be read", async () => {
        const group = only(
            its.tenant.store.groups.values(),
            (one) => one.name === "team-cards" && one.type === "OKTA_GROUP",
        );
        // Until the end of the year.
        its.tenant.fail({ method: "GET", path: new RegExp(`/groups/${group.id}/users`), status: 403, times: 9999 });
        merged("shop may list only", { "teams/product/shop.yaml": `${people("dario")}privileges: list\n` });
        const done = await approved(await page());

        isDone(done);
        assert.match(done.stderr, /pulumi refresh --preview-only/);
        assert.match(JSON.stringify(policy("team-shop secrets")), /"secret_reveal":false/);
    });
});
