import assert from "node:assert/strict";
import sinon from "sinon";
import {
    asInputs,
    isAnothers,
    isOver,
    isSameMark,
    type Mark,
    markFor,
    markIn,
    noting,
    resourceSaid,
    settled,
} from "../../resources/lifecycle/run/owner-mark";
import { adoptedMark, isOwn, isSibling, sayIfUnmarked, whoseIs } from "../../resources/lifecycle/run/take-over";

const made: Mark = { owner: "acme/dev/payments", isAdopted: false };
const adopted: Mark = { ...made, isAdopted: true };
const sibling: Mark = { owner: "acme/dev/billing", isAdopted: false };
const ofOtherStack: Mark = { owner: "acme/prod/payments", isAdopted: false };
const ofOtherProject: Mark = { owner: "tools/dev/payments", isAdopted: false };

describe("an object that exists", () => {
    it("was left by an interrupted run of a resource only if it has the very mark of that resource", () => {
        assert.equal(isOwn(made, made), true);
        for (const [live, own] of [
            [adopted, made],
            [sibling, made],
            [ofOtherStack, made],
            [undefined, made],
            [made, undefined],
            [undefined, undefined],
        ]) {
            assert.equal(isOwn(live, own), false, JSON.stringify({ live, own }));
        }
    });

    it("is told to be nobody's, an earlier run's, or another resource's, here or elsewhere", () => {
        const said = (live: Mark | undefined, own: Mark | undefined = made) => whoseIs(live, own).said;

        assert.equal(said(undefined), "carries no mark of a Pulumi resource");
        assert.equal(said(made), "was made by an earlier run of this resource");
        assert.equal(said(adopted), "was adopted by an earlier run of this resource");
        assert.equal(said(sibling), 'is managed by resource "billing" of this stack, as its description says');
        const elsewhere = 'is managed by resource "payments" of stack acme/prod, as its description says';
        assert.equal(said(ofOtherStack), elsewhere);
        assert.match(whoseIs(sibling, undefined).said, /of stack acme\/dev/);
    });

    it("may be the same resource under a former name, if it is of the same stack", () => {
        assert.match(whoseIs(sibling, made).fix, /another name too.*aliases: \[\{ name: "billing" \}\]/);
        for (const live of [undefined, made, adopted, ofOtherStack, ofOtherProject]) {
            assert.equal(whoseIs(live, made).fix, "");
            assert.equal(isSibling(live, made), false);
        }
        assert.equal(isSibling(sibling, made), true);
        assert.equal(isSibling(sibling, undefined), false);
        assert.equal(isSibling(undefined, undefined), false);
    });

    it("is adopted from the mark that it has, and from none when it is adopted already or unmarked", () => {
        assert.deepEqual(adoptedMark(made, sibling), { ...adopted, over: sibling });
        assert.deepEqual(adoptedMark(made, made), { ...adopted, over: made });
        assert.deepEqual(adoptedMark(made, adopted), adopted);
        assert.deepEqual(adoptedMark(made, undefined), adopted);
        assert.equal(adoptedMark(undefined, sibling), undefined);
    });

    it("keeps its mark, unless it is adopted from that very one; without a mark it gets one", () => {
        const adopting = { ...adopted, over: sibling };

        assert.equal(markFor(adopting, sibling), adopting);
        assert.equal(markFor(adopting, ofOtherStack), ofOtherStack);
        assert.equal(markFor(adopting, undefined), adopting);
        assert.equal(markFor(made, sibling), sibling);
        assert.equal(markFor(made, undefined), made);
        assert.equal(markFor(undefined, sibling), sibling);
        assert.deepEqual(
            [
                isOver(adopting, sibling),
                isOver(adopting, made),
                isOver(adopting, undefined),
                isOver(undefined, sibling),
            ],
            [true, false, false, false],
        );
        assert.equal(isOver(made, undefined), false);
    });

    it("is another's when it is marked for another resource than state knows it by, adopted or not", () => {
        assert.deepEqual(
            [undefined, made, adopted, sibling, ofOtherStack].map((live) => isAnothers(live, made)),
            [false, false, false, true, true],
        );
        assert.equal(isAnothers(made, undefined), true);
        assert.deepEqual([isSameMark(made, adopted), isSameMark(made, { ...made })], [false, true]);
        assert.deepEqual([isSameMark(undefined, undefined), isSameMark(undefined, made)], [true, false]);
    });

    it("is said to have no mark only where a resource has one and OPA did not keep it", () => {
        const said: string[] = [];
        sinon.stub(console, "log").callsFake((text: unknown) => void said.push(String(text)));
        try {
            sayIfUnmarked('folder "a"', made, made);
            sayIfUnmarked('folder "b"', undefined, undefined);
            assert.deepEqual(said, []);
            sayIfUnmarked('folder "c"', undefined, made);
        } finally {
            sinon.restore();
        }
        assert.match(said.join(), /did not keep the mark at the end of the description of folder "c"/);
    });
});

describe("the mark that state keeps", () => {
    it("loses the one that it takes the place of as soon as the object is as declared", () => {
        const adopting = noting({ name: "a" }, { ...adopted, over: sibling });

        assert.deepEqual(markIn(settled(adopting)), adopted);
        assert.equal(settled(adopting)["name"], "a");
        assert.deepEqual(markIn(settled(noting({}, made))), made);
        assert.deepEqual(settled({ name: "a" }), { name: "a" });
    });

    it("is that of the resource in inputs, however it came by its object", () => {
        assert.deepEqual(markIn(asInputs(noting({}, { ...adopted, over: sibling }))), made);
        assert.deepEqual(asInputs({ name: "a" }), { name: "a" });
    });

    it("is none where it says nothing of the kind", () => {
        for (const kept of [undefined, 7, "", "acme/dev", "acme/dev/", "a b/c/d"]) {
            assert.equal(markIn({ ...noting({}, made), ...keptAs(kept) }), undefined, String(kept));
        }
    });

    it("names the resource as people do", () => {
        const strange: Mark = { owner: "acme/dev/a%2Fb%20c", isAdopted: false };

        assert.equal(resourceSaid(strange.owner, made), 'resource "a/b c" of this stack');
        assert.equal(resourceSaid(strange.owner, ofOtherStack), 'resource "a/b c" of stack acme/dev');
        assert.equal(resourceSaid(strange.owner, ofOtherProject), 'resource "a/b c" of stack acme/dev');
    });
});

/** A bag with this value where state keeps the mark. */
function keptAs(value: unknown) {
    const [key = ""] = Object.keys(noting({}, made));
    return { [key]: value };
}
