import assert from "node:assert/strict";
import { appliedIn } from "../../resources/review/approval/applied";
import { baseOf } from "../../resources/review/approval/applied-base";
import { approvalIn, approvalText, hashOf } from "../../resources/review/approval/approval";
import { type Caused, causedBy, causedInWords, notApproved } from "../../resources/review/approval/caused";
import { readCheckout } from "../../resources/review/checkout/read-checkout";
import { changeBetween } from "../../resources/review/review-of";
import { checkout, type Files, inFolders } from "./support/played";

const team = (...people: string[]) => `members: [${people.join(", ")}]\n`;
const [ana, ben, emma] = ["ana@example.com", "ben@example.com", "emma@example.com"];
const [one, two] = ["1".repeat(40), "2".repeat(40)];

/** What `pulumi stack export` has of spaces. */
function exported(spaces: Readonly<Record<string, object | undefined>>, more: object = {}): string {
    const resources = Object.entries(spaces).map(([name, lastApplied]) => ({
        urn: `urn:pulumi:dev::scratch::okta-opa:index:TeamSecretsSpace::${name}`,
        type: "okta-opa:index:TeamSecretsSpace",
        outputs: lastApplied && { lastApplied },
    }));
    return JSON.stringify({ deployment: { resources, ...more } });
}

const memory = (commit?: string) => ({ version: 1, declared: {}, people: {}, ...(commit ? { commit } : {}) });

/** What a head causes, with teams that were applied from two commits. */
function caused(
    state: string,
    commits: readonly Files[],
    head: Files,
): Promise<Caused & { outside: readonly string[] }> {
    return inFolders([...commits, head], async (folders) => {
        const where = { teams: "teams", stack: "dev" };
        const declared = folders.map((folder) => readCheckout(folder, where).declared);
        const applied = appliedIn(state);
        const last = declared.at(-1) ?? assert.fail();
        const at = new Map([two, one].slice(-commits.length).map((commit, index) => [commit, declared[index] ?? last]));
        const base = baseOf(applied, at, last);
        const after = readCheckout(folders.at(-1) ?? "", where, base.declared);
        assert.deepEqual(after.mistakes, []);
        const reviewed = { base: base.declared, head: after.declared, live: undefined, author: undefined, nowMs: 0 };
        return { ...causedBy(changeBetween(reviewed)), outside: base.outside };
    });
}

const gainers = ({ rights }: Caused) => [
    ...new Set(rights.filter(({ before }) => before === null).map(({ who }) => who)),
];

describe("an approval", () => {
    it("is of what changes from what each team was applied as, team by team", async () => {
        const first = checkout({ "a/cards": team(ana), "a/search": team(ana) });
        // Of the second commit, only cards was applied: the run died then.
        const second = checkout({ "a/cards": team(ana, ben), "a/search": team(ana, ben), "a/new": team(ben) });
        const state = exported({ cards: memory(two), search: memory(one) });

        const now = await caused(state, [second, first], second);

        assert.deepEqual([...new Set(now.rights.map(({ who, path }) => `${who} ${path}`))].sort(), [
            `${ben} teams/new`,
            `${ben} teams/search`,
        ]);
    });

    it("sees whom a run that died has already taken out, and the next one would let in again", async () => {
        const first = checkout({ "a/cards": team(ana, ben) });
        const without = checkout({ "a/cards": team(ana) });

        const again = await caused(exported({ cards: memory(two) }), [without, first], first);

        assert.deepEqual(gainers(again), [ben]);
    });

    it("sees a change of the stack's settings since a team was applied", async () => {
        const asking = (who: string) => `${team(who)}conditions: { approval: oncall }\n`;
        const files = { "a/cards": asking(ana), "a/search": asking(ana) };
        const lasting = (hours: number) =>
            checkout(
                files,
                `  pulumi-okta-opa:approvals: { oncall: { id: 65f0c0ffee1234567890abcd, name: On-call, lasts: ${hours}h } }\n`,
            );
        const state = exported({ cards: memory(two), search: memory(one) });

        const now = await caused(state, [lasting(24), lasting(8)], lasting(24));

        assert.deepEqual([...new Set(now.rights.map(({ path }) => path))], ["teams/search"]);
    });

    it("knows nothing of a team that no pipeline has applied, and of one that the commit does not have", async () => {
        const files = checkout({ "a/cards": team(ana) });

        const now = await caused(exported({ cards: memory(), other: memory(one), begun: undefined }), [files], files);

        assert.deepEqual(now.outside, ["cards", "other"]);
    });

    it("holds for less, where another approved change has done a part of it, and for nothing else", async () => {
        const base = checkout({ "a/cards": team(ana), "a/search": team(ana) });
        const head = checkout({ "a/cards": team(ana, ben), "a/search": team(ana, emma) });
        const partly = checkout({ "a/cards": team(ana, ben), "a/search": team(ana) });
        const state = exported({ cards: memory(one), search: memory(one) });

        const approved = await caused(state, [base], head);
        const less = await caused(state, [partly], head);

        assert.deepEqual(notApproved(less, approved), { rights: [], irreversible: [] });
        const more = causedInWords(notApproved(approved, less));
        assert.ok(more.length > 0);
        assert.ok(
            more.every((line) => line.startsWith(`person "${ben}", `)),
            more.join("\n"),
        );
        assert.match(more.join("\n"), /reveal in "teams\/cards": nothing → no conditions/);
    });

    it("is not one where the same person had something else before", async () => {
        const privileges = "privileges: contribute\n";
        const base = checkout({ "a/cards": team(ana) });
        const meanwhile = checkout({
            "a/cards": `${team(ana)}privileges: reveal\nconditions: { mfa: phishing-resistant }\n`,
        });
        const head = checkout({ "a/cards": `${team(ana, ben)}${privileges}` });
        const state = exported({ cards: memory(one) });

        const extra = notApproved(await caused(state, [meanwhile], head), await caused(state, [base], head));

        assert.deepEqual([...new Set(extra.rights.map(({ who }) => who))], [ana]);
    });

    it("includes a folder that goes", async () => {
        const base = checkout({ "a/cards": team(ana), "a/search": team(ana) });
        const head = checkout({ "a/cards": team(ana) });

        const { irreversible } = await caused(exported({ cards: memory(one), search: memory(one) }), [base], head);

        assert.deepEqual(
            irreversible.map(({ path }) => path),
            ["teams/search"],
        );
    });

    it("is read only if it is the one with this hash", () => {
        const none = { rights: [], irreversible: [] };
        const text = approvalText({ format: 1, stack: "dev", commit: one, table: "access:0", caused: none });

        assert.equal(approvalIn(text, hashOf(text)).commit, one);
        assert.throws(() => approvalIn(text.replace("dev", "prod"), hashOf(text)), /not what was approved/);
    });

    it("is bound to a state by everything that it has, and by what is pending", () => {
        const digests = [
            exported({ cards: memory(one) }),
            exported({ cards: memory(two) }),
            exported({ cards: memory(one) }, { pending_operations: [{}] }),
        ].map((text) => appliedIn(text).digest);

        assert.equal(new Set(digests).size, 3);
        assert.throws(() => appliedIn("error: no stack"), /printed no state/);
    });
});
