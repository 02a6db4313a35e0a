import assert from "node:assert/strict";
import { isStopped } from "../../../resources/review/render/stopped";
import { foundBy, live, mfa, pageOf, payments, people } from "./support/situation";

describe("a rule of a review", () => {
    it("notes who can reveal from now on", async () => {
        const page = await pageOf({ base: payments(people("ana")), head: payments(people("ana", "ben")) });

        assert.deepEqual(foundBy(page, "new-reveal"), [
            'note: "ben@example.com" can reveal from now on in "teams/payments".',
        ]);
    });

    it("warns of an author who gains something, in capitals too, and says nothing of one who does not", async () => {
        const change = { base: payments(people("ana")), head: payments(people("ana", "ben")) };

        const [own, other] = [
            await pageOf({ ...change, author: "Ben@Example.com" }),
            await pageOf({ ...change, author: "ana@example.com" }),
        ];

        assert.deepEqual(foundBy(own, "self-grant"), [
            'warn: The author, "Ben@Example.com", gains in "teams/payments": reveal, create, change, create folders, see names.',
        ]);
        assert.deepEqual(foundBy(other, "self-grant"), []);
    });

    it("warns that an author is not known where people gain, blocks if it is to, and says nothing where they only lose", async () => {
        const gains = {
            base: payments(people("ana")),
            head: payments(people("ana", "ben")),
            unknownAuthor: "ben-acme",
        };
        const block = "rules: { self-grant: block }\n";

        const [warned, blocked] = [await pageOf(gains), await pageOf({ ...gains, platform: [block, block] })];
        const unsaid = await pageOf({ ...gains, unknownAuthor: "" });
        const lost = await pageOf({ base: gains.head, head: gains.base, unknownAuthor: "ben-acme" });

        assert.deepEqual(foundBy(warned, "self-grant"), [
            'warn: It is not known whose login "ben-acme" is, who proposes this, so nor whether they gain something. Add the person to "logins" in platform.yaml of base.',
        ]);
        assert.equal(isStopped(blocked), true);
        assert.match(foundBy(unsaid, "self-grant").join(), /^warn: It is not known who proposes this, so nor whether/);
        assert.deepEqual(foundBy(lost, "self-grant"), []);
    });

    it("warns of revealing without MFA, not with it", async () => {
        const change = { base: payments(people("ana")), head: payments(people("ana", "ben")) };

        const [open, asked] = [await pageOf(change), await pageOf({ ...change, config: [mfa, mfa] })];

        assert.deepEqual(foundBy(open, "reveal-without-mfa"), [
            'warn: "ben@example.com" can reveal without MFA in "teams/payments".',
        ]);
        assert.deepEqual(foundBy(asked, "reveal-without-mfa"), []);
    });

    it("warns of folders that go with everything in them, and of who can delete secrets from now on", async () => {
        const emptied = `${people("ana")}deleteContents: teams/search\n`;
        const [gone, granted] = [
            await pageOf({
                base: { ...payments(people("ana")), "b/search": emptied.replace(/deleteContents.*\n/, "") },
                head: payments(people("ana")),
                config: ["  pulumi-okta-opa:exceptions: { search: { deleteContents: teams/search } }\n", ""],
            }),
            await pageOf({
                base: payments(people("ana")),
                head: payments(`${people("ana")}privileges: manage\n`),
            }),
        ];

        assert.deepEqual(foundBy(gone, "delete-for-good"), [
            'warn: "teams/search" is deleted WITH EVERYTHING IN IT, as deleteContents of base says.',
        ]);
        assert.deepEqual(foundBy(granted, "delete-for-good"), [
            'warn: "ana@example.com" can delete secrets from now on, which never come back in "teams/payments".',
        ]);
    });

    it("warns of less than the minimum that the stack had, when the change lowers it for itself", async () => {
        const page = await pageOf({
            base: payments(people("ana")),
            head: payments(people("ana")),
            config: [mfa, ""],
        });

        assert.deepEqual(foundBy(page, "below-minimum"), [
            'warn: "ana@example.com" has less asked than the minimum that the stack has until now (pulumi-okta-opa:minimum) in "teams/payments".',
        ]);
    });

    it("warns of a group that has grown beyond its cap, and blocks nothing that has not to do with it", async () => {
        const groups = "  pulumi-okta-opa:groups: { Staff: { id: 00g1emaKYZTWRYYRRTSK, maxMembers: 1 } }\n";
        const page = await pageOf({
            base: payments(people("ana")),
            head: payments(people("ana", "ben")),
            config: [groups, groups],
            platform: ["rules: { group-above-cap: block }\n", "rules: { group-above-cap: block }\n"],
            live: live("Staff", ["chloe@example.com", "dario@example.com"]),
        });

        assert.deepEqual(foundBy(page, "group-above-cap"), ['block: Group "Staff" has 2 members, and may have 1.']);
        assert.equal(isStopped(page), false);
    });

    it("blocks that such a group is given more", async () => {
        const groups = "  pulumi-okta-opa:groups: { Staff: { id: 00g1emaKYZTWRYYRRTSK, maxMembers: 1 } }\n";
        const page = await pageOf({
            base: payments(people("ana")),
            head: { ...payments(people("ana")), "b/search": "group: Staff\n" },
            config: [groups, groups],
            platform: ["rules: { group-above-cap: block }\n", "rules: { group-above-cap: block }\n"],
            live: live("Staff", ["chloe@example.com", "dario@example.com"]),
        });

        assert.equal(isStopped(page), true);
    });

    it("notes another way in that no declaration has made", async () => {
        const page = await pageOf({
            base: payments(people("ana")),
            head: payments(people("ana", "ben")),
            live: live("Staff", ["chloe@example.com"]),
        });

        assert.deepEqual(foundBy(page, "overlap"), [
            'note: Policy "by hand", which no declaration has made, lets "Staff" in "teams": reveal.',
        ]);
    });

    it("says nothing of such a policy that base declares as known, and does if only the change declares it", async () => {
        const change = { base: payments(people("ana")), head: payments(people("ana", "ben")) };
        const known = "known: [{ policy: by hand, why: for emergencies }]\n";
        const seen = live("Staff", ["chloe@example.com"]);

        const [before, after] = [
            await pageOf({ ...change, platform: [known, known], live: seen }),
            await pageOf({ ...change, platform: ["", known], live: seen }),
        ];

        assert.deepEqual([foundBy(before, "overlap").length, foundBy(after, "overlap").length], [0, 1]);
    });

    it("warns of an approval that is never asked of somebody", async () => {
        const request =
            "  pulumi-okta-opa:approvals: { oncall: { id: 65f0c0ffee1234567890abcd, name: On-call, lasts: 8h } }\n";
        const oncall =
            "access: { oncall: { members: [ana@example.com, emma@example.com], privileges: reveal, conditions: { approval: oncall } } }\n";
        const page = await pageOf({
            base: payments(people("ana")),
            head: payments(`${people("ana")}${oncall}`),
            config: [request, request],
        });

        assert.deepEqual(foundBy(page, "approval-is-decoration"), [
            'warn: The approval for "teams/payments" (team "payments/oncall") is never asked of 1 of 2, who can reveal there without it: "ana@example.com".',
        ]);
    });

    it("warns of a service user with a privilege on secrets, and cannot be told to ignore it", async () => {
        const seen = live("Robots", ["automation"], true);
        const page = await pageOf({ base: payments(people("ana")), head: payments(people("ana")), live: seen });

        assert.deepEqual(foundBy(page, "automation-holds-secrets"), [
            'warn: Service user "automation" has in "teams": reveal. Whoever has its key has it too.',
        ]);
        await assert.rejects(
            pageOf({
                base: payments(people("ana")),
                head: payments(people("ana")),
                platform: ["rules: { automation-holds-secrets: ignore }\n", ""],
            }),
            /cannot be ignored/,
        );
    });

    it("warns of what was declared until a day that has passed", async () => {
        const page = await pageOf({
            base: payments(people("ana")),
            head: payments(`${people("ana")}retired: { reason: moved, until: "2026-11-01" }\n`),
            platform: [
                'accepted: [{ rule: overlap, until: "2026-11-02", why: known }]\n',
                'accepted: [{ rule: overlap, until: "2026-11-02", why: known }]\n',
            ],
        });

        assert.deepEqual(foundBy(page, "ended"), [
            'warn: Team "payments" is retired until 2026-11-01, which has passed: remove it, or give a later day.',
            'warn: The entry of accepted about "overlap" was until 2026-11-02, and does nothing any more: take it out.',
        ]);
    });
});

describe("what the rules say", () => {
    const change = { base: payments(people("ana")), head: payments(people("ana", "ben")) };
    const block = "rules: { new-reveal: block }\n";

    it("stops a change, by the rules of base, even where the change loosens them", async () => {
        const page = await pageOf({ ...change, platform: [block, "rules: { new-reveal: ignore }\n"] });

        assert.equal(isStopped(page), true);
        assert.deepEqual(foundBy(page, "new-reveal"), [
            'block!: "ben@example.com" can reveal from now on in "teams/payments".',
        ]);
    });

    it("stops it where the change itself makes them stricter", async () => {
        assert.equal(isStopped(await pageOf({ ...change, platform: ["", block] })), true);
    });

    const accepting = (more: string) =>
        `${block}accepted: [{ rule: new-reveal, ${more}until: "2026-11-30", why: SEC-12 }]\n`;

    it("lets through what base accepts, until its day, by folder and by name", async () => {
        const accepted = ["", "path: teams, ", "path: teams/payments, who: ben@example.com, "].map(accepting);
        for (const platform of accepted) {
            const page = await pageOf({ ...change, platform: [platform, platform] });

            assert.equal(isStopped(page), false, platform);
            assert.deepEqual(
                page.findings.map(({ accepted: entry }) => entry),
                [{ until: "2026-11-30", why: "SEC-12" }, null],
            );
        }
    });

    it("accepts neither somebody else, nor elsewhere, nor after its day, nor what only the change accepts", async () => {
        const others = ["path: teams/search, ", "who: emma@example.com, "].map(accepting);
        const over = accepting("").replace("2026-11-30", "2026-11-24");
        for (const platform of [...others, over]) {
            assert.equal(isStopped(await pageOf({ ...change, platform: [platform, platform] })), true, platform);
        }

        assert.equal(isStopped(await pageOf({ ...change, platform: [block, accepting("")] })), true);
    });

    it("accepts a finding about two people only for all of them", async () => {
        const two = { base: payments(people("ana")), head: payments(people("ana", "ben", "emma")) };
        const platform = accepting("who: ben@example.com, ");

        assert.equal(isStopped(await pageOf({ ...two, platform: [platform, platform] })), true);
    });

    it("refuses all new access where that is asked for, and what must never be granted", async () => {
        const less = { base: payments(people("ana", "ben")), head: payments(people("ana")) };
        const manage = { base: payments(people("ana")), head: payments(`${people("ana")}privileges: manage\n`) };

        assert.equal(isStopped(await pageOf({ ...change, refuse: { noNewAccess: true } })), true);
        assert.equal(isStopped(await pageOf({ ...less, refuse: { noNewAccess: true } })), false);
        assert.equal(isStopped(await pageOf({ ...change, refuse: { neverGrant: ["secret_delete"] } })), false);
        assert.equal(isStopped(await pageOf({ ...manage, refuse: { neverGrant: ["secret_delete"] } })), true);
    });
});
