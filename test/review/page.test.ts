import assert from "node:assert/strict";
import fc from "fast-check";
import type { Review } from "../../resources/review/page/document";
import { quoted } from "../../resources/review/page/words";
import { htmlOf } from "../../resources/review/render/html";
import { markdownOf } from "../../resources/review/render/markdown";
import { textOf } from "../../resources/review/render/text";
import { liveWith, manyTeams } from "./support/many-teams";
import { checkout, inFolders, reviewed } from "./support/played";

const nasty = fc.oneof(
    fc.constantFrom(
        ...[
            "<script>alert(1)</script>",
            "| x | y |",
            "`code` `` |",
            "[a](javascript:b)",
            "![x](http://evil/)",
            "@everyone",
        ],
        ...[
            "</code></details>",
            "\u001b[31mred",
            "\u202egnp",
            "a\nb\r\n# c",
            '"quoted" "',
            "\\",
            "\\|",
            "&lt;b&gt;",
            "**",
            " ",
        ],
        ...["www.evil.com", "http://evil.com", "<!--", "-->", "$&", "#1", "\\`|", "|\\", "~~~", "~~x~~"],
    ),
    fc.string({ unit: "binary", maxLength: 40 }),
);

/** A page in which everything that somebody else can name is such a text. */
const pages = fc.record({ name: nasty, other: nasty, path: nasty, policy: nasty, request: nasty }).map(pageOf);

function pageOf(texts: Record<"name" | "other" | "path" | "policy" | "request", string>): Review {
    const { name, other, path, policy, request } = texts;
    const approval = { kind: "approval" as const, requestTypeId: "r", requestType: request, lastsSeconds: 60 };
    const row: Review["rows"][number] = {
        people: [name],
        serviceUsers: [other],
        groups: [{ name: other, members: null }],
        workloadRoles: [{ id: "id", name }],
        ...{ resourceGroup: name, project: other, path, except: [other] },
        before: [],
        after: [{ privileges: ["list", name], ways: [[approval]] }],
        ...{
            gains: ["list", name],
            loses: [],
            weaker: [],
            stricter: [],
            risk: "more",
            because: [quoted(policy)],
            team: name || "t",
        },
    };
    const none = { people: 0, groups: 0, workloads: 0 };
    const side = { teams: 1, stackFile: other, digest: "0".repeat(64) };
    return {
        ...{
            format: 1,
            from: "files",
            table: "access:0",
            changes: true,
            verdict: { level: "some", text: "1 person gains." },
        },
        counts: {
            ...{ gainReveal: none, gainDelete: none, weakerConditions: none, gainOther: none },
            ...{ loseReveal: none, loseDelete: none, loseOther: none, stricterConditions: none },
        },
        rows: [row, { ...row, project: "p" }, row, row],
        ifStrictest: { instead: [], not: [] },
        readFirst: [quoted(name)],
        inherited: [
            {
                ...{ policy, policyId: "p", resourceGroup: name, project: other, path },
                ...{ groups: [{ name, members: 3 }], workloadRoles: [other], rights: row.after },
            },
        ],
        known: [{ policy, why: other, until: null, state: "twice" }],
        irreversible: [
            {
                ...{ resourceGroup: name, project: other, path, what: "stays" },
                holds: { secrets: 2, folders: [{ path, secrets: 1 }] },
            },
        ],
        findings: [
            {
                ...{ rule: "overlap", level: "note", blocks: false, path, who: [policy] },
                ...{ what: quoted(policy), accepted: { until: "2026-12-01", why: request } },
            },
        ],
        stops: {
            change: "declared:0",
            budget: [{ cap: "teams-removed", count: 2, allowed: 1, of: 3 }],
            refused: [{ rule: "budget.teams-removed", what: `2: ${quoted(name)}.`, override: "- { rule: x }" }],
            ...{ overridesIn: "platform.yaml", overridesKey: "overrides" },
            lifted: [{ rule: "budget.grants-removed", what: quoted(other), until: "2026-12-01", why: request }],
            accident: [quoted(path)],
            freeze: { what: "gains", by: name, until: "2026-12-01", why: policy, waits: "gains" },
        },
        settings: [quoted(request)],
        author: { login: name, gains: [other], loses: [] },
        notKnown: [quoted(policy)],
        ...{ base: side, head: side, snapshot: { taken: null, digest: "0".repeat(64) } },
    };
}

const plainPage = pageOf({ name: "aa", other: "bb", path: "cc", policy: "dd", request: "ee" });

describe("the page of a review", () => {
    it("shows names of others in a terminal as one line each, with nothing that it would obey", () => {
        fc.assert(
            fc.property(pages, (page) => {
                const text = textOf(page);

                assert.equal(text.split("\n").length, textOf(plainPage).split("\n").length);
                assert.doesNotMatch(text, /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
            }),
            { numRuns: 500 },
        );
    });

    it("keeps its Markdown whatever the names are: the same lines, cells and marks, and every name as code", () => {
        const shapeOf = (page: Review) => markdownOf(page).split("\n").map(shapeOfLine);
        const expected = shapeOf(plainPage);
        fc.assert(
            fc.property(pages, (page) => assert.deepEqual(shapeOf(page), expected)),
            { numRuns: 500 },
        );
    });

    it("keeps its HTML whatever the names are: the same tags, nothing else, and nothing from elsewhere", () => {
        const tagsOf = (page: Review) => htmlOf(page).match(/<[^>]*>/g) ?? [];
        const expected = tagsOf(plainPage);
        fc.assert(
            fc.property(pages, (page) => {
                assert.deepEqual(tagsOf(page), expected);
                assert.doesNotMatch(htmlOf(page).replace(/<style>.*?<\/style>/s, ""), /[\p{Cf}\p{Cs}]|[^\P{Cc}\n]/u);
            }),
            { numRuns: 500 },
        );
        assert.doesNotMatch(htmlOf(plainPage), /<script|<link|<img|src=|href=|url\(/);
    });

    it("has the same table text for the same changes, and another one where anything else changes", async () => {
        const of = (...people: string[]) =>
            checkout({ "a/payments": `members: [${people.map((one) => `${one}@example.com`)}]\n` });
        const files = [of("ana"), of("ana", "ben"), of("ana", "emma"), { ...of("ana", "ben"), "teams/README.md": "x" }];
        await inFolders(files, async ([base = "", ben = "", emma = "", again = ""]) => {
            const tables = [ben, emma, again].map((head) => reviewed(base, head, undefined).table);

            assert.match(tables[0] ?? "", /^access:[0-9a-f]{64}$/);
            assert.equal(tables[0], tables[2]);
            assert.notEqual(tables[0], tables[1]);
        });
    });

    it("says what it cannot know without a snapshot, and with one that is old, of unknown age, or of before base", async () => {
        const files = checkout({ "a/payments": "members: [ana@example.com]\n" });
        await inFolders([files, files], async ([base = "", head = ""]) => {
            const told = (taken?: string) => reviewed(base, head, liveWith([], taken)).notKnown.join("\n");

            assert.match(reviewed(base, head, undefined).notKnown.join("\n"), /no snapshot was given/);
            assert.match(told(), /how old the snapshot is/);
            assert.match(told("2026-11-22T00:00:00Z"), /in the last 72 hours/);
            assert.doesNotMatch(told("2026-11-24T12:00:00Z"), /hours|how old/);
            assert.match(
                told("2026-11-24T12:00:00Z"),
                /1 policy that it declares is not in the snapshot \("team-payments secrets"\)/,
            );
        });
    });

    it("says what is deleted for good and what nobody reads any more, and that this is a change where nobody loses anything", async () => {
        const team = "members: [ana@example.com]\nretired: { reason: moved }\nfolders: [prod]\n";
        const other = { "b/search": "members: [ben@example.com]\n" };
        const exceptions = "  pulumi-okta-opa:exceptions: { payments: { deleteContents: teams/payments } }\n";
        const base = checkout({ "a/payments": team, ...other }, exceptions);
        const silent = { "b/search": "members: [ben@example.com]\nprivileges: write-only\n" };
        await inFolders([base, checkout(other), checkout(silent)], async ([was = "", gone = "", unread = ""]) => {
            const page = reviewed(was, gone, undefined);
            const also = reviewed(was, unread, undefined);

            assert.deepEqual([page.rows, page.changes, page.verdict.level], [[], true, "some"]);
            const told = page.irreversible.map(({ path, what }) => `${path} ${what}`);
            assert.deepEqual(told, [
                "teams/payments is deleted WITH EVERYTHING IN IT, as deleteContents of base says",
                "teams/payments/prod is deleted WITH EVERYTHING IN IT, as deleteContents of base says",
            ]);
            assert.match(markdownOf(page), /^### 🟡 Nobody gains or loses any access\. Secrets are deleted for good\./);
            assert.match(also.irreversible.at(-1)?.what ?? "", /^stays, and nobody can reveal what is in it any more$/);
        });
    });

    it("is as short as it is asked to be, with fewer rows if need be, and keeps numbers, reasons and hash", async () => {
        await inFolders([checkout(manyTeams(500, 0)), checkout(manyTeams(500, 1))], async ([base = "", head = ""]) => {
            const page = reviewed(base, head, undefined, { refuse: { noNewAccess: true } });
            const markdown = markdownOf(page, 12_000);

            assert.ok(Buffer.byteLength(markdown) <= 12_000, String(Buffer.byteLength(markdown)));
            assert.match(markdown, /500 people gain REVEAL[\s\S]*\n- and \d+ more: the JSON has all\./);
            assert.match(markdown, /overrides:\n {2}- \{ rule: budget/);
            assert.match(markdown, /\d+ more rows are below, by team[\s\S]*teams of 500 are left out here/);
            assert.ok(markdown.trimEnd().endsWith(page.table));
        });
    });

    it("is of at most 60 kB for 500 teams that all change: whole teams are left out, the numbers never", async () => {
        await inFolders([checkout(manyTeams(500, 0)), checkout(manyTeams(500, 1))], async ([base = "", head = ""]) => {
            const page = reviewed(base, head, undefined);
            const markdown = markdownOf(page);

            assert.equal(page.counts.gainReveal.people, 500);
            assert.ok(Buffer.byteLength(markdown) <= 60_000 && Buffer.byteLength(markdown) > 50_000);
            assert.match(
                markdown,
                /^### ⛔ Stopped by budget\.people-lose-reveal, budget\.people-gain-reveal\. 500 people gain REVEAL\. 500 people lose reveal\./,
            );
            assert.match(markdown, /\d+ teams of 500 are left out here/);
            assert.equal(markdown.match(/<details>/g)?.length, markdown.match(/<\/details>/g)?.length);
            assert.ok(markdown.trimEnd().endsWith(page.table));
        });
    });
});

/** What a reader of Markdown makes of a line, with names left out: text in code is no mark, and an escaped sign is none. */
function shapeOfLine(line: string): string {
    return line
        .replaceAll(/`[^`]+`/g, "N")
        .replaceAll('""', "N")
        .replaceAll(/<code>[A-Za-z0-9 &#;-]*<\/code>/g, "N")
        .replaceAll(/\\[\\`*_{}[\]<>#|~&]/g, "e");
}
