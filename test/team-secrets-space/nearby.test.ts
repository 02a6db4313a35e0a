import assert from "node:assert/strict";
import fc from "fast-check";
import { nearby } from "../../resources/team-secrets-space/guards/nearby";
import { clashes, type Territory } from "../../resources/team-secrets-space/guards/territory";

const name = fc.constantFrom("a", "A", "b", "c");
const step = fc.record({ name, id: fc.constantFrom(undefined, "1", "2", "") });
const territory: fc.Arbitrary<Territory | undefined> = fc.option(
    fc.record({
        groupName: fc.option(name, { nil: undefined }),
        levelNames: fc.array(name, { maxLength: 2 }),
        project: fc.constantFrom(undefined, "p", "q"),
        way: fc.option(fc.array(step, { maxLength: 3 }), { nil: undefined }),
        parentFolder: fc.constant("teams"),
    }),
    { nil: undefined },
);

describe("territories that are near each other", () => {
    it("are all that are in each other's way, in their order, and never a territory itself", () => {
        fc.assert(
            fc.property(fc.array(territory, { maxLength: 8 }), (all) => {
                const near = nearby(all);
                for (const [index, mine] of all.entries()) {
                    const own = near[index] ?? [];
                    const inTheWay = all.flatMap((others, other) =>
                        mine && others && other !== index && clashes(mine, others, "other").length > 0 ? [other] : [],
                    );
                    assert.deepEqual(
                        own.filter((other) => inTheWay.includes(other)),
                        inTheWay,
                    );
                    assert.ok(!own.includes(index));
                }
            }),
            { numRuns: 2000 },
        );
    });

    it("are few where many have their own places", () => {
        const all = Array.from({ length: 200 }, (_, index) => ({
            groupName: `team-${index}`,
            project: "p",
            way: [{ name: "teams" }, { name: `t${index}` }],
        }));
        assert.deepEqual(
            nearby(all),
            all.map(() => []),
        );
    });
});
