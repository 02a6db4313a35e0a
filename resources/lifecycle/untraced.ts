/**
 * What `make` makes; as long as it runs, the text of a stack trace is the error alone.
 *
 * Pulumi's SDK has four traces written for every property of every resource, which only somebody who looks for promises that
 * never end gets to see (`PULUMI_DEBUG_PROMISE_LEAKS`): without this, half of all that a program computes. And it keeps one in state
 * with each resource, of paths of the machine and lines of this package and of the SDK (docs/contracts/pulumi-engine.md 3.7).
 * Nobody's error loses its trace, because Node writes it when it is first read, after this.
 */
export function untraced<Made>(make: () => Made): Made {
    const traced = hideTraces();
    try {
        return make();
    } finally {
        traced();
    }
}

/** The same for a constructor, which cannot call that of its base from a function: from here until what it returns is called. */
export function hideTraces(): () => void {
    if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) return () => {};
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error) => String(error);
    return () => {
        Error.prepareStackTrace = before;
    };
}
