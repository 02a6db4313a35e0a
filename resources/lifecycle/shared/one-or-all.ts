import { type Moment, msSince, now } from "../../http/time/clock";
import { perConnection } from "./per-connection";

/**
 * Decides whether to ask for things of a kind one by one or to read the list of all. The list pays once as many things are asked
 * for as it has pages; how many it has is known once it has been read.
 */
export interface OneOrAll<Connection> {
    /** Notes that so many pages were read for the list. */
    readonly listed: (connection: Connection, pageCount: number) => void;
    /** Whether the list is cheaper for so many things. */
    readonly isAllCheaper: (connection: Connection, things: number) => boolean;
    /** The same for one more thing, counted with those that were asked for within the last `withinMs` milliseconds. */
    readonly isAllCheaperLately: (connection: Connection, withinMs: number) => boolean;
}

/** How many pages a list is assumed to have before it is first read. */
const pagesToBegin = 2;

/** For one kind of thing. */
export function oneOrAll<Connection extends object>(): OneOrAll<Connection> {
    const known = perConnection((_connection: Connection) => ({ pages: pagesToBegin, asked: [] as Moment[] }));

    const isAllCheaper = (connection: Connection, things: number) => things > known(connection).pages;

    return {
        listed: (connection, pageCount) => {
            known(connection).pages = pageCount;
        },
        isAllCheaper,
        isAllCheaperLately: (connection, withinMs) => {
            const { asked } = known(connection);
            const recent = asked.filter((moment) => msSince(moment) < withinMs);
            asked.splice(0, asked.length, ...recent, now());
            return isAllCheaper(connection, asked.length);
        },
    };
}
