import assert from "node:assert/strict";
import { isStopped } from "../../../resources/review/render/stopped";
import { textOf } from "../../../resources/review/render/text";
import { foundBy, live, pageOf, payments, people } from "./support/situation";

describe("self-grant, of an author of whom nobody knows whether they are among those who gain", () => {
    const oncall = "access: { oncall: { group: OnCall, privileges: reveal } }\n";
    const change = { base: payments(people("ana")), head: payments(`${people("ana")}${oncall}`) };
    const author = "Ben@example.com";

    it("warns of a group whose members are not known, and says so wherever the author is named", async () => {
        const page = await pageOf({ ...change, author });

        assert.deepEqual(foundBy(page, "self-grant"), [
            'warn: The author, "Ben@example.com", may gain in "teams/payments": reveal, see names. Who is in "OnCall" is not known.',
        ]);
        assert.deepEqual(page.author, {
            ...{ login: author, gains: [], loses: [] },
            notKnown: ['who is in "OnCall" (gains: reveal, see names)'],
        });
        assert.match(
            textOf(page),
            /^Author: "Ben@example\.com" gains nothing and loses nothing, as far as is known\. Not known: who is in "OnCall" \(gains: reveal, see names\)\.$/m,
        );
        assert.match(
            page.readFirst.join("\n"),
            /^Whether the author, "Ben@example\.com", gains anything is not known: who is in "OnCall" \(gains: reveal, see names\)\.$/m,
        );
    });

    it("stops the change where self-grant blocks, unless base accepts it for the author", async () => {
        const block = "rules: { self-grant: block }\n";
        const accepted = `${block}accepted: [{ rule: self-grant, who: ben@example.com, until: "2026-11-30", why: SEC-12 }]\n`;

        const pages = [block, accepted].map((text) => pageOf({ ...change, author, platform: [text, text] }));

        assert.deepEqual((await Promise.all(pages)).map(isStopped), [true, false]);
    });

    it("counts for an author whose login nobody knows, too", async () => {
        const page = await pageOf({ ...change, unknownAuthor: "ben-acme" });

        assert.equal(foundBy(page, "self-grant").length, 1);
        assert.match(foundBy(page, "self-grant")[0] ?? "", /whose login "ben-acme" is/);
    });

    it("says nothing of a group whose members are known, or that only loses, or where no author is named", async () => {
        const seen = live("OnCall", ["chloe@example.com"]);
        const back = { base: change.head, head: change.base };

        const [known, less, nobody] = [
            await pageOf({ ...change, author, live: seen }),
            await pageOf({ ...back, author }),
            await pageOf(change),
        ];

        assert.deepEqual(
            [known, less, nobody].map((page) => foundBy(page, "self-grant")),
            [[], [], []],
        );
        assert.deepEqual(known.author?.notKnown, []);
        assert.deepEqual(less.author?.notKnown, ['who is in "OnCall" (loses: reveal, see names)']);
    });
});
