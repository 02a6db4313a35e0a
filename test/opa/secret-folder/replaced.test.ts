import assert from "node:assert/strict";
import { ownerKey } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { type DynamicProvider, dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { Claims } from "../../../resources/lifecycle/run/claims";
import { Succession } from "../../../resources/lifecycle/run/succession";
import { OpaSecretFolder } from "../../../resources/opa/secret-folder/opa-secret-folder";
import { secretFolder } from "../../../resources/opa/secret-folder/provider";
import type { State } from "../../support/life-of";
import { type FolderGround, folderGround, ownerNamed, payments } from "../support/folder-ground";

describe("what is in a secret folder with deleteContents that the engine replaces because a user asked it to", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => ground.tenant.reset());
    after(() => ground.tenant.close());

    /** As the process of one run, which the engine calls as each test says. */
    const newRun = () =>
        dynamicProvider(
            secretFolder(() => ground.opa, { deadlineMs: 0 }),
            new Claims(),
            new Succession(),
        );

    it("keeps the old folder when no diff was asked about its replacement, whatever is declared of it, in later runs too", async () => {
        const life = ground.life();
        await life.up({ ...payments, deleteContents: "teams/payments" });
        await ground.byHand.secret("teams/payments/database");
        await ground.byHand.folder("teams/europe");
        const { id: old = "", outputs: there = {} } = life.state ?? {};
        const declared = { ...payments, parentFolder: "teams/europe", [ownerKey]: ownerNamed() };

        // As `pulumi up --replace` calls it.
        const first = newRun();
        const { inputs = {} } = await first.check({}, declared);
        const { id, outs = {} } = await first.create(inputs);
        await assert.rejects(first.delete(old, there), /"teams\/payments" .* was not deleted, .* It was replaced/);
        const second = newRun();
        await second.diff(id, outs, inputs);
        await assert.rejects(second.delete(old, there), /"teams\/payments" .* was not deleted, .* It was replaced/);

        assert.equal(ground.tenant.store.secrets.size, 1);
    });

    const asked: readonly [who: string, ask: (run: DynamicProvider, there: State) => Promise<unknown>][] = [
        [
            "--replace or a taint, which ask no diff",
            (run, { inputs }) => run.check({}, { ...inputs, description: "new" }),
        ],
        [
            "the resource options deleteBeforeReplace and replacementTrigger",
            (run, { inputs }) => run.check(inputs, inputs),
        ],
        [
            "a folder above that is replaced, before the program declares this one",
            (run, { id, inputs, outputs }) => run.diff(id, outputs, { ...inputs, parentFolder: unknownValue }),
        ],
    ];
    for (const [who, ask] of asked) {
        it(`is kept when the folder is deleted to be replaced: asked for by ${who}`, async () => {
            const life = ground.life();
            await life.up({ ...payments, deleteContents: "teams/payments", allowReplacement: true });
            await ground.byHand.secret("teams/payments/database");
            const there = life.state;
            assert.ok(there);
            const run = newRun();

            await ask(run, there);
            await assert.rejects(
                run.delete(there.id, there.outputs),
                /It is to be replaced, and a replacement deletes no contents.* by hand, then run the same command again\.$/,
            );

            assert.equal(ground.tenant.store.secrets.size, 1);
        });
    }

    it("is not declared to go with the folder beside replaceWith, for which Pulumi deletes it without a word", () => {
        const args = { ...payments, deleteContents: "teams/payments" };

        assert.throws(() => new OpaSecretFolder("payments", args, { replaceWith: [] }), {
            message:
                /"payments" has deleteContents and the resource option replaceWith.* Remove replaceWith; or remove deleteContents/,
        });
    });
});
