import assert from "node:assert/strict";
import { PushLooks } from "../../../resources/okta/group-push-mapping/wire/push-looks";

/** Looks until a push that takes so long has arrived; how long that was waited for, and with how many looks. */
function seen(looks: PushLooks, takesMs: number): { readonly waitedMs: number; readonly count: number } {
    let [waitedMs, count] = [0, 1];
    while (waitedMs < takesMs) {
        waitedMs += looks.pauseMs(waitedMs);
        count += 1;
    }
    return { waitedMs, count };
}

describe("looks for pushes", () => {
    for (const takesMs of [300, 1000, 2500, 8000]) {
        it(`see one that takes ${takesMs} ms almost at once, and the next ones with few looks`, () => {
            const looks = new PushLooks();
            const first = seen(looks, takesMs);
            assert.ok(first.waitedMs <= takesMs * 1.15 + 100, `${first.waitedMs} ms`);
            assert.ok(first.count <= 30, `${first.count} looks`);
            looks.noteArrival(first.waitedMs);
            const next = seen(looks, takesMs);
            assert.ok(next.waitedMs <= takesMs * 1.15 + 100, `${next.waitedMs} ms`);
            assert.ok(next.count <= 4, `${next.count} looks`);
        });
    }

    it("begin when the quickest of the last pushes was seen, a little earlier", () => {
        const looks = new PushLooks();
        for (const tookMs of [4000, 2000, 6000]) looks.noteArrival(tookMs);
        assert.equal(looks.pauseMs(0), 1800);
    });

    it("are rare while the rate limit holds calls back", () => {
        const looks = new PushLooks();
        looks.noteArrival(300);
        looks.noteCall(50_000);
        assert.ok(looks.pauseMs(0) >= 1000);
        assert.ok(looks.pauseMs(10_000) >= 5000);
        assert.ok(looks.oldestMs(9000) >= 3000);
    });

    it("ask for nothing for one who has just begun to wait, and share what is asked for at about the same time", () => {
        const looks = new PushLooks();
        assert.equal(looks.oldestMs(0), Number.POSITIVE_INFINITY);
        assert.ok(looks.oldestMs(300) >= 50);
    });
});
