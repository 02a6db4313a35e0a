import assert from "node:assert/strict";
import { refuseLoss, refuseReplacement } from "../../../resources/opa/secret-folder/steps/loss";

const seenAt = { timeMs: 0, steadyMs: 0 };
const empty = { paths: [], inner: [], folders: 0, secrets: 0, seenAt };
const two = { paths: ["teams/a/one", "teams/a/more"], inner: [], folders: 1, secrets: 1, seenAt };

describe("the deletion of a folder", () => {
    const folder = { folderId: "f1", path: "teams/a" };
    const lost = (contents: typeof empty | typeof two, deleteContents?: unknown, replacement?: "to come" | "made") =>
        refuseLoss({ ...folder, replacement }, contents, deleteContents);

    it("is refused while anything is in it, unless its very path was applied", () => {
        lost(empty);
        lost(empty, "teams/b");
        lost(two, "teams/a");
        for (const other of [undefined, "teams/b", "", true, "Teams/a", "teams/a/"]) {
            assert.throws(() => lost(two, other), /"teams\/a" \(f1\) was not deleted/, String(other));
        }
    });

    it("is refused with another path that was applied, and what can be done", () => {
        assert.throws(
            () => lost(two, "teams/b"),
            /names another path, "teams\/b"\. Move or delete .*onDelete: "retain"/,
        );
        assert.throws(
            () => lost(two),
            (error: Error) => !error.message.includes("another path"),
        );
        assert.throws(
            () => lost(two, undefined, "to come"),
            /It is to be replaced, and a replacement deletes no contents/,
        );
        assert.throws(() => lost(two, undefined, "made"), /It was replaced\. Move or delete these by hand/);
        assert.throws(
            () => lost(two, undefined, "made"),
            (error: Error) => !error.message.includes("retain"),
        );
    });
});

describe("the replacement of a folder", () => {
    const olds = {
        path: "teams/a",
        folderId: "f1",
        parentFolder: "teams",
        parentFolderId: "p1",
        resourceGroupId: "g1",
        projectId: "",
    };
    const replaced = (before: object, now: object, ...changed: string[]) =>
        refuseReplacement({ ...olds, ...before }, { parentFolder: "others", ...now }, changed);

    it("is refused until it is allowed, and while contents are to be deleted", () => {
        replaced({}, { allowReplacement: true }, "parentFolder");
        for (const allowReplacement of [undefined, false, "true"]) {
            assert.throws(() => replaced({}, { allowReplacement }, "parentFolder"), /cannot be moved/);
        }
        const applied = { deleteContents: "teams/a" };
        assert.throws(() => replaced(applied, { allowReplacement: true }, "parentFolder"), /while deleteContents is/);
    });

    it("is refused with what changes, and the ids that leave it where it is", () => {
        assert.throws(
            () => replaced({}, {}, "parentFolder"),
            /change parentFolder from "teams" to "others"\. .*To leave it where it is, declare parentFolder: "p1"\.$/,
        );
        assert.throws(
            () => replaced({ parentFolder: undefined }, {}, "parentFolder", "resourceGroup"),
            /from the top level of the project to "others", resource.*declare resourceGroup: "g1", parentFolder: "p1"\.$/,
        );
        assert.throws(
            () => replaced({}, {}, "project"),
            (error: Error) => !error.message.includes("To leave it"),
        );
    });
});
