import assert from "node:assert/strict";
import fc from "fast-check";
import {
    asMark,
    described,
    endsLikeMark,
    markIn,
    noting,
    ownerOf,
    withMark,
} from "../../resources/lifecycle/run/owner-mark";

const anyName = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
        "payments-folder",
        "a/b",
        "x] [pulumi:p/s/r",
        "adopted",
        "a adopted",
        "%2F",
        "größe",
        " ",
        "🦆",
        "\u0000",
    ),
);
const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("", " ", "ends with a space ", "two\nlines", "[x]"),
);

describe("the mark of a resource at the end of a description", () => {
    it("is read back whole, whatever the project, the stack, the resource and the description are called", () => {
        fc.assert(
            fc.property(anyText, anyName, anyName, anyName, fc.boolean(), (text, project, stack, name, isAdopted) => {
                const owner = ownerOf(project, stack, name) ?? "";

                const { text: read, mark } = described(withMark(text, { owner, isAdopted }));

                assert.equal(read, text);
                assert.deepEqual(mark, { owner, isAdopted });
                assert.deepEqual(markIn(noting({}, { owner, isAdopted })), mark);
                const over = { owner, isAdopted: !isAdopted };
                assert.deepEqual(markIn(noting({}, { owner, isAdopted, over })), { owner, isAdopted, over });
            }),
        );
    });

    it("differs for resources that differ in anything", () => {
        fc.assert(
            fc.property(fc.tuple(anyName, anyName, anyName), fc.tuple(anyName, anyName, anyName), (one, other) => {
                const isSame = one.every((part, index) => Buffer.from(part).equals(Buffer.from(other[index] ?? "")));

                assert.equal(ownerOf(...one) === ownerOf(...other), isSame);
            }),
        );
    });

    it("is that of what the resource made; outside of Pulumi there is none", () => {
        assert.deepEqual(asMark("p/s/one"), { owner: "p/s/one", isAdopted: false });
        assert.equal(asMark(undefined), undefined);
    });

    it("is the one at the very end", () => {
        assert.deepEqual(described("a [pulumi:p/s/one] [pulumi:p/s/two adopted]"), {
            text: "a [pulumi:p/s/one]",
            mark: { owner: "p/s/two", isAdopted: true },
        });
    });

    for (const what of [
        "words",
        "words[pulumi:p/s/r]",
        "words [pulumi:p/s/r] and more",
        "words [pulumi:p/s/r] ",
        "words [pulumi:p/s/r",
        "words [pulumi:p/s/rest",
        "pulumi:p/s/r]",
        "words [pulumi:p/s]",
        "words [pulumi:p/s/]",
        "words [pulumi:p/s/r/more]",
        "words [pulumi: p/s/r]",
        "words [Pulumi:p/s/r]",
        "words [pulumi:p/s/two words]",
        "words [pulumi:p/s/r  adopted]",
        "words [pulumi:p/s/r%2f]",
        "words [pulumi:p/s/r%]",
        "words [pulumi:p/s/%41]",
    ]) {
        it(`is not seen in "${what}"`, () => {
            assert.deepEqual(described(what), { text: what, mark: undefined });
        });
    }

    it("is refused, and what looks like it, at the end of a declared description alone", () => {
        const refused = [
            "a [pulumi:p/s/r]",
            "[pulumi:p/s/r adopted] ",
            "a [ Pulumi : x ]",
            "a [pulumi:p/s",
            "a[pulumi:]\n",
        ];
        const taken = ["", "made by pulumi", "[pulumi:p/s/r] is its mark", "[x]", "pulumi:p/s/r"];

        assert.deepEqual(
            refused.filter((text) => !endsLikeMark(text)),
            [],
        );
        assert.deepEqual(taken.filter(endsLikeMark), []);
    });

    it("is none outside of Pulumi, where nothing has a name", () => {
        assert.equal(ownerOf("", "", "r"), undefined);
        assert.equal(withMark("words", undefined), "words");
    });

    it("is all there is behind an empty description", () => {
        assert.equal(withMark("", { owner: "p/s/r", isAdopted: false }), "[pulumi:p/s/r]");
    });
});
