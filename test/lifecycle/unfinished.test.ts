import { strict as assert } from "node:assert";
import { ApiFailure } from "../../resources/http/failure/api-failure";
import { isNotFound, unlessNotFound, unlessRefused } from "../../resources/lifecycle/not-found";
import { keeping, Unfinished } from "../../resources/lifecycle/run/unfinished";

describe("what follows once an object exists", () => {
    it("keeps the object when it fails, as it is by then, and says why", async () => {
        let members = 0;

        const finished = keeping(
            "1",
            () => ({ members }),
            async () => {
                members = 3;
                throw new Error("the fourth is unknown");
            },
        );

        await assert.rejects(finished, {
            name: "Unfinished",
            id: "1",
            properties: { members: 3 },
            reasons: ["the fourth is unknown"],
        });
    });

    it("keeps it as the innermost step described it", async () => {
        const inner = new Unfinished("1", { members: 2 }, new Error("inner"));

        await assert.rejects(
            keeping(
                "1",
                () => ({ members: 0 }),
                () => Promise.reject(inner),
            ),
            (thrown) => thrown === inner,
        );
    });

    it("answers when it succeeds, and tells of whatever was thrown", async () => {
        assert.equal(
            await keeping(
                "1",
                () => ({}),
                async () => "done",
            ),
            "done",
        );
        await assert.rejects(
            keeping(
                "1",
                () => ({}),
                () => Promise.reject("a text"),
            ),
            { reasons: ["a text"] },
        );
    });
});

describe("a 404", () => {
    const failure = (kind: "not-found" | "forbidden") =>
        new ApiFailure({ kind, said: "No", method: "GET", path: "/a", status: kind === "forbidden" ? 403 : 404 });

    it("is no answer, while every other failure is one", async () => {
        assert.equal(await unlessNotFound(() => Promise.reject(failure("not-found"))), undefined);
        await assert.rejects(
            unlessNotFound(() => Promise.reject(failure("forbidden"))),
            { kind: "forbidden" },
        );
    });

    it("is no answer like a 403 to who may not be given one, while every other failure is one", async () => {
        assert.equal(await unlessRefused(async () => "there"), "there");
        for (const kind of ["not-found", "forbidden"] as const) {
            assert.equal(await unlessRefused(() => Promise.reject(failure(kind))), undefined);
        }
        const unavailable = new ApiFailure({ kind: "unavailable", said: "", method: "GET", path: "/a", status: 503 });
        const lookalike = Object.assign(new Error("No"), { kind: "forbidden" });
        for (const other of [unavailable, lookalike, new Error("No")]) {
            await assert.rejects(
                unlessRefused(() => Promise.reject(other)),
                (thrown) => thrown === other,
            );
        }
    });

    it("is told by its kind, not by words or shape", () => {
        const lookalike = Object.assign(new Error("404"), { kind: "not-found", status: 404 });

        assert.deepEqual([failure("not-found"), failure("forbidden"), lookalike, 404].map(isNotFound), [
            true,
            false,
            false,
            false,
        ]);
    });
});
