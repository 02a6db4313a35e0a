import assert from "node:assert/strict";
import { namedPlaces } from "./support/scratch-copy";

/**
 * A property that is declared and then forgotten somewhere would be accepted, never sent, and never seen as drift. So the
 * compiler is asked: rows are added in a copy, and every place that must act has to be an error that names the new property.
 */
describe("a new declared property", function () {
    this.timeout("5m");

    const folder = "resources/opa/secret-folder";
    const toSchema = {
        [`${folder}/declared/schema.ts`]: ["name: folderName,", "name: folderName, shade: z.string().optional(),"],
    } as const;

    it("does not compile until the table has a row for it, and the class shows it, which its provider asks for", () => {
        assert.deepEqual(namedPlaces("shade", toSchema), [`${folder}/declared/effects.ts`, `${folder}/provider.ts`]);
    });

    it("that is kept there does not compile until it is read, sent, compared and shown", () => {
        const places = namedPlaces("shade", {
            ...toSchema,
            [`${folder}/declared/effects.ts`]: ['name: "update",', 'name: "update", shade: "update",'],
        });
        assert.deepEqual(places, [
            `${folder}/declared/effects.ts`,
            `${folder}/provider.ts`,
            `${folder}/steps/find-place.ts`,
            `${folder}/wire/wire.ts`,
        ]);
    });
});
