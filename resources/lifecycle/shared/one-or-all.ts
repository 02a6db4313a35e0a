import { type Moment, msSince, now } from "../../http/time/clock";
import { perConnection } from "./per-connection";

/**
 * Whether things of a kind are to be asked for one by one, or by the list of all. The list is worth its pages once as many
 * things are asked for; how many it has is known when it was read once.
 */
export interface OneOrAll<Connection> {
    /** Notes that so many pages were read for the list. */
    readonly listed: (connection: Connection, pageCount: number) => void;
    /** Whether the list is cheaper for so many things. */
    readonly isAllCheaper: (connection: Connection, things: number) => boolean;
    /** The same for one thing more, with those that were asked for within the last `withinMs` milliseconds. */
    readonly isAllCheaperLately: (connection: Connection, withinMs: number) => boolean;
}

/** Pages of a list that was not read yet. */
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
