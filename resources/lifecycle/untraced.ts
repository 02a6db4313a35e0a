/**
 * Returns what `make` makes. While it runs, the text of a stack trace is the error alone.
 *
 * Pulumi's SDK takes a trace for every promise of every property of every resource. Only somebody who looks for
 * promises that never end sees them (`PULUMI_DEBUG_PROMISE_LEAKS`), but they are more than half of all that a program
 * computes. The SDK also keeps one trace in state with each resource, with paths of the machine and lines of this
 * package and of the SDK (docs/contracts/pulumi-engine.md 3.7). No error loses its trace, because Node makes it when
 * it is first read, which is later.
 */
export function untraced<Made>(make: () => Made): Made {
    const traced = hideTraces();
    try {
        return make();
    } finally {
        traced();
    }
}

/**
 * The same for a constructor, which cannot call `super` inside a function: it lasts until the returned function is
 * called.
 */
export function hideTraces(): () => void {
    if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) return () => {};
    hidePromiseTraces();
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error) => String(error);
    return () => {
        Error.prepareStackTrace = before;
    };
}

/** The SDK's function that takes a trace for each promise. */
const ofPromises = "debuggablePromise";

let isHidden = false;

/**
 * From the first resource on, the SDK's traces of promises are not made: most promises are made when a resource is
 * registered, after its constructor. Every other trace is made as before. If Node itself makes the traces, there is
 * nothing to save.
 */
function hidePromiseTraces(): void {
    const before = Error.prepareStackTrace;
    if (isHidden || !before) return;
    isHidden = true;
    Error.prepareStackTrace = (error, frames) =>
        frames[0]?.getFunctionName() === ofPromises ? String(error) : (before(error, frames) as unknown);
}
