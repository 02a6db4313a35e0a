import assert from "node:assert/strict";
import sinon from "sinon";
import { hideTraces, untraced } from "../../resources/lifecycle/untraced";

const leaks = "PULUMI_DEBUG_PROMISE_LEAKS";

const traceOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? "") : "");

describe("what makes resources untraced", () => {
    afterEach(() => sinon.restore());

    it("has no stack trace written meanwhile, and all of them before and after", () => {
        const traces = [new Error("a").stack, untraced(() => new Error("b").stack), new Error("c").stack];

        assert.deepEqual(
            traces.map((trace) => trace?.includes(__filename)),
            [true, false, true],
        );
        assert.equal(traces[1], "Error: b");
    });

    it("leaves an error that is thrown there its whole trace", () => {
        function refuse(): never {
            throw new Error("refused");
        }

        const caught = (() => {
            try {
                return untraced(refuse);
            } catch (thrown) {
                return thrown;
            }
        })();

        assert.match(traceOf(caught), /^Error: refused\n +at refuse .*untraced\.test/);
        assert.match(traceOf(new Error("after")), /untraced\.test/);
    });

    it("gives back to whoever writes traces their own way of it, one inside the other", () => {
        const own = Error.prepareStackTrace;
        Error.prepareStackTrace = () => "mine";
        const [outer, inner] = [hideTraces(), hideTraces()];
        inner();
        const between = new Error("x").stack;
        outer();
        const after = new Error("x").stack;
        Error.prepareStackTrace = own;

        assert.deepEqual([between, after], ["Error: x", "mine"]);
    });

    it("hides nothing from somebody who looks for promises that never end", () => {
        sinon.stub(process, "env").value({ ...process.env, [leaks]: "1" });

        assert.match(String(untraced(() => new Error("here").stack)), /untraced\.test/);
    });
});
