/** What a test threw, with what led to it. */
export function inWords(thrown: unknown): string {
    if (!(thrown instanceof Error)) return String(thrown);
    return thrown.cause === undefined ? thrown.message : `${thrown.message}: ${inWords(thrown.cause)}`;
}
