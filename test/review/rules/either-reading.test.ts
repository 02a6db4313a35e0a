import assert from "node:assert/strict";
import { isStopped } from "../../../resources/review/render/stopped";
import { foundBy, pageOf, payments, people } from "./support/situation";

const open = `${people("ana")}conditions: none\n`;
const strict = "access: { strict: { members: [ana@example.com], privileges: reveal, conditions: { mfa: any } } }\n";

/** Only the strictest MFA of both rules was asked before; if each counts by itself, nothing changes. */
const loosened = { base: payments(`${open}${strict}`), head: payments(open), author: "ana@example.com" };
const onlyThen = "That is so if OPA asks for the strictest MFA of overlapping rules.";

describe("a change that means something only if the strictest of overlapping conditions counts", () => {
    it("is found by the rules, is not called harmless, and may be the author's", async () => {
        const page = await pageOf(loosened);

        assert.deepEqual(page.rows, []);
        assert.deepEqual(foundBy(page, "self-grant"), [
            `warn: The author, "ana@example.com", gains in "teams/payments": reveal, see names. ${onlyThen}`,
        ]);
        assert.deepEqual(foundBy(page, "reveal-without-mfa"), [
            `warn: "ana@example.com" can reveal without MFA in "teams/payments". ${onlyThen}`,
        ]);
        assert.deepEqual(page.author?.notKnown, ["which of overlapping conditions counts (gains: reveal, see names)"]);
        assert.match(page.readFirst.join("\n"), /gains anything is not known: which of overlapping conditions counts/);
        assert.deepEqual(page.verdict, {
            level: "grave",
            text:
                "Nobody gains or loses any access. If OPA asks for the strictest MFA of overlapping rules: " +
                "1 person gets reveal or delete under weaker conditions.",
        });
    });

    it("is stopped where such a finding blocks, and where no new access is wanted", async () => {
        const block = "rules: { reveal-without-mfa: block }\n";

        const pages = await Promise.all([
            pageOf(loosened),
            pageOf({ ...loosened, platform: [block, block] }),
            pageOf({ ...loosened, refuse: { noNewAccess: true } }),
        ]);

        assert.deepEqual(pages.map(isStopped), [false, true, true]);
    });

    it("is told once if it is so in either case", async () => {
        const joins = { base: payments(open), head: payments(`${people("ana", "ben")}conditions: none\n${strict}`) };
        const page = await pageOf(joins);

        assert.deepEqual(
            page.findings
                .filter(({ who }) => who.includes("ben@example.com"))
                .map(({ what }) => what.includes(onlyThen)),
            [false, false],
        );
    });
});
