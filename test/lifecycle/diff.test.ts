import { strict as assert } from "node:assert";
import { unknownValue } from "../../resources/lifecycle/declared/unknown";
import { differences, type Effects } from "../../resources/lifecycle/diff";

interface Declared {
    readonly name: string;
    readonly place: string;
    readonly tags: readonly string[];
    readonly onExisting: string;
}

const effects: Effects<Declared> = { name: "update", place: "replace", tags: "update", onExisting: "nothing" };
const there = { name: "a", place: "p", tags: ["x"], onExisting: "fail", computed: 7, __provider: "text" };

describe("the differences between what is there and what is declared", () => {
    it("are none when all that is declared is there, whatever else is", () => {
        const news = { name: "a", place: "p", tags: ["x"], onExisting: "fail", __provider: "another text" };

        assert.deepEqual(differences(effects, there, news), { update: [], replace: [] });
    });

    it("are told by what each changed property does", () => {
        const news = { name: "b", place: "q", tags: ["x", "y"], onExisting: "adopt" };

        assert.deepEqual(differences(effects, there, news), { update: ["name", "tags"], replace: ["place"] });
    });

    it("count what is no longer declared, and what is not there yet", () => {
        const { tags: _, ...news } = there;
        const { name: __, ...olds } = there;

        assert.deepEqual(differences(effects, olds, news), { update: ["name", "tags"], replace: [] });
    });

    it("count what is not known yet, at any depth, even where it would replace", () => {
        const news = { ...there, place: unknownValue, tags: ["x", unknownValue] };

        assert.deepEqual(differences(effects, there, news), { update: ["tags"], replace: ["place"] });
    });

    it("leave out what a kind holds for the same thing written otherwise", () => {
        const news = { ...there, place: "p's id" };

        const { replace } = differences(effects, there, news, (property, old, now) =>
            property === "place" ? now === `${old}'s id` : old === now,
        );

        assert.deepEqual(replace, []);
    });
});
