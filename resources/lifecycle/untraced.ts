/**
 * What `make` makes; as long as it runs, the text of a stack trace is the error alone.
 *
 * Pulumi's SDK has a trace written for every promise of every property of every resource, which only somebody who looks for
 * promises that never end gets to see (`PULUMI_DEBUG_PROMISE_LEAKS`): without this, more than half of all that a program computes. And it
 * keeps one in state with each resource, of paths of the machine and lines of this package and of the SDK
 * (docs/contracts/pulumi-engine.md 3.7). Nobody's error loses its trace, because Node writes it when it is first read, after this.
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
    hidePromiseTraces();
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (error) => String(error);
    return () => {
        Error.prepareStackTrace = before;
    };
}

/** The SDK's function that reads a trace for each promise. */
const ofPromises = "debuggablePromise";

let isHidden = false;

/**
 * From the first resource on, the SDK's traces of promises are not written: most promises come when a resource is registered, after it is
 * made. Every other trace is written as before. Nothing is to be spared where Node itself writes them.
 */
function hidePromiseTraces(): void {
    const before = Error.prepareStackTrace;
    if (isHidden || !before) return;
    isHidden = true;
    Error.prepareStackTrace = (error, frames) =>
        frames[0]?.getFunctionName() === ofPromises ? String(error) : (before(error, frames) as unknown);
}
