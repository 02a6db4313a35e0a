import assert from "node:assert/strict";
import { privileges } from "../../resources/opa/security-policy/declared/privileges";
import { gravestFirst, privilegeInWords, privilegesInWords } from "../../resources/review/page/words";

describe("privileges in the words of a review", () => {
    it("begin with what cannot be undone", () => {
        assert.equal(
            privilegesInWords(privileges),
            "reveal, delete, delete folders, create, change, create folders, change folders, see names",
        );
    });

    it("begin with one of a later OPA, which may be anything, by its own name", () => {
        assert.deepEqual(gravestFirst(["list", "secret_reveal", "secret_export"]), [
            "secret_export",
            "secret_reveal",
            "list",
        ]);
        assert.equal(privilegeInWords("secret_export"), "secret_export");
    });
});
