import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { checkout } from "../../cli/demo/checkout";

/** A room is a folder with a README; what lies in folders without one belongs to the room around them. */
const rooms = ["resources", "tenant", "cli", "tools"].flatMap((top) =>
    readdirSync(join(checkout, top), { recursive: true, encoding: "utf8" })
        .map((path) => join(top, path).replaceAll("\\", "/"))
        .filter((path) => path.endsWith("README.md"))
        .map((path) => dirname(path)),
);

const isSource = (path: string): boolean => /\.(ts|mjs|cjs|css|html)$/.test(path);

const filesOf = (room: string): readonly string[] =>
    readdirSync(join(checkout, room), { recursive: true, encoding: "utf8" })
        .map((path) => path.replaceAll("\\", "/"))
        .filter((path) => isSource(path) && nearestRoom(join(room, path)) === room);

function nearestRoom(path: string): string {
    const folder = dirname(path).replaceAll("\\", "/");
    return rooms.includes(folder) || folder === "." ? folder : nearestRoom(folder);
}

/** What a README names in backticks, if that looks like a source file of ours. */
const namedIn = (room: string): readonly string[] =>
    [...readFileSync(join(checkout, room, "README.md"), "utf8").matchAll(/`([\w./-]+)`/g)]
        .map(([, name = ""]) => name)
        .filter(isSource);

describe("the README of a room", () => {
    for (const room of rooms)
        it(`${room} names every source file of the room, and none that is not there`, () => {
            const named = namedIn(room);

            const unnamed = filesOf(room).filter((file) => !named.includes(file));
            const places = [room, "resources", "."].map((place) => join(checkout, place));
            const gone = named.filter((name) => !places.some((place) => existsSync(join(place, name))));

            assert.deepEqual({ unnamed, gone }, { unnamed: [], gone: [] });
        });

    it("is there for each of the four parts of the package", () => {
        assert.ok(rooms.length > 12, relative(checkout, rooms.join(" ")));
    });
});
