import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { declaredTeams } from "../../resources";
import { reviewText } from "../../resources/review/page/document";
import { htmlOf } from "../../resources/review/render/html";
import { markdownOf } from "../../resources/review/render/markdown";
import { textOf } from "../../resources/review/render/text";
import { capNames } from "../../resources/team-secrets-space/budget/limits-schema";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { State } from "../support/stack/state";
import { oktaGroup, opaGroup, workloadRoles } from "./support/ground";
import { manyOf, type Organisation, organisations, stopsBetween } from "./support/organisation";
import { applied, checkout, configIn, type Files, inFolders, reviewed, setUp } from "./support/played";
import { randomCheckouts } from "./support/random-checkout";

/** A platform file under which every change of a kind that has a cap is stopped. */
const nothingMay = (text: string): string =>
    `${text.replace(/^budget: .*$/m, "")}budget: { ${capNames.map((name) => `${name}: 0`).join(", ")} }\n`;

/** Everything may be done. */
const allMay = (text: string): string =>
    `${text.replace(/^budget: .*$/m, "")}budget: { ${capNames.map((name) => `${name}: 999`).join(", ")} }\n`;

/** Compares the page of a change with what the program says; gives 1 if they refuse it. */
async function comparedOn(simulation: Simulation, state: State, base: string, head: string): Promise<number> {
    const page = reviewed(base, head, undefined);
    const stack = new Stack(simulation, "scratch", "dev", configIn(head), state);
    const { errors } = await stack.preview(() => declaredTeams({ files: join(head, "teams") }));
    const text = errors.join("\n");
    const refused = page.stops?.refused ?? [];
    for (const { rule, what, override } of refused) {
        assert.ok(text.includes(`${rule}: ${what}`), `${rule}: ${what}\n${text}`);
        assert.ok(text.includes(override.slice(0, override.indexOf("until"))), text);
    }
    assert.equal(text.match(/^ {2}budget\./gm)?.length ?? 0, refused.length, text);
    // As the page counts without a snapshot.
    const counted = { "people-gain-reveal": page.counts.gainReveal, "people-lose-reveal": page.counts.loseReveal };
    for (const [cap, { people, groups, workloads }] of Object.entries(counted)) {
        assert.equal(page.stops?.budget.find((one) => one.cap === cap)?.count, people + groups + workloads);
    }
    return refused.length > 0 ? 1 : 0;
}

describe("what stops a change", function () {
    this.timeout(300_000);

    it("is the same on the page and in the program: the same rules, numbers and hash, for random changes", async () => {
        const simulation = await Simulation.start();
        let stopped = 0;
        await fc.assert(
            fc.asyncProperty(randomCheckouts(6), async (files) => {
                setUp(simulation, (tenant) => {
                    workloadRoles(tenant);
                    oktaGroup(tenant, "Staff", "chloe", "dario", "ana");
                    opaGroup(tenant, "Audit", "kira", "ben");
                });
                const state = new State();
                await inFolders(files, async (folders) => {
                    for (const [index, head] of folders.entries()) {
                        const file = join(head, "platform.yaml");
                        const platform = readFileSync(file, "utf8");
                        writeFileSync(file, nothingMay(platform));
                        const base = folders[index - 1];
                        if (base !== undefined) stopped += await comparedOn(simulation, state, base, head);
                        writeFileSync(file, allMay(platform));
                        await applied(simulation, state, head);
                    }
                });
            }),
            { numRuns: 2, endOnFailure: true },
        );
        await simulation.close();
        assert.ok(stopped >= 4, `${stopped}`);
    });

    it("is nothing for 1,000 normal changes of organisations of every size, under the default caps", () => {
        let compared = 0;
        fc.assert(
            fc.property(organisations, ({ base, head, what }: Organisation) => {
                const stops = stopsBetween(base, head);
                compared += 1;
                assert.deepEqual(
                    stops.broken.map(({ rule, what: said }) => `${rule}: ${said}`),
                    [],
                    what,
                );
            }),
            { numRuns: 1000 },
        );
        assert.equal(compared, 1000);
    });

    it("is nothing for the first 300 teams of a stack, which are noted so that a second run may finish them", () => {
        const teams = manyOf(300);

        const { broken, allowed, budget } = stopsBetween({}, teams);

        assert.deepEqual(broken, []);
        assert.equal(allowed?.change, "first");
        assert.ok((allowed.items["budget.people-gain-reveal"]?.length ?? 0) > 300);
        assert.ok(budget.every((line) => line.allowed === null));
        const half = stopsBetween(manyOf(120), teams, allowed);
        assert.deepEqual(half.broken, []);
        const more = stopsBetween(manyOf(120), { ...manyOf(301), ...another }, allowed);
        assert.deepEqual(
            more.broken.map(({ rule }) => rule),
            ["budget.people-gain-reveal"],
        );
    });

    const another = {
        another: { members: Array.from({ length: 1000 }, (_, index) => `somebody.${index}@example.com`) },
    };

    const removed: readonly [Files, Files] = [
        {
            "a/cards": "members: [ana@example.com]\n",
            "a/payments": "members: [ben@example.com]\n",
            "b/search": "members: [chloe@example.com]\n",
        },
        { "b/search": "members: [chloe@example.com]\n" },
    ];

    const pageOf = (edit: (platform: string) => string) =>
        inFolders(
            removed.map((teams) => checkout(teams)),
            async ([base = "", head = ""]) => {
                const file = join(head, "platform.yaml");
                writeFileSync(file, edit(readFileSync(file, "utf8").replace(/^budget: .*\n/m, "")));
                return reviewed(base, head, undefined);
            },
        );

    it("stands on the page in all four forms, with the line that lifts it, which the page takes", async () => {
        const page = await pageOf((text) => text);
        const line = page.stops?.refused[0]?.override ?? assert.fail();

        assert.deepEqual(
            page.stops?.refused.map(({ rule }) => rule),
            ["budget.teams-removed"],
        );
        for (const text of [textOf(page), markdownOf(page)]) {
            assert.match(text, /^(### )?⛔ Stopped by budget\.teams-(removed|\\-removed)\./m);
            assert.ok(text.includes(`overrides:\n`) && text.includes(line), text);
            assert.match(text, /It looks like an accident: 2 of 3 teams are gone at once/);
            assert.match(text, /teams removed 2 of at most 1/);
        }
        assert.ok(htmlOf(page).includes(line.replaceAll('"', "&quot;")));
        assert.equal(JSON.parse(reviewText(page)).stops.refused[0].override, line);

        const lifted = await pageOf((text) => `${text}overrides:\n  ${line}\n`);
        assert.deepEqual(lifted.stops?.refused, []);
        assert.match(textOf(lifted), /An override until \S+ lifts budget\.teams-removed \("…"\)/);
        assert.doesNotMatch(textOf(lifted), /Stopped/);
        assert.match(textOf(lifted), /overrides in platform\.yaml was "none", and is /);
    });

    it("stands on the page if a freeze stops the change, until its last day", async () => {
        const freeze = (until: string) => (text: string) =>
            `${text}budget: { teams-removed: 5 }\nfreeze: { what: removals, by: ben, until: "${until}", why: audit }\n`;

        const [frozen, over] = [await pageOf(freeze("2026-11-25")), await pageOf(freeze("2026-11-24"))];

        assert.match(textOf(frozen), /⛔ Stopped by freeze\./);
        assert.match(textOf(frozen), /Frozen: removals until 2026-11-25 at its end \(UTC\), by "ben": "audit"\./);
        assert.equal(over.stops?.freeze, null);
    });
});
