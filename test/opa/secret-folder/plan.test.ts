import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { secretFolder } from "../../../resources/opa/secret-folder/provider";

/** Plans need no connection. */
const kind = secretFolder(() => assert.fail("a plan must not connect"));

const ids = {
    resourceGroupId: "11111111-1111-4111-8111-111111111111",
    projectId: "22222222-2222-4222-8222-222222222222",
    parentFolderId: "33333333-3333-4333-8333-333333333333",
    folderId: "44444444-4444-4444-8444-444444444444",
};
const declared = { resourceGroup: "platform", project: "secrets", parentFolder: "teams", name: "payments" };
const there: Properties = { ...kind.check(declared).inputs, ...ids, path: "teams/payments" };

const checkedBy = (changes: Properties) => kind.check({ ...declared, ...changes });
const planned = (changes: Properties, olds: Properties = there) => kind.diff(olds, checkedBy(changes).inputs);

describe("the declaration of a secret folder", () => {
    it("has careful defaults, and a path without slashes at its ends", () => {
        assert.deepEqual(checkedBy({ parentFolder: "/teams/europe/" }), {
            inputs: {
                ...declared,
                parentFolder: "teams/europe",
                description: "",
                createParents: false,
                onExisting: "fail",
                onDelete: "if-created",
                allowReplacement: false,
            },
            mistakes: [],
        });
    });

    it("has every mistake told at once, with the value and what OPA accepts", () => {
        const { mistakes } = checkedBy({ name: "pay ments", parentFolder: "teams//x", onDelete: "keep", colour: 1 });

        assert.deepEqual(
            mistakes.map(({ property, reason }) => `${property}: ${reason}`),
            [
                'colour: unknown key "colour". Known here: allowReplacement, createParents, deleteContents, description, name, onDelete, onExisting, parentFolder, project, resourceGroup.',
                'parentFolder: "teams//x": is not a folder path. Join folder names with "/", e.g. teams/payments.',
                'name: "pay ments": is not a folder name. Use only letters, digits, "-", "_" and ".", no spaces.',
                'onDelete: "keep": use "if-created", "delete" or "retain".',
            ],
        );
    });

    for (const name of ["", ".", "..", "a/b", "ümlaut", "x".repeat(256)]) {
        it(`is refused for the name "${name.slice(0, 10)}" of ${name.length} characters`, () => {
            assert.deepEqual(
                checkedBy({ name }).mistakes.map(({ property }) => property),
                ["name"],
            );
        });
    }

    it("accepts names of 1 to 255 letters, digits, hyphens, underscores and periods", () => {
        for (const name of ["a", "A-b_c.9", "x".repeat(255), "..."]) {
            assert.deepEqual(checkedBy({ name }).mistakes, [], name);
        }
    });

    it("must name its own path in deleteContents, so that nothing else is lost by mistake", () => {
        const told = (changes: Properties) => checkedBy(changes).mistakes.map(({ reason }) => reason);

        assert.deepEqual(told({ deleteContents: "teams/payments" }), []);
        assert.deepEqual(told({ deleteContents: "teams" }), [
            '"teams": is not this folder\'s own full path. Write "teams/payments", or leave it out.',
        ]);
        assert.deepEqual(told({ deleteContents: "any/payments", parentFolder: ids.parentFolderId }), []);
        assert.equal(told({ deleteContents: "any/other", parentFolder: ids.parentFolderId }).length, 1);
        assert.deepEqual(told({ deleteContents: "payments", parentFolder: undefined }), []);
        assert.deepEqual(told({ deleteContents: "payments", parentFolder: unknownValue }), []);
    });
});

describe("the plan for a secret folder", () => {
    it("has nothing to do for the same folder, whichever way its place is written", () => {
        const { resourceGroupId, projectId, parentFolderId } = ids;
        for (const same of [
            {},
            { resourceGroup: resourceGroupId },
            { project: projectId },
            { parentFolder: parentFolderId },
            { parentFolder: `${resourceGroupId}/${projectId}/${parentFolderId}` },
        ]) {
            assert.deepEqual(
                planned(same),
                { changes: false, replaces: [], deleteBeforeReplace: false },
                JSON.stringify(same),
            );
        }
    });

    it("updates what can be changed, and does nothing about what only matters while it is created", () => {
        for (const changed of [
            { name: "billing" },
            { description: "Bills" },
            { onDelete: "retain" },
            { deleteContents: "teams/payments" },
        ]) {
            assert.deepEqual(planned(changed), { changes: true, replaces: [], deleteBeforeReplace: false });
        }
        for (const changed of [{ onExisting: "adopt" }, { createParents: true }, { allowReplacement: true }]) {
            assert.equal(planned(changed).changes, false);
        }
    });

    it("refuses another place, says how to move by hand, and how to write the place it has", () => {
        assert.throws(() => planned({ parentFolder: "squads", project: "others" }), {
            message:
                `Secret folder "teams/payments" (${ids.folderId}) cannot be moved: OPA would need a new, empty folder to ` +
                'change project from "secrets" to "others", parentFolder from "teams" to "squads". Move it by hand (create the ' +
                "new folder, move its secrets in the OPA console, then declare it), or declare allowReplacement: true for a new " +
                "folder, which is refused while this one holds anything. To leave it where it is, declare " +
                `project: "${ids.projectId}", parentFolder: "${ids.parentFolderId}".`,
        });
        assert.throws(
            () => planned({ parentFolder: undefined }),
            /parentFolder from "teams" to the top level of the project/,
        );
    });

    it("creates a new folder first when a replacement is allowed", () => {
        assert.deepEqual(planned({ parentFolder: "squads", allowReplacement: true }), {
            changes: true,
            replaces: ["parentFolder"],
            deleteBeforeReplace: false,
        });
    });

    it("refuses a replacement while deleteContents is applied, since the old folder's secrets would be lost", () => {
        const olds = { ...there, deleteContents: "teams/payments" };

        assert.throws(
            () => planned({ parentFolder: "squads", allowReplacement: true }, olds),
            /cannot be replaced while deleteContents is applied/,
        );
    });

    it("does not refuse a place that is not known yet, and asks again once it is", () => {
        const unknown = { parentFolder: unknownValue, resourceGroup: unknownValue, project: unknownValue };

        assert.deepEqual(planned(unknown), { changes: true, replaces: [], deleteBeforeReplace: false });
        assert.deepEqual(planned({ ...unknown, allowReplacement: true }).replaces, [
            "resourceGroup",
            "project",
            "parentFolder",
        ]);
        assert.equal(planned({ name: unknownValue }).changes, true);
    });

    it("keeps a top-level folder at the top", () => {
        const { parentFolder: _, ...top } = there;
        const olds = { ...top, parentFolderId: "", path: "payments" };

        assert.equal(planned({ parentFolder: undefined }, olds).changes, false);
        assert.throws(() => planned({}, olds), /parentFolder from the top level of the project to "teams"/);
    });
});
