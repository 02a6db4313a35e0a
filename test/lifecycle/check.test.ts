import { strict as assert } from "node:assert";
import { z } from "zod";
import { checked } from "../../resources/lifecycle/declared/check";
import { unknownValue } from "../../resources/lifecycle/declared/unknown";

const schema = z.object({
    name: z.string().min(1, "is empty. Give a name."),
    size: z.int({ error: "give a whole number." }).default(3),
    parts: z.array(z.strictObject({ kind: z.enum(["a", "b"], { error: "use a or b." }) })).optional(),
});

describe("checking a declaration", () => {
    it("applies defaults and leaves out what is not declared", () => {
        assert.deepEqual(checked(schema, { name: "x" }), { inputs: { name: "x", size: 3 }, mistakes: [] });
    });

    it("reports every mistake at once, each with its property", () => {
        const { mistakes } = checked(schema, { nam: "x", size: "big", parts: [{ kind: "c" }] });

        assert.deepEqual(mistakes, [
            { property: "nam", reason: 'unknown key "nam". Did you mean "name"?' },
            { property: "name", reason: "is missing. Declare it." },
            { property: "size", reason: '"big": give a whole number.' },
            { property: "parts[0].kind", reason: '"c": use a or b.' },
        ]);
    });

    it("names the known keys when no one is near", () => {
        const { mistakes } = checked(schema, { name: "x", colour: "red" });

        assert.deepEqual(mistakes, [
            { property: "colour", reason: 'unknown key "colour". Known here: name, parts, size.' },
        ]);
    });

    it("lets a value through that is not known yet, whatever its type", () => {
        const news = { name: unknownValue, size: unknownValue, parts: unknownValue };

        assert.deepEqual(checked(schema, news), { inputs: news, mistakes: [] });
    });

    it("still reports what is known and wrong beside an unknown", () => {
        const { mistakes } = checked(schema, { name: "x", parts: [{ kind: unknownValue }, { kind: "c" }] });

        assert.deepEqual(
            mistakes.map(({ property }) => property),
            ["parts[1].kind"],
        );
    });
});
