import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { rooms } from "../../tools/mutate/rooms";
import { isMet, summary } from "../../tools/mutate/summary";
import { checkout } from "../../tools/tests/files";
import { runOf } from "../../tools/tests/runs";

describe("the rooms that npm run mutate plays", () => {
    it("have code and tests that are there", () => {
        const places = rooms.flatMap(({ code, tests }) => [...code, ...tests]);

        assert.deepEqual(
            places.filter((place) => !existsSync(join(checkout, place))),
            [],
        );
    });

    it("have fast tests alone", () => {
        assert.deepEqual(
            rooms.flatMap(({ tests }) => tests.filter((test) => runOf(test) !== "fast")),
            [],
        );
    });

    it("have each their own name, and their own code", () => {
        for (const all of [rooms.map(({ name }) => name), rooms.flatMap(({ code }) => code)]) {
            assert.equal(new Set(all).size, all.length);
        }
    });
});

describe("the summary of npm run mutate", () => {
    const left = [{ at: "resources/a.ts:3:5", replacement: "true", isReached: false }];
    const one = { room: "run", changes: 100, noticed: 99, byTime: 2, left, wallSeconds: 60, cpuSeconds: 90 };
    const two = { room: "shared", changes: 900, noticed: 800, byTime: 0, left: [], wallSeconds: 600, cpuSeconds: 630 };

    it("has each room, the sum of all, what is left, and whether the goal is met", () => {
        assert.equal(
            summary([one, two]),
            [
                "room    changes  noticed  by time  left   share  processor      time",
                "run         100       99        2     1  99.0 %    1.5 min   1.0 min",
                "shared      900      800        0     0  88.8 %   10.5 min  10.0 min",
                "all        1000      899        2     1  89.9 %   12.0 min  11.0 min",
                "",
                "Left:",
                "  resources/a.ts:3:5  true  (no test reaches it)",
                "",
                "The goal of 90 % is missed.",
                "",
            ].join("\n"),
        );
    });

    it("does not round a goal that is missed up to one that is met", () => {
        assert.equal(isMet([{ ...one, changes: 10_000, noticed: 8_999 }]), false);
        assert.equal(isMet([{ ...one, changes: 10_000, noticed: 9_000 }]), true);
    });

    it("does not make a sum of processor time that one room cannot tell", () => {
        assert.match(summary([one, { ...two, cpuSeconds: undefined }]), /^all .* unknown +11\.0 min$/m);
    });
});
