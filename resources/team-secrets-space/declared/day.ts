/** What to write in place of something that is no day. */
export const asDay = 'is not a day. Write it in quotes, for example "2033-12-31".';

/** Whether a text is a day, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
    const atMs = Date.parse(`${text}T00:00:00Z`);
    return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
}

/** The day that it is at this moment, in UTC. */
export const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
