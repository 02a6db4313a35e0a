import assert from "node:assert/strict";
import { previewFrom } from "../../resources/engine/preview";
import type { Review } from "../../resources/review/page/document";
import { textOf } from "../../resources/review/render/text";
import { reviewOfPreview } from "../../resources/review/review-of";
import type { Live } from "../../resources/review/snapshot";
import { document, folder, memberships, policy, type Step, team, unknown } from "./support/engine-document";
import { liveWith } from "./support/many-teams";

const page = (steps: readonly Step[], live?: Live, more: object = {}, author?: string): Review =>
    reviewOfPreview({
        preview: previewFrom(JSON.stringify({ ...document(steps), ...more }), "the change"),
        ...{ live, author, nowMs: Date.UTC(2026, 10, 25) },
    });

const refused = (steps: readonly Step[], why: RegExp, more: object = {}) =>
    assert.throws(() => page(steps, undefined, more), why);

/** Who has what after a change, in one line for each row. */
const lines = ({ rows }: Review): string[] =>
    rows.map((row) => {
        const who = [...row.people, ...row.groups.map(({ name }) => name), ...row.workloadRoles.map(({ id }) => id)];
        return `${who.join(", ")} in ${row.project}/${row.path}: +${row.gains.join(",")} -${row.loses.join(",")}`;
    });

describe("the review of what the engine plans", () => {
    it("names people by their logins and new folders by their paths, as the program tells them", () => {
        const told = page([
            ...team("search"),
            ...team("payments", { isNew: true, people: { "Ana@example.com": "u1" } }),
        ]);

        assert.deepEqual(lines(told), ["Ana@example.com in team-secrets/teams/payments: +list,secret_reveal -"]);
        assert.deepEqual(told.rows[0]?.because, ['new team "payments"']);
        assert.equal(told.rows[0]?.resourceGroup, "platform");
        assert.equal(told.rows[0]?.team, "payments");
    });

    it("is silent where nothing changes, and where a folder is renamed with all that is in it", () => {
        const renamed = folder(
            "search-folder",
            { id: "search", name: "search" },
            { op: "update", next: { name: "seek" } },
        );
        const same = page(team("search"));
        const moved = page([...team("search").filter(({ urn }) => !urn.endsWith("search-folder")), renamed].flat());

        assert.deepEqual([same.rows, same.changes, same.verdict.level], [[], false, "nothing"]);
        assert.deepEqual(moved.rows, []);
        assert.match(moved.readFirst[0] ?? "", /"teams\/search" is renamed to "teams\/seek"/);
    });

    it("takes what lives for before: a hand's change is a loss, and a member whom nobody declares is named by id", () => {
        const [refresh, same] = memberships("search-members", { id: "g-search", users: ["u-search"] });
        const drifted = {
            ...same,
            op: "update",
            oldState: { ...same.oldState, inputs: { ...same.oldState?.inputs, users: ["u-search", "u-stranger"] } },
        };
        const others = team("search").filter(({ urn }) => !urn.endsWith("search-members"));

        const told = page([...others, refresh, drifted as Step]);

        assert.deepEqual(lines(told), ["Okta user u-stranger in team-secrets/teams/search: + -list,secret_reveal"]);
    });

    it("says that it does not know the author where somebody is named by id, or something is known only in the update", () => {
        const others = team("search").filter(({ urn }) => !urn.endsWith("search-members"));
        const users = (next: unknown) =>
            memberships(
                "search-members",
                { id: "g-search", users: ["u-search"] },
                { op: "update", next: { users: next } },
            );
        const author = "ana@example.com";

        const [byId, later] = [["u-search", "u-stranger"], unknown].map((next) =>
            page([...others, ...users(next)], undefined, {}, author),
        );

        assert.deepEqual(byId?.author, {
            ...{ login: author, gains: [], loses: [] },
            notKnown: ['which login "Okta user u-stranger" has (gains: reveal, see names)'],
        });
        assert.deepEqual(
            byId?.findings.filter(({ rule }) => rule === "self-grant").map(({ what }) => what),
            [
                'The author, "ana@example.com", may gain in "teams/search": reveal, see names. Which login "Okta user u-stranger" has is not known.',
            ],
        );
        const group = 'who is in "team-search" (gains: reveal, see names)';
        assert.deepEqual(later?.author?.notKnown, [group, "what cannot be told before `up`"]);
        assert.deepEqual(
            later?.findings.filter(({ rule }) => rule === "self-grant").map(({ what }) => what),
            [
                'The author, "ana@example.com", may gain in "teams/search": reveal, see names. Who is in "team-search" is not known.',
                'The author, "ana@example.com", may gain something: a part of this change cannot be told before `up`.',
            ],
        );
    });

    it("is about single resources too, by the names that they are declared with", () => {
        const [, made] = policy(
            "one",
            { id: "p", name: "one", folderId: unknown, groups: ["Audit"], of: undefined },
            { op: "create", dependsOn: { rules: [folder("f", { id: "f", name: "f", of: undefined })[0].urn] } },
        );
        const own = folder("f", { id: "f", name: "vault", parent: "/top/", of: undefined }, { op: "create" });

        const told = page([own[1], made]);

        assert.deepEqual(lines(told), ["Audit in project/top/vault: +list,secret_reveal -"]);
        assert.deepEqual(told.rows[0]?.because, ['policy "one" lets in']);
    });

    it("says that a policy cannot be told, and is no row, where its rules, its group or its folder are known in the update only", () => {
        const what = { id: "p", name: "one", folderId: "f-search", groups: ["Audit"], of: undefined };
        for (const [inputs, why] of [
            [{ rules: unknown }, /known only in the `up`/],
            [{ principals: unknown }, /known only in the `up`/],
            [{ principals: { userGroups: [{ name: unknown }], workloadRoles: [] } }, /known only in the `up`/],
            [{ rules: [{ secretFolderId: unknown, privileges: ["list"], conditions: [] }] }, /known only in the `up`/],
            [
                { rules: [{ secretFolderId: "f-search", privileges: unknown, conditions: [] }] },
                /known only in the `up`/,
            ],
            [{ rules: "[secret]" }, /secret of Pulumi's/],
            [
                { rules: [{ secretFolderId: "f-search", privileges: ["[secret]"], conditions: [] }] },
                /secret of Pulumi's/,
            ],
            [{ rules: [{ raw: {} }] }, /raw/],
        ] as const) {
            const told = page([...team("search"), ...policy("one", what, { op: "update", next: inputs })]);

            assert.deepEqual(
                [told.rows, told.changes, told.verdict.level],
                [[], true, "grave"],
                JSON.stringify(inputs),
            );
            assert.match(told.readFirst[0] ?? "", why);
            assert.match(textOf(told), /cannot be told before/);
        }
    });

    it("says who joins only in the update, and where a folder will be", () => {
        const others = team("search").filter(({ urn }) => !urn.endsWith("search-members"));
        const users = memberships(
            "search-members",
            { id: "g-search", users: ["u-search"] },
            { op: "update", next: { users: unknown } },
        );
        const nowhere = folder("f", { id: "f", name: "f", parent: unknown, of: undefined }, { op: "create" });

        const told = page([...others, ...users, nowhere[1]]);

        assert.match(told.readFirst.join("\n"), /Who is in the group of "search-members" is known only in the `up`/);
        assert.match(told.readFirst.join("\n"), /Where folder "f" will be is known only in the `up`/);
    });

    it("counts a replaced object once, and one that an earlier replacement has left behind until it goes", () => {
        const [refresh, same] = policy("one", {
            id: "p",
            name: "one",
            folderId: "f-search",
            groups: ["Audit"],
            of: undefined,
        });
        const left = {
            ...same.oldState,
            id: "older",
            inputs: { ...same.oldState?.inputs, rules: [rule("f-search", "secret_delete")] },
        };
        const pending = { op: "delete-replaced", urn: same.urn, oldState: left } as Step;
        const once = page([...team("search"), refresh, same, pending]);
        const steps = ["create-replacement", "replace", "delete-replaced"].map((op) => ({
            ...{ op, urn: same.urn, oldState: same.oldState },
            ...(op === "delete-replaced" ? {} : { newState: same.newState }),
        })) as Step[];

        assert.deepEqual(lines(once), ["Audit in team-secrets/teams/search: + -secret_delete"]);
        assert.deepEqual(lines(page([...team("search"), refresh, ...steps])), []);
    });

    it("keeps the access of what Pulumi only forgets", () => {
        const [, same] = policy("one", {
            id: "p",
            name: "one",
            folderId: "f-search",
            groups: ["Audit"],
            of: undefined,
        });
        const goes = (retainOnDelete: boolean) =>
            ({ op: "delete", urn: same.urn, oldState: { ...same.oldState, retainOnDelete } }) as Step;

        assert.deepEqual(lines(page([...team("search"), goes(true)])), []);
        assert.deepEqual(lines(page([...team("search"), goes(false)])), [
            "Audit in team-secrets/teams/search: + -list,secret_reveal",
        ]);
    });

    it("says what becomes of a folder, and what the snapshot has seen in it", () => {
        const live = liveWith([], "2026-11-24T20:00:00Z");
        const place = { resourceGroup: "platform", project: "team-secrets" };
        const folders = [
            { folderId: "f-search", ...place, path: "teams/search", secrets: 2 },
            { folderId: "x", ...place, path: "teams/search/old", secrets: 1 },
        ];
        const seen = { ...live, access: { ...live.access, folders } };
        const gone = team("search").flatMap((step) =>
            step.op === "refresh" ? [] : [{ op: "delete", urn: step.urn, oldState: step.oldState } as Step],
        );

        const told = page([...gone, ...team("payments")], seen);

        assert.deepEqual(
            told.irreversible.map(({ path, holds }) => [path, holds]),
            [["teams/search", { secrets: 3, folders: [{ path: "teams/search/old", secrets: 1 }] }]],
        );
        assert.match(textOf(told), /It held 3 secrets and 1 folder: .*teams\/search\/old/);
        assert.match(told.notKnown.join("\n"), /resources that go are still as state has them/);
        assert.match(told.notKnown.join("\n"), /budget, rules, known policies.*: a preview has neither/);
    });

    describe("refuses a document that does not show all of it", () => {
        it("of a preview that failed, with what the engine said", () => {
            const diagnostics = [{ severity: "error", message: "error: Okta has no such app\n" }];
            refused(team("search"), /preview failed[\s\S]*Okta has no such app/, { diagnostics });
        });

        it("without what stays the same, without a look at what exists, cut off, or perhaps corrupt", () => {
            const steps = team("search");
            refused(steps, /--show-sames/, { changeSummary: { same: steps.length } });
            refused(
                steps.filter(({ op }) => op !== "refresh"),
                /--refresh/,
            );
            refused(steps, /no summary/, { changeSummary: undefined });
            refused(steps, /may be corrupt/, { maybeCorrupt: true });
        });

        it("where a state is left out, or the engine does something that is not known here", () => {
            const [refresh, same] = policy("one", { id: "p", name: "one", folderId: "f", groups: [], of: undefined });
            refused(
                [refresh, { op: "update", urn: same.urn, newState: same.newState }],
                /does not show what "one" is now/,
            );
            refused(
                [refresh, { op: "update", urn: same.urn, oldState: same.oldState }],
                /does not show what "one" will be/,
            );
            refused([refresh, { ...same, op: "teleport" }], /"one" is not known: teleport/);
        });

        it("that is none, or the stream of events", () => {
            assert.throws(() => previewFrom("Previewing update (dev)", "the change"), /nothing is known of the change/);
            assert.throws(
                () => previewFrom('{"sequence":0,"preludeEvent":{}}', "the change"),
                /PULUMI_ENABLE_STREAMING_JSON_PREVIEW/,
            );
        });

        it("and says that one with a target may not be whole", () => {
            const [refresh] = policy("one", { id: "p", name: "one", folderId: "f", groups: [], of: undefined });
            assert.match(page([...team("search"), refresh]).notKnown.join("\n"), /"one" still exists.*--target/);
        });
    });

    it("finds the names behind ids in other folders of the program, in the snapshot, and takes ids where nobody knows them", () => {
        const alone = team("payments", { isTold: false, isNew: true });
        assert.equal(page(alone).rows[0]?.project, "p1");
        assert.equal(page([...team("search"), ...alone]).rows[0]?.project, "team-secrets");
    });
});

const rule = (secretFolderId: string, ...privileges: readonly string[]) => ({
    secretFolderId,
    privileges,
    conditions: [],
});
