import assert from "node:assert/strict";
import { Neighbours } from "../../resources/team-secrets-space/guards/neighbours";

describe("the name of a group that another space of the program has", () => {
    /** Spaces in the order in which they are looked up: name, the name that its group has, and the declared one. */
    const told = (...spaces: readonly [name: string, now: string | undefined, declared: string][]) => {
        const neighbours = new Neighbours();
        return spaces.flatMap(([label, groupNow, groupName]) => neighbours.settle({}, label, { groupNow, groupName }));
    };

    it("is refused while that one is still to be renamed, whichever of the two is looked up first", () => {
        const heir = ["cards", "team-cards", "team-ledger"] as const;
        const holder = ["ledger", "team-ledger", "team-books"] as const;

        for (const order of [
            [heir, holder],
            [holder, heir],
        ]) {
            const [only, ...more] = told(...order.map(([...one]): [string, string, string] => [...one]));
            assert.deepEqual(more, []);
            assert.match(
                only?.reason ?? "",
                /^cards is to have the group name "team-ledger", which ledger has until this run gives it "team-books"\./,
            );
            assert.match(only?.reason ?? "", /Leave cards its groupName "team-cards", run `pulumi up`/);
        }
    });

    it("is refused once in a swap, and for each link of a circle", () => {
        const swap = told(["a", "one", "two"], ["b", "two", "one"]);
        const circle = told(["a", "one", "two"], ["b", "two", "three"], ["c", "three", "one"]);

        assert.equal(swap.length, 1);
        assert.match(swap[0]?.reason ?? "", /run `pulumi up` three times: with a third name for/);
        assert.equal(circle.length, 3);
    });

    it("is free when nobody is renamed, when a name is left that nobody takes, and when only its case changes", () => {
        assert.deepEqual(told(["a", "one", "one"], ["b", "two", "two"]), []);
        assert.deepEqual(told(["a", "one", "three"], ["b", "two", "four"]), []);
        assert.deepEqual(told(["a", "one", "One"], ["b", "two", "Two"]), []);
    });

    it("is refused to a space that is new, or looks so, with a way on for both that deletes nothing", () => {
        for (const order of [1, -1]) {
            const spaces: [string, string | undefined, string][] = [
                ["new", undefined, "Two"],
                ["b", "two", "three"],
            ];
            const [only, ...more] = told(...(order === 1 ? spaces : spaces.reverse()));
            assert.deepEqual(more, []);
            assert.match(
                only?.reason ?? "",
                /^new is to have the group name "Two", which b has until this run gives it/,
            );
            assert.match(only?.reason ?? "", /If new is new, declare it after a `pulumi up` that has renamed/);
            assert.match(only?.reason ?? "", /made something of it already, give it a third name for one `pulumi up`/);
        }
    });

    it("is not judged for a space that exists under no name that can be seen", () => {
        assert.deepEqual(told(["a", "one", "two"], ["b", undefined, "three"]), []);
    });
});
