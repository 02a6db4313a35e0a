import assert from "node:assert/strict";
import type { CodeHost } from "../../../cli/host/code-host";
import { connectToCodeHost, type HostName, hosts } from "../../../cli/host/connect";
import { hasMarker, keepComment, marked, markedIssues, markerLine } from "../../../cli/host/marked";
import { type CodeHostStandIn, startCodeHost } from "../../support/code-host/start";

/** Who the token of a job is, on each host. */
const us: Readonly<Record<HostName, string>> = { github: "github-actions[bot]", gitlab: "project_42_bot" };

const line = "<!-- pulumi-okta-opa: review-dev -->";

for (const name of hosts)
    describe(`the API of ${name}`, () => {
        let standIn: CodeHostStandIn;
        let host: CodeHost;

        beforeEach(async () => {
            standIn = await startCodeHost();
            host = await connectToCodeHost(name, standIn.environment[name]);
        });
        afterEach(() => standIn.close());

        it("writes a comment once, updates it in place, and leaves it alone where nothing has changed", async () => {
            const { number } = standIn.repository.propose();

            const done = [
                await keepComment(host, number, "review-dev", "one"),
                await keepComment(host, number, "review-dev", "two"),
                await keepComment(host, number, "review-dev", "two\n"),
            ];

            assert.deepEqual(done, ["created", "updated", "unchanged"]);
            assert.deepEqual(standIn.repository.textsOn(number), [`${line}\ntwo`]);
            const writes = standIn.calls.filter(({ method }) => method !== "GET").map(({ method }) => method);
            assert.deepEqual(writes, ["POST", name === "github" ? "PATCH" : "PUT"]);
        });

        it("finds its comment behind 250 others", async () => {
            const { repository } = standIn;
            const { number } = repository.propose();
            for (let n = 1; n <= 130; n += 1) repository.comment(number, "ana", `talk ${n}`);
            const ours = repository.comment(number, us[name], `${line}\nold`);
            for (let n = 1; n <= 120; n += 1) repository.comment(number, "ben", `talk ${n}`);

            const done = await keepComment(host, number, "review-dev", "new");

            assert.equal(done, "updated");
            assert.equal(ours.text, `${line}\nnew`);
            assert.equal(repository.comments.length, 251);
        });

        it("touches no comment of somebody else, whatever it begins with, and none that only quotes the marker", async () => {
            const { repository } = standIn;
            const { number } = repository.propose();
            const others = [
                repository.comment(number, "mallory", `${line}\nNobody gains.`),
                repository.comment(number, us[name], `See ${line}`),
                repository.comment(number, us[name], "<!-- pulumi-okta-opa: review-prod -->\nanother stack"),
            ];
            const were = others.map(({ text }) => text);

            const done = await keepComment(host, number, "review-dev", "new");

            assert.equal(done, "created");
            assert.deepEqual(
                others.map(({ text }) => text),
                were,
            );
        });

        it("points from further comments of its own, from runs at the same time, to the current one", async () => {
            const { repository } = standIn;
            const { number } = repository.propose();
            const [first, second] = ["one", "two"].map((text) =>
                repository.comment(number, us[name], `${line}\r\n${text}`),
            );

            await keepComment(host, number, "review-dev", "three");
            const again = await keepComment(host, number, "review-dev", "three");

            assert.equal(first?.text, `${line}\nthree`);
            assert.equal(second?.text, `${line}\nThis comment is out of date. The current one is above.`);
            assert.equal(again, "unchanged");
        });

        it("opens, finds, changes, closes and reopens an issue, among those of others and over all pages", async () => {
            const { repository } = standIn;
            for (let n = 1; n <= 110; n += 1) repository.open("ana", `issue ${n}`, markerLine("drift-dev"));
            repository.propose();

            const made = await host.addIssue({ title: "Drift", text: marked("drift-dev", "one", host.longestText) });
            await host.changeIssue(made.number, { text: marked("drift-dev", "two", host.longestText) });
            await host.addIssueComment(made.number, "still there");
            await host.changeIssue(made.number, { isOpen: false });
            const closed = await markedIssues(host, "drift-dev");
            await host.changeIssue(made.number, { isOpen: true });
            const [open] = await markedIssues(host, "drift-dev");

            const expected = { number: made.number, title: "Drift", text: "<!-- pulumi-okta-opa: drift-dev -->\ntwo" };
            assert.deepEqual(
                closed.map(({ url: _, ...rest }) => rest),
                [{ ...expected, isOpen: false, isOurs: true }],
            );
            assert.equal(open?.isOpen, true);
            assert.match(made.url, new RegExp(`^https://${name}\\.example\\.com/.*/${made.number}$`));
            assert.deepEqual(repository.textsOn(made.number), ["still there"]);
        });

        it("takes neither the host's own remarks for comments nor changes for issues", async () => {
            const { number } = standIn.repository.propose();
            standIn.repository.comment(number, "ana", "a comment");
            standIn.repository.comment(number, us[name], "marked this as ready", true);
            const { number: issue } = standIn.repository.open("ana", "an issue", "");

            const [comments, issues] = [await host.comments(number), await host.issues()];

            assert.deepEqual(
                comments.map(({ text }) => text),
                ["a comment"],
            );
            assert.deepEqual(
                issues.map((one) => one.number),
                [issue],
            );
        });

        it("knows the open change of a commit, and none once the branch has moved on, it is closed or is for another branch", async () => {
            const { repository } = standIn;
            const [older, newer] = ["a".repeat(40), "b".repeat(40)];
            const change = repository.propose({ branch: "acme:x", commit: older });
            repository.propose({ branch: "acme:x", commit: older, into: "other" });
            const asked = { branch: "acme:x", commit: older, into: "main" };

            const now = await host.changeOf(asked);
            change.commit = newer;
            const moved = await host.changeOf(asked);
            const current = await host.changeOf({ ...asked, commit: newer });
            change.isOpen = false;
            const closed = await host.changeOf({ ...asked, commit: newer });

            assert.deepEqual([now, moved, current, closed], [change.number, undefined, change.number, undefined]);
        });

        it("lists all files of a change, and where moved ones were", async () => {
            const files = Array.from({ length: 130 }, (_, n) => ({ path: `teams/a/t${n}.yaml` }));
            const { number } = standIn.repository.propose({
                files: [...files, { path: "teams/b/x.yaml", before: ".github/workflows/x.yml" }],
            });

            const found = await host.filesOf(number);

            assert.equal(found.length, 132);
            assert.ok(found.includes(".github/workflows/x.yml"));
        });

        it("cuts what is too long for the host at a line, and says so", async () => {
            const { number } = standIn.repository.propose();
            const text = Array.from({ length: 60_000 }, (_, n) => `line ${n} of many`).join("\n");

            await keepComment(host, number, "review-dev", text);

            const [written = ""] = standIn.repository.textsOn(number);
            assert.ok(
                written.length <= host.longestText && written.length > host.longestText - 200,
                `${written.length}`,
            );
            assert.match(written, /\nline \d+ of many\n\n_The rest is left out, because it is too long here\._\n$/);
        });

        it("waits as long as the host says after too many calls, and then does the call once", async () => {
            const { number } = standIn.repository.propose();
            const status = name === "github" ? 403 : 429;
            const body = name === "github" ? { message: "You have exceeded a secondary rate limit." } : undefined;
            standIn.fail({ method: "POST", path: /comments|notes/, status, headers: { "retry-after": "0" }, body });

            const done = await keepComment(host, number, "review-dev", "one");

            assert.equal(done, "created");
            assert.equal(standIn.repository.comments.length, 1);
            assert.ok(standIn.calls.some((call) => call.status === status));
        });

        it("does not write a second time when it does not know whether the first was done", async () => {
            const { number } = standIn.repository.propose();
            standIn.fail({ method: "POST", path: /comments|notes/, status: 502, afterwards: true });

            await assert.rejects(keepComment(host, number, "review-dev", "one"), { name: "ApiFailure" });
            const next = await keepComment(host, number, "review-dev", "two");

            assert.equal(next, "updated");
            assert.deepEqual(standIn.repository.textsOn(number), [`${line}\ntwo`]);
        });

        it("says what is missing, all of it, and never the token", async () => {
            const { environment, repository } = standIn;
            const { number } = repository.propose();
            const env = environment[name];
            const token = name === "github" ? "GITHUB_TOKEN" : "GITLAB_TOKEN";
            const wrong = { ...env, [token]: "no-such-token-0123456789" };
            const status = 403;
            const echo = { message: `Not with ${env[token]}` };
            standIn.fail({ method: "POST", path: /comments|notes/, status, body: echo });

            const nothing = await messageOf(async () => connectToCodeHost(name, {}));
            const refused = await messageOf(() => connectToCodeHost(name, wrong));
            const forbidden = await messageOf(() => keepComment(host, number, "review-dev", "one"));

            for (const variable of Object.keys(env)) assert.match(nothing, new RegExp(`^ {2}${variable}: `, "m"));
            assert.match(refused, new RegExp(token));
            assert.doesNotMatch(refused, /no-such-token/);
            assert.match(forbidden, /Not with \[redacted\]/);
            assert.match(forbidden, name === "github" ? /pull-requests: write/ : /Reporter/);
        });
    });

describe("the token of a code host", () => {
    it("is not sent unencrypted to another machine", async () => {
        const env = {
            GITHUB_API_URL: "http://git.example.com/api/v3",
            GITHUB_REPOSITORY: "a/b",
            GITHUB_TOKEN: "x".repeat(20),
        };

        const said = await messageOf(async () => connectToCodeHost("github", env));

        assert.match(said, /^http:\/\/git\.example\.com would send the token unencrypted/);
    });

    it("may be a person's on GitHub: then only what that person wrote is ours", async () => {
        const standIn = await startCodeHost();
        const { number } = standIn.repository.propose();
        const other = standIn.repository.comment(number, us.github, `${line}\nof the workflow`);
        const env = { ...standIn.environment.github, GITHUB_TOKEN: "personal-token-0123456789" };

        const done = await keepComment(await connectToCodeHost("github", env), number, "review-dev", "one");
        await standIn.close();

        assert.deepEqual([done, other.text], ["created", `${line}\nof the workflow`]);
    });
});

describe("a marker", () => {
    it("is the first line, whatever the line ends", () => {
        assert.ok(hasMarker(`${line}\r\nx`, "review-dev"));
        assert.ok(hasMarker(line, "review-dev"));
        assert.ok(!hasMarker(`\n${line}`, "review-dev"));
        assert.ok(!hasMarker(`${line} x`, "review-dev"));
    });

    for (const name of ["", "a b", "a--b", "-->", "a-", "ä"]) {
        it(`is not made of ${JSON.stringify(name)}`, () => {
            assert.throws(() => markerLine(name), /is no name of a marker/);
        });
    }
});

async function messageOf(work: () => Promise<unknown>): Promise<string> {
    try {
        await work();
    } catch (failure) {
        return failure instanceof Error ? failure.message : String(failure);
    }
    throw new Error("It did not fail.");
}
