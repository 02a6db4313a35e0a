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

    describe("once there is a resource", () => {
        const own = Error.prepareStackTrace;
        let freshly: typeof import("../../resources/lifecycle/untraced");
        beforeEach(() => {
            const path = require.resolve("../../resources/lifecycle/untraced");
            const kept = require.cache[path];
            delete require.cache[path];
            freshly = require(path) as typeof freshly;
            require.cache[path] = kept;
        });
        afterEach(() => {
            Error.prepareStackTrace = own;
        });

        it("hides the traces that the SDK has of its promises, and no other", async () => {
            Error.prepareStackTrace = (error, [top]) => `${error} in ${top?.getFunctionName()}`;
            freshly.untraced(() => undefined);
            const { debuggablePromise } = require("@pulumi/pulumi/runtime/debuggable") as {
                debuggablePromise: (watched: Promise<void>, of: string) => Promise<void>;
            };
            const watched = Promise.resolve();
            await debuggablePromise(watched, "a promise");
            function others(): string | undefined {
                return new Error("refused").stack;
            }

            assert.equal(Reflect.get(watched, "_debugStackTrace"), "Error");
            assert.equal(others(), "Error: refused in others");
        });

        it("leaves it to Node where nobody writes traces but Node", () => {
            Reflect.deleteProperty(Error, "prepareStackTrace");
            freshly.untraced(() => undefined);

            assert.equal(Error.prepareStackTrace, undefined);
        });
    });

    it("hides nothing from somebody who looks for promises that never end", () => {
        sinon.stub(process, "env").value({ ...process.env, [leaks]: "1" });

        assert.match(String(untraced(() => new Error("here").stack)), /untraced\.test/);
    });
});
