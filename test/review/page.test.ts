import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020";
import fc from "fast-check";
import { type Review, reviewJsonSchema, reviewText } from "../../resources/review/page/document";
import { quoted } from "../../resources/review/page/words";
import { htmlOf } from "../../resources/review/render/html";
import { markdownOf } from "../../resources/review/render/markdown";
import { textOf } from "../../resources/review/render/text";
import type { Live } from "../../resources/review/snapshot";
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
        ...["\ud800", "a\udfff", "\u2028\u2029", "\u0000\u007f\u0085", "\u200b\ufeff", "\u{e0001}", "__proto__"],
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
        rows: [row, { ...row, project: `${other}p` }, row, row],
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
        ends: [{ until: "2026-12-01", what: quoted(policy) }],
        settings: [quoted(request)],
        author: { login: name, gains: [other], loses: [], notKnown: [quoted(policy)] },
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

    it("is JSON as the published schema says, without anything that a terminal would obey, and gives every name back", () => {
        const isValid = new Ajv2020().compile(JSON.parse(reviewJsonSchema()) as object);
        fc.assert(
            fc.property(pages, (page) => {
                const text = reviewText(page);

                assert.doesNotMatch(text, /[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
                assert.deepEqual(JSON.parse(text), page);
                assert.ok(isValid(JSON.parse(text)), JSON.stringify(isValid.errors));
                assert.equal(text.split("\n").length, reviewText(plainPage).split("\n").length);
            }),
            { numRuns: 500 },
        );
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

    it("says that it is not known what a folder held, without a snapshot and with one that does not list folders", async () => {
        const both = checkout({
            "a/payments": "members: [ana@example.com]\n",
            "b/search": "members: [ben@example.com]\n",
        });
        const one = checkout({ "b/search": "members: [ben@example.com]\n" });
        await inFolders([both, one], async ([base = "", head = ""]) => {
            const { access } = liveWith([], "2026-11-24T12:00:00Z");
            const folder = {
                ...{ folderId: "f", resourceGroup: "platform", project: "team-secrets" },
                path: "teams/payments",
            };
            const on = (live: Live | undefined) => {
                const page = reviewed(base, head, live);
                return {
                    held: /`teams\/payments` is deleted.*$/m.exec(markdownOf(page))?.[0],
                    notKnown: page.notKnown.join("\n"),
                };
            };
            const known = on({ access: { ...access, folders: [{ ...folder, secrets: 2 }] }, text: "" });

            assert.match(on(undefined).held ?? "", /What it held is not known\.$/);
            assert.match(on(undefined).notKnown, /what folders hold/);
            assert.match(on({ access, text: "" }).held ?? "", /What it held is not known\.$/);
            assert.match(
                on({ access, text: "" }).notKnown,
                /what is in which folder: the snapshot has no folders\. Take it again\./,
            );
            assert.match(known.held ?? "", /else the preview refuses this change\. It held 2 secrets\.$/);
            assert.doesNotMatch(known.notKnown, /folder/);
        });
    });

    it("says who gains and is not assigned to the app, so that Okta does not push them; without a snapshot that tells, that it is not known", async () => {
        const of = (...people: string[]) =>
            checkout({ "a/payments": `members: [${people.map((one) => `${one}@example.com`).join()}]\n` });
        await inFolders([of("ana"), of("ana", "Ben", "emma", "dario")], async ([base = "", head = ""]) => {
            const { access } = liveWith([], "2026-11-24T12:00:00Z");
            const member = { name: "dario@example.com", isService: false, isActive: true };
            const groups = [{ id: "g", name: "Elsewhere", members: [member] }];
            const on = (assigned?: string[]) => {
                const { readFirst, notKnown } = reviewed(base, head, {
                    access: { ...access, groups, assigned },
                    text: "",
                });
                return { readFirst: readFirst.join("\n"), notKnown: notKnown.join("\n") };
            };

            assert.match(
                on(["ben@example.com"]).readFirst,
                /^Not assigned to the app .* get in nowhere: "emma@example\.com"\.$/m,
            );
            assert.doesNotMatch(on(["ben@example.com", "EMMA@example.com"]).readFirst, /Not assigned/);
            assert.doesNotMatch(on([]).notKnown, /assigned/);
            assert.doesNotMatch(on().readFirst, /Not assigned/);
            assert.match(on().notKnown, /are assigned to the app, without which they do not get in: .* --okta tells/);
        });
    });

    it("says what ends on a day that lies ahead: a retirement, what is accepted, known policies; in order, and nothing that has passed", async () => {
        const rules = (entries: string) => `known:
  - { policy: break-glass, why: emergencies, until: "2027-03-01" }
  - { policy: old, why: past, until: "2026-01-01" }
accepted: [${entries}]
`;
        const files = (team: string, entries: string) => {
            const all = checkout({
                "a/payments": `members: [ana@example.com]\n${team}`,
                "b/search": 'members: [ben@example.com]\nretired: { reason: x, until: "2028-01-01" }\n',
            });
            return { ...all, "platform.yaml": `${all["platform.yaml"]}${rules(entries)}` };
        };
        const accepted = '{ rule: new-reveal, path: teams/payments, until: "2027-01-31", why: SEC-1 }';
        const past = '{ rule: overlap, until: "2026-11-01", why: SEC-2 }';
        const later = '{ rule: self-grant, path: teams/search, who: ben@example.com, until: "2027-02-01", why: SEC-3 }';
        const base = files("privileges: write-only\n", [accepted, past].join());
        const gains = files("", [accepted, past, later].join());
        const retires = files(
            'privileges: write-only\nretired: { reason: moved, until: "2033-12-31" }\n',
            [accepted, past].join(),
        );
        await inFolders([base, gains, retires], async ([was = "", gain = "", end = ""]) => {
            const on = (head: string) => reviewed(was, head, undefined);

            assert.deepEqual(
                on(gain).ends.map(({ until, what }) => `${until} ${what}`),
                [
                    '2027-01-31 new-reveal is accepted ("SEC-1"), and counts again after that.',
                    '2027-02-01 self-grant "teams/search" "ben@example.com" is accepted in the changes after this one ("SEC-3"), and counts again after that.',
                    '2027-03-01 policy "break-glass" is known, and counts as unknown after that; it lets people in still.',
                ],
            );
            assert.deepEqual(
                on(end)
                    .ends.map(({ until, what }) => `${until} ${what}`)
                    .at(-1),
                '2033-12-31 team "payments" is retired, and what it has is kept; nothing of it goes by itself after that.',
            );
            for (const text of [markdownOf(on(end)), textOf(on(end)), htmlOf(on(end))])
                assert.match(text, /Ends[\s\S]*2033-12-31: team/);
            assert.doesNotMatch(textOf(on(gain)), /Ends[\s\S]*2028-01-01/);
        });
    });

    it("is of at most 60 kB whatever the names are and however many there are of all; numbers, what stops it and the hash stay", () => {
        for (const [letter, length] of [
            ["x", 255],
            ["`", 255],
            ["\u{1f600}", 127],
            ["&", 1000],
        ] as const) {
            for (const many of [1, 12]) {
                const markdown = markdownOf(crowded(letter.repeat(length), many));

                assert.ok(Buffer.byteLength(markdown) <= 60_000, `${letter} ${many}: ${Buffer.byteLength(markdown)}`);
                assert.match(markdown, /^### ⛔ Stopped by budget\.teams-removed, self-grant\. 7 people gain REVEAL\./);
                assert.match(markdown, /\*\*Stopped: the program refuses this change/);
                assert.ok(markdown.includes("- { rule: x }") && markdown.trimEnd().endsWith(`This table: access:0`));
                assert.equal(markdown.match(/<details>/g)?.length, markdown.match(/<\/details>/g)?.length);
            }
        }
    });

    it("is as short as it is asked to be, with fewer rows if need be, and keeps numbers, reasons and hash", async () => {
        await inFolders([checkout(manyTeams(500, 0)), checkout(manyTeams(500, 1))], async ([base = "", head = ""]) => {
            const page = reviewed(base, head, undefined, { refuse: { noNewAccess: true } });
            const markdown = markdownOf(page, 12_000);

            assert.ok(Buffer.byteLength(markdown) <= 12_000, String(Buffer.byteLength(markdown)));
            assert.match(markdown, /500 people gain REVEAL[\s\S]*\n- and \d+ more\n/);
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

/** A page on which there are so many of everything, each with this name. */
function crowded(name: string, many: number): Review {
    const page = pageOf({ name, other: name, path: name, policy: name, request: name });
    const times = <One>(list: readonly One[]): One[] => list.flatMap((one) => Array.from({ length: many }, () => one));
    const { stops } = page;
    const rows = page.rows.map((row) => ({
        ...row,
        ...{ people: times(row.people), groups: times(row.groups), workloadRoles: times(row.workloadRoles) },
        ...{ serviceUsers: times(row.serviceUsers), because: times(row.because), except: times(row.except) },
    }));
    const [finding] = page.findings;
    const blocking = finding ? [{ ...finding, ...{ rule: "self-grant", blocks: true, accepted: null } }] : [];
    return {
        ...page,
        verdict: { level: "grave", text: "7 people gain REVEAL." },
        ...{
            rows: times(rows),
            readFirst: times(page.readFirst),
            inherited: times(page.inherited),
            known: times(page.known),
        },
        ...{ irreversible: times(page.irreversible), ends: times(page.ends), settings: times(page.settings) },
        ...{ findings: times([...page.findings, ...blocking]), notKnown: times(page.notKnown) },
        stops: stops && { ...stops, accident: times(stops.accident), lifted: times(stops.lifted), freeze: null },
    };
}

/** What a reader of Markdown makes of a line, with names left out: text in code is no mark, and an escaped sign is none. */
function shapeOfLine(line: string): string {
    return line
        .replaceAll(/`[^`]+`/g, "N")
        .replaceAll('""', "N")
        .replaceAll(/<code>[A-Za-z0-9 &#;-]*<\/code>/g, "N")
        .replaceAll(/\\[\\`*_{}[\]<>#|~&]/g, "e");
}
