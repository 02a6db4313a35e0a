import assert from "node:assert/strict";
import sinon from "sinon";
import type { Life } from "../../support/life-of";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

/** Longer than a rename takes on a busy machine. */
const patient = { deadlineMs: 10_000, firstMs: 20, longestMs: 20 };

describe("secret folders of one stack that exchange names", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.nextRun();
        sinon.stub(console, "log");
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    const called = (name: string) => ({ ...payments, name });
    const namesThere = () => [...ground.tenant.store.folders.values()].map(({ name }) => name).sort();

    async function made(life: Life, name: string): Promise<Life> {
        await life.up(called(name));
        return life;
    }

    it("are renamed in a chain by one run, whatever comes first", async () => {
        const lives = [
            await made(ground.patientLife(patient, "one"), "red"),
            await made(ground.patientLife(patient, "two"), "green"),
            await made(ground.patientLife(patient, "three"), "blue"),
        ] as const;

        await Promise.all([lives[0].up(called("green")), lives[1].up(called("blue")), lives[2].up(called("white"))]);

        assert.deepEqual(namesThere(), ["blue", "green", "teams", "white"]);
        assert.deepEqual(
            lives.map(({ state }) => state?.outputs["name"]),
            ["green", "blue", "white"],
        );
    });

    it("leave a name to a new one in the same run", async () => {
        const first = await made(ground.patientLife(patient, "one"), "red");
        const second = ground.patientLife(patient, "two");

        await Promise.all([second.up(called("red")), first.up(called("green"))]);

        assert.deepEqual(namesThere(), ["green", "red", "teams"]);
        assert.equal(second.state?.outputs["adoptedAt"], undefined);
    });

    it("leave a name to a new one that has already seen who has it", async () => {
        const first = await made(ground.patientLife(patient, "one"), "red");
        const second = ground.patientLife(patient, "two");
        const { tenant } = ground;
        const red = [...tenant.store.folders.values()].find(({ name }) => name === "red")?.id ?? "";
        const isSeen = new Promise<void>((resolve) => {
            const end = tenant.follow(({ method, path }) => {
                if (method !== "GET" || !path.endsWith(`/${red}`)) return;
                end();
                resolve();
            });
        });

        const created = second.up(called("red"));
        await isSeen;
        await first.up(called("green"));
        await created;

        assert.deepEqual(namesThere(), ["green", "red", "teams"]);
        assert.equal(second.state?.outputs["adoptedAt"], undefined);
    });

    it("are renamed by the same command again when the other came too late", async () => {
        const [first, second] = [await made(ground.life("one"), "red"), await made(ground.life("two"), "green")];

        await assert.rejects(first.up(called("green")), (error: Error) => {
            assert.match(error.message, /It is managed by resource "two" of this stack.* run the same command again/);
            assert.doesNotMatch(error.message, /delete/);
            return true;
        });
        await second.up(called("blue"));
        await first.up(called("green"));

        assert.deepEqual(namesThere(), ["blue", "green", "teams"]);
    });

    it("swap their names by way of a third one, as the error says", async () => {
        const [first, second] = [await made(ground.life("one"), "red"), await made(ground.life("two"), "green")];
        const swap = await Promise.allSettled([first.up(called("green")), second.up(called("red"))]);
        for (const one of swap) {
            assert.match(
                String((one as PromiseRejectedResult).reason),
                /to swap two names, give one of the two a third name first/,
            );
        }

        await first.up(called("third"));
        await second.up(called("red"));
        await first.up(called("green"));

        assert.deepEqual(
            [first, second].map(({ state }) => state?.outputs["name"]),
            ["green", "red"],
        );
        assert.deepEqual(namesThere(), ["green", "red", "teams"]);
    });

    it("do not wait for the name of a folder that is not of the stack", async () => {
        const life = await made(ground.patientLife({ deadlineMs: 600_000 }, "one"), "red");
        await ground.byHand.folder("teams/green");

        await assert.rejects(
            life.up(called("green")),
            /already a folder named "green" .* rename or delete that folder/,
        );
    });

    it("do not wait for, nor tell to delete, the folder of another stack", async () => {
        const life = await made(ground.patientLife({ deadlineMs: 600_000 }, "one"), "red");
        await made(ground.life("acme/prod/two"), "green");

        await assert.rejects(life.up(called("green")), (error: Error) => {
            assert.match(error.message, /It is managed by resource "two" of stack acme\/prod/);
            assert.doesNotMatch(error.message, /delete|again/);
            return true;
        });
    });

    it("are told whose the name is also where OPA takes a name once in a project", async () => {
        ground.tenant.settings.folderNameScope = "project";
        const first = await made(ground.life("one"), "red");
        await ground.life("two").up({ ...called("green"), parentFolder: "teams/red" });

        await assert.rejects(
            first.up(called("green")),
            /"teams\/red\/green" .* It is managed by resource "two" of this stack/,
        );
    });
});
