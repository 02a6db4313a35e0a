import assert from "node:assert/strict";
import sinon from "sinon";
import { unconfirmed } from "../../../tenant";
import { makeFolder } from "../../../tenant/store/make-opa";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

/** As many as the engine runs at the same time on a machine of 4 processors (Pulumi's `--parallel`, 4 for each). */
const parallel = 16;
const count = 160;

const undescribed = (name: string) => (name === "undescribed" ? { description: "" } : {});

describe("many secret folders under one parent", function () {
    this.timeout(60_000);
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.nextRun();
        sinon.stub(console, "log");
        // No time passes: how long the machine takes makes no difference to what a listing still serves.
        sinon.useFakeTimers({ now: Date.now(), toFake: ["Date", "performance"] });
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    const names = Array.from({ length: count }, (_, index) => `team-${index}`);

    async function together(run: (name: string) => Promise<unknown>): Promise<void> {
        const left = [...names];
        await Promise.all(
            Array.from({ length: parallel }, async () => {
                for (let name = left.shift(); name; name = left.shift()) await run(name);
            }),
        );
    }

    const kinds: readonly (readonly [string, RegExp])[] = [
        ["made", /^POST .*\/secret_folders$/],
        ["roots", /^GET .*\/secret_folders$/],
        ["items", /^GET .*\/items$/],
        ["projects", /^GET .*\/projects$/],
        ["folder", /^GET .*\/secret_folders\/[^/]+$/],
    ];

    /** How often each kind of request was sent. */
    function sent(): Readonly<Record<string, number>> {
        const lines = ground.tenant.requests.map(({ method, path }) => `${method} ${path}`);
        return Object.fromEntries(
            kinds.map(([kind, pattern]) => [kind, lines.filter((line) => pattern.test(line)).length]),
        );
    }

    it("are created and refreshed with lists shared by all that ask at the same time", async () => {
        const lives = new Map(names.map((name) => [name, ground.life()]));

        await together((name) => lives.get(name)?.up({ ...payments, name }) ?? Promise.reject());
        const making = sent();
        ground.tenant.clearRequests();
        ground.nextRun();
        await together((name) => lives.get(name)?.refresh() ?? Promise.reject());
        const refreshing = sent();

        // The answer to each POST says what was made, and where.
        assert.deepEqual(making, { made: count, roots: 1, items: 1, projects: 1, folder: 0 });
        // The first is looked at by itself; the others are on the two pages of what is in the parent.
        assert.deepEqual(refreshing, { made: 0, roots: 1, items: 2, projects: 0, folder: 1 });
    });

    for (const listItemDescription of unconfirmed.listItemDescription.values) {
        it(`are refreshed to what they are, which a list may not say (listItemDescription ${listItemDescription})`, async () => {
            ground.tenant.settings.listItemDescription = listItemDescription;
            const few = ["described", "renamed", "gone", "untouched", "undescribed"];
            const lives = new Map(few.map((name) => [name, ground.life(name)]));
            const up = (name: string) => lives.get(name)?.up({ ...payments, name, ...undescribed(name) });
            for (const name of few) await up(name);
            await ground.byHand.describe("teams/described", "By hand");
            await ground.byHand.rename("teams/renamed", "other");
            await ground.byHand.remove("teams/gone");
            ground.tenant.clearRequests();
            ground.nextRun();

            const there = await Promise.all(few.map((name) => lives.get(name)?.refresh()));

            assert.deepEqual(there, [true, true, false, true, true]);
            const seen = few.map((name) => lives.get(name)?.state?.outputs);
            assert.deepEqual(
                seen.map((outputs) => [outputs?.["path"], outputs?.["description"]]),
                [
                    ["teams/described", "By hand"],
                    ["teams/other", payments.description],
                    [undefined, undefined],
                    ["teams/untouched", payments.description],
                    ["teams/undescribed", ""],
                ],
            );
            // What differs from state, or is not said, is asked of the folder itself; so is the first.
            assert.equal(sent()["folder"], listItemDescription === "stated" ? 3 : 5);
        });
    }

    it("are refreshed one by one where the folders above may not be listed", async () => {
        const few = names.slice(0, 4);
        const lives = new Map(few.map((name) => [name, ground.life()]));
        for (const name of few) await lives.get(name)?.up({ ...payments, name });
        ground.tenant.clearRequests();
        ground.nextRun();
        ground.tenant.fail({ method: "GET", path: /\/secret_folders$/, status: 403, times: 99 });

        assert.deepEqual(await Promise.all(few.map((name) => lives.get(name)?.refresh())), [true, true, true, true]);

        assert.equal(sent()["folder"], few.length);
    });

    it("are not refreshed while a list is answered by another program", async () => {
        const few = names.slice(0, 4);
        const lives = new Map(few.map((name) => [name, ground.life()]));
        for (const name of few) await lives.get(name)?.up({ ...payments, name });
        ground.nextRun();
        ground.tenant.fail({ method: "GET", path: /\/items$/, body: '{"message":"maintenance"}', times: 99 });

        const refreshed = await Promise.allSettled(few.map((name) => lives.get(name)?.refresh()));

        assert.equal(refreshed.filter(({ status }) => status === "rejected").length, 3);
        assert.ok(few.every((name) => lives.get(name)?.state));
    });

    for (const folderPath of unconfirmed.folderPath.values) {
        const says = folderPath === "parents" || folderPath === "with-self";

        it(`are created below one id with ${says ? "one request each" : "lists that show where they are"} (folderPath ${folderPath})`, async () => {
            ground.tenant.settings.folderPath = folderPath;
            const few = names.slice(0, 20);

            for (const name of few) await ground.life(name).up({ ...payments, parentFolder: ground.teamsId, name });

            const { items = 0, ...others } = sent();
            assert.deepEqual(others, { made: few.length, roots: 1, projects: 1, folder: 0 });
            assert.equal(items, says ? 1 : 1 + few.length);
        });
    }

    it("are created below the name that the folder above has just got in the same process", async () => {
        const [above, below, other] = ["above", "below", "other"].map((name) => ground.life(name));
        await above?.up({ ...payments, name: "europe" });
        await below?.up({ ...payments, parentFolder: "teams/europe", name: "below" });
        await above?.up({ ...payments, name: "asia" });

        await assert.rejects(
            async () => other?.up({ ...payments, parentFolder: "teams/europe", name: "other" }),
            /There is no folder "teams\/europe"/,
        );
        await other?.up({ ...payments, parentFolder: above?.state?.outputs["folderId"], name: "other" });

        assert.equal(other?.state?.outputs["path"], "teams/asia/other");
    });

    it("are seen although they were made by hand a moment ago", async () => {
        await ground.life("first").up({ ...payments, name: "first" });
        await ground.byHand.folder("teams/second");
        await ground.byHand.folder("teams/third");
        await ground.byHand.folder("teams/third/below");

        await assert.rejects(ground.life("second").up({ ...payments, name: "second" }), /already exists/);
        const fourth = ground.life("fourth");
        await fourth.up({ ...payments, parentFolder: "teams/third", name: "fourth" });

        assert.equal(fourth.state?.outputs["path"], "teams/third/fourth");
    });

    it("are not taken for there although they were deleted by hand a moment ago", async () => {
        await ground.byHand.folder("teams/second");
        await ground.life("first").up({ ...payments, name: "first" });
        await ground.byHand.remove("teams/second");

        assert.equal(await ground.life("second").up({ ...payments, name: "second" }), "create");
    });

    it("are made when the folder that had the name gives it up just after it was refused", async () => {
        let isRefused = false;
        ground.tamper((send) => async (request) => {
            try {
                return await send(request);
            } catch (failure) {
                if (request.method === "POST" && !isRefused) await ground.byHand.rename("teams/second", "other");
                isRefused = true;
                throw failure;
            }
        });
        await ground.life("first").up({ ...payments, name: "first" });
        await ground.byHand.folder("teams/second");
        const second = ground.life("second");

        await second.up({ ...payments, name: "second" });

        assert.ok(isRefused);
        assert.equal(second.state?.outputs["path"], "teams/second");
        ground.tamper((send) => send);
    });

    it("are deleted each on a look of its own, and what they are marked with is read from a shared list", async () => {
        const few = names.slice(0, 20);
        const lives = new Map(few.map((name) => [name, ground.life(name)]));
        for (const name of few) await lives.get(name)?.up({ ...payments, name });
        ground.nextRun();
        ground.tenant.clearRequests();

        for (const name of few) await lives.get(name)?.destroy();

        const { projects, ...looks } = sent();
        assert.deepEqual(looks, { made: 0, roots: 1, items: 1 + few.length, folder: 1 });
        assert.equal(projects, 2 * few.length);
        assert.equal(ground.tenant.requests.filter(({ method }) => method === "DELETE").length, few.length);
    });

    it("are kept when the shared list says that another stack has adopted them", async () => {
        const few = ["one", "two", "three"];
        const lives = new Map(few.map((name) => [name, ground.life(name)]));
        for (const name of few) await lives.get(name)?.up({ ...payments, name });
        const other = ground.life("acme/prod/three");
        await other.up({ ...payments, name: "three", onExisting: "adopt" });
        ground.nextRun();

        for (const name of few) await lives.get(name)?.destroy();

        assert.deepEqual([...ground.tenant.store.folders.values()].map(({ name }) => name).sort(), ["teams", "three"]);
    });

    it("are proven gone, hundreds of them, with shared lists", async () => {
        const states = new Map<string, string>();
        const { resourceGroupId, projectId } = ground.project;
        for (const name of names) {
            const place = { parentId: ground.teamsId, resourceGroupId, projectId };
            const folder = makeFolder(ground.tenant.store, 0, "ana", { name, description: null, ...place });
            states.set(name, `${resourceGroupId}/${projectId}/${folder.id}`);
            ground.tenant.store.folders.delete(folder.id);
        }
        const outputs = { ancestorIds: [ground.teamsId], parentFolderId: ground.teamsId };

        await together(async (name) => {
            assert.deepEqual(await ground.provider.read(states.get(name) ?? "", outputs), {});
        });

        const { folder, roots = 0, projects = 0 } = sent();
        assert.equal(folder, count);
        assert.ok(roots < (count * 3) / 4, `${roots} looks at the top`);
        assert.ok(projects < 2 * count, `${projects} looks at the projects`);
    });

    it("are each looked for in their own project, also when all ask at the same moment below one id", async () => {
        const { resourceGroupId, projectId } = ground.project;
        const [seeded] = ground.tenant.store.projects.values();
        assert.ok(seeded);
        const { ids } = ground.tenant.store;
        const other = { ...seeded, id: ids.opa(), name: "other", seq: ids.next() };
        ground.tenant.store.projects.set(other.id, other);
        const parents = [ground.teamsId, `${resourceGroupId}/${projectId}/${ground.teamsId}`];
        const declared = parents.flatMap((parentFolder, index) =>
            ["team-secrets", "other", "team-secrets"].map((project, number) => {
                return { ...payments, parentFolder, project, name: `team-${index}-${number}` };
            }),
        );

        const results = await Promise.allSettled(declared.map((one) => ground.life(one.name).up(one)));

        assert.deepEqual(
            results.map(({ status }) => status),
            declared.map(({ project }) => (project === "other" ? "rejected" : "fulfilled")),
        );
        const made = [...ground.tenant.store.folders.values()].filter((one) => one.name.startsWith("team-"));
        assert.deepEqual(new Set(made.map((one) => one.projectId)), new Set([projectId]));
        assert.equal(made.length, 4);
    });

    it("are found on whichever page of a list they are", async () => {
        const { resourceGroupId, projectId } = ground.project;
        for (const name of [...names, "payments"]) {
            const place = { parentId: ground.teamsId, resourceGroupId, projectId };
            makeFolder(ground.tenant.store, 0, "ana", { name, description: payments.description, ...place });
        }
        const life = ground.life();

        await life.up({ ...payments, onExisting: "adopt" });

        assert.equal(ground.tenant.requests.filter(({ writes, by }) => writes && by === "automation").length, 0);
        assert.equal(typeof life.state?.outputs["adoptedAt"], "string");
    });
});
