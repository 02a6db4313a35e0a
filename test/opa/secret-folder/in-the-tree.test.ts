import assert from "node:assert/strict";
import sinon from "sinon";
import { isProjectGone } from "../../../resources/opa/secret-folder/tree/complete-listing";
import { contentsOf, counts, firstTen } from "../../../resources/opa/secret-folder/tree/contents";
import { listedFolder } from "../../../resources/opa/secret-folder/tree/listed-folder";
import { below, isListed, placeAbove, topOf } from "../../../resources/opa/secret-folder/tree/tree";
import type { Folder } from "../../../resources/opa/secret-folder/wire/wire";
import { folder, listedOpa, project, secret } from "../support/listed-opa";

const key = { resourceGroupId: "g", projectId: "p" };
const tree = { "": [folder("teams")], teams: [folder("a"), folder("b")], a: [], b: [] };
type Places = Parameters<typeof listedOpa>[0];

/** A folder by its id, remembered below these. */
const byId = (places: Places, folderId: string, ancestorIds?: readonly string[]) => ({
    opa: listedOpa(places).opa,
    key: { ...key, folderId },
    ancestorIds,
});

describe("what is in a folder", () => {
    const inA = (places: Places) => {
        const { opa } = listedOpa({ ...tree, ...places });
        const teams = below(topOf({ opa, key }), { id: "teams", name: "teams" });
        return contentsOf(below(teams, { id: "a", name: "a" }));
    };

    it("is all of it, all the way down", async () => {
        const { paths, folders, secrets } = await inA({
            a: [secret("x"), folder("c")],
            c: [folder("d"), secret("y")],
            d: [],
        });

        assert.deepEqual([...paths].sort(), ["teams/a/c", "teams/a/c/d", "teams/a/c/y", "teams/a/x"]);
        assert.deepEqual({ folders, secrets }, { folders: 2, secrets: 2 });
    });

    it("is nothing where OPA states no list only if the folder itself is listed above", async () => {
        assert.deepEqual((await inA({ a: "vague" })).paths, []);
        await assert.rejects(
            inA({ a: "vague", teams: [folder("b")] }),
            /^Error: Cannot determine what .*without a list/,
        );
        await assert.rejects(inA({ a: "vague", teams: "vague" }), /without a list/);
    });

    it("is not known of a top-level folder that the project does not list", async () => {
        const { opa } = listedOpa({ "": [], teams: "vague" });
        const teams = below(topOf({ opa, key }), { id: "teams", name: "teams" });

        await assert.rejects(contentsOf(teams), /without a list/);
    });

    it("is not known without the right to see everything, before and after, nor while anything is refused", async () => {
        await assert.rejects(inA({ projects: [project("other")] }), /Cannot determine what .* contains\. Project p/);
        await assert.rejects(inA({ projects: [[project("p")], [project("other")]] }), /Project p is not listed/);
        await assert.rejects(inA({ projects: "forbidden" }), /the role resource_admin, or delegated_resource_admin/);
        await assert.rejects(inA({ a: "unavailable" }), /Cannot determine/);
        await assert.rejects(inA({ a: [folder("c")] }), /Cannot determine/);
    });

    it("was seen when the first of it was asked for", async () => {
        const clock = sinon.useFakeTimers({ toFake: ["Date"], now: 1000 });
        const { opa } = listedOpa({ ...tree, a: [folder("c")], c: [] });
        const slow = {
            ...opa,
            send: async (request: Parameters<typeof opa.send>[0]) => {
                const sentAt = { timeMs: Date.now(), steadyMs: performance.now() };
                clock.tick(100);
                return { ...(await opa.send(request)), sentAt };
            },
        };
        try {
            const a = { id: "a", name: "a" };
            const { seenAt } = await contentsOf(below(topOf({ opa: slow, key }), a));
            // The right to see it was asked for before.
            assert.equal(seenAt.timeMs, 1100);
        } finally {
            clock.restore();
        }
    });

    it("is said in numbers, and by ten names at most", () => {
        const said = (folders: number, secrets: number) =>
            counts({ folders, secrets, paths: [], seenAt: { timeMs: 0, steadyMs: 0 } });

        assert.deepEqual(
            [said(0, 0), said(1, 0), said(0, 1), said(2, 3)],
            ["nothing", "1 folder", "1 secret", "3 secrets and 2 folders"],
        );
        const names = Array.from({ length: 11 }, (_, index) => `${index}`);
        assert.equal(firstTen(names.slice(1)), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
        assert.equal(firstTen(names), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
    });
});

describe("a folder that OPA answers 404 for", () => {
    it("is listed where it is remembered, or is not, there or above", async () => {
        assert.equal(await isListed(byId(tree, "a", ["teams"])), true);
        assert.equal(await isListed(byId(tree, "teams", [])), true);
        assert.equal(await isListed(byId(tree, "z", ["teams"])), false);
        assert.equal(await isListed(byId({ ...tree, "": [] }, "a", ["teams"])), false);
        assert.equal(await isListed(byId({ ...tree, "": [folder("other")] }, "a", ["teams"])), false);
    });

    it("is looked for everywhere when no place is remembered", async () => {
        const deep = { ...tree, b: [secret("x"), folder("c")], c: [folder("d")], d: [] };

        assert.equal(await isListed(byId(deep, "d")), true);
        assert.equal(await isListed(byId(deep, "z")), false);
        assert.equal(await isListed(byId(deep, "x")), false, "a secret");
    });

    it("is not known to be missing in a list that states nothing, unless that place is listed itself", async () => {
        assert.equal(await isListed(byId({ ...tree, teams: "vague" }, "a", ["teams"])), false);
        assert.equal(await isListed(byId({ ...tree, "": "vague" }, "a", ["teams"])), false);
        await assert.rejects(isListed(byId({ "": "vague", projects: [] }, "a", [])), /without a list/);
        await assert.rejects(isListed(byId({ ...tree, teams: "forbidden" }, "a", ["teams"])), { kind: "forbidden" });
    });

    it("is gone with its project when the resource group can be opened and does not list that", async () => {
        const gone = (places: Places) => isProjectGone({ opa: listedOpa(places).opa, key }, "whether it is gone");

        assert.equal(await gone({}), false);
        assert.equal(await gone({ projects: [project("other")] }), true);
        assert.equal(await gone({ projects: [[project("other")], [project("p")]] }), false);
        await assert.rejects(gone({ projects: [project("other")], group: "not-found" }), /pulumi state delete/);
        await assert.rejects(gone({ projects: [project("other")], group: "forbidden" }), (error: Error) => {
            assert.match(error.message, /^Cannot determine whether it is gone\. .*the role resource_admin/);
            return !error.message.includes("state delete");
        });
        await assert.rejects(gone({ projects: "unavailable" }), (error: Error) => !error.message.includes("the role"));
    });
});

describe("a folder in a listing that others asked for", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = sinon.useFakeTimers({ toFake: ["Date", "performance"], now: 1000 });
    });
    afterEach(() => sinon.restore());

    /** What the second look comes to; the first one of each place reads the folder by itself. */
    const second = async (places: Places, more: object = {}, betweenMs = 100) => {
        const one = { ...byId(places, "a", ["teams"]), ...more };
        assert.equal(await listedFolder(one), undefined);
        clock.tick(betweenMs);
        return (await listedFolder(one))?.item.id;
    };

    it("is taken from there by the second who asks at its place", async () => {
        assert.equal(await second(tree), "a");
        assert.equal(await second(tree, {}, 4_999), "a");
        assert.equal(await second(tree, {}, 5_000), undefined, "the listing would be too old");
        assert.equal(await second({ "": [folder("a")] }, { ancestorIds: [] }), "a");
    });

    it("is read by itself where the listing has it not, or not whole, or of another project, or is refused", async () => {
        assert.equal(await second({ ...tree, teams: [folder("b")] }), undefined);
        assert.equal(await second({ ...tree, teams: [secret("a")] }), undefined);
        assert.equal(await second({ ...tree, teams: [{ id: "a", name: "a", type: "folder" }] }), undefined);
        assert.equal(
            await second({ ...tree, teams: [folder("a", { project: { id: "other", name: "" } })] }),
            undefined,
        );
        assert.equal(await second({ ...tree, teams: [folder("a", { project: { id: "p", name: "" } })] }), "a");
        assert.equal(await second({ ...tree, teams: "forbidden" }), undefined);
        assert.equal(await second(tree, { ancestorIds: undefined }), undefined);
    });

    it("is read by itself as the first of its place, whoever looked elsewhere, and is as old as the oldest listing", async () => {
        const deep = { ...tree, a: [folder("c")], b: [folder("d")] };
        const { opa } = listedOpa(deep);
        const look = (folderId: string, above: string) =>
            listedFolder({ opa, key: { ...key, folderId }, ancestorIds: ["teams", above] });

        assert.deepEqual([await look("c", "a"), await look("d", "b")], [undefined, undefined]);
        assert.equal((await look("c", "a"))?.seenAt.timeMs, 1000);
    });

    it("is not looked for there when that fails", async () => {
        await assert.rejects(second({ ...tree, teams: "unavailable" }), { kind: "unavailable" });
    });
});

describe("the place above a folder that was read", () => {
    const read = (above?: Folder["above"]): Folder => ({
        folderId: "a",
        name: "a",
        description: "",
        mark: undefined,
        above,
    });
    const placed = async (above: Folder["above"], ancestorIds?: readonly string[], places: Places = tree) =>
        (await placeAbove(byId(places, "a", ancestorIds), read(above))).path;

    it("is what the answer says, but an empty path only where nothing else is remembered", async () => {
        assert.equal(await placed([{ id: "t", name: "told" }]), "told");
        assert.equal(await placed([], []), "");
        assert.equal(await placed([], ["teams"]), "teams");
        assert.equal(await placed([]), "teams");
    });

    it("is where the listings have it, else an error", async () => {
        assert.equal(await placed(undefined, ["teams"]), "teams");
        assert.equal(await placed(undefined, ["elsewhere"]), "teams");
        assert.equal(await placed(undefined), "teams");
        await assert.rejects(
            placed(undefined, ["teams"], { ...tree, teams: [] }),
            /no listing of its project contains it/,
        );
    });
});
