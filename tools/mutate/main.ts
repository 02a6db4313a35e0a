import { filesUnder } from "../tests/files";
import { runOf } from "../tests/runs";
import { forgetKept, keeperOf, kept } from "./kept";
import { type Played, play } from "./play";
import type { Result } from "./result";
import { rooms } from "./rooms";
import { isMet, summary } from "./summary";

/** Mutates the code of one room after another with all of Stryker's mutations, and prints the mutants that no test killed. */
async function mutate(args: readonly string[]): Promise<number> {
    const wanted = args.filter((arg) => arg !== "--anew");
    const chosen = chosenRooms(wanted);
    if (chosen.length === 0) {
        process.stderr.write("No such file or room is mutated. tools/mutate/rooms.ts names those that are.\n");
        return 2;
    }
    if (args.includes("--anew")) forgetKept();
    const results: Result[] = [];
    const notPlayed: string[] = [];
    for (const room of chosen) {
        try {
            results.push(room.isWhole ? await keptOrPlayed(room) : await play(room));
        } catch (failure) {
            // The results of the other rooms are still useful.
            notPlayed.push(`${room.name} was not played: ${failure instanceof Error ? failure.message : failure}\n`);
        }
    }
    process.stdout.write(`\n${summary(results)}${notPlayed.join("")}`);
    return isMet(results) && notPlayed.length === 0 ? 0 : 1;
}

async function keptOrPlayed(room: Played): Promise<Result> {
    const before = kept(room);
    if (before) {
        process.stdout.write(`${room.name}: kept from an earlier run.\n`);
        return before;
    }
    const keep = keeperOf(room);
    const result = await play(room);
    keep(result);
    return result;
}

/** The rooms to play: all by default, rooms by name, else the rooms that contain the named files, with those files only. */
function chosenRooms(wanted: readonly string[]): readonly (Played & { readonly isWhole: boolean })[] {
    const names = wanted.filter((one) => rooms.some(({ name }) => name === one));
    const places = wanted.filter((one) => !names.includes(one));
    return rooms
        .filter(({ name }) => names.length === 0 || names.includes(name))
        .map(({ name, code, tests }) => ({
            name,
            files: within(code, places.filter(isCode), filesUnder("resources", ".ts")),
            tests: within(tests, places.filter(isTest), fastTests()),
            isWhole: places.length === 0,
        }))
        .filter(({ files, tests }) => files.length > 0 && tests.length > 0);
}

/** The chosen files of a room, by default all of them, in the order in which the room names them. */
function within(room: readonly string[], wanted: readonly string[], files: readonly string[]): readonly string[] {
    const isWanted = (file: string) => wanted.length === 0 || wanted.some((place) => file.startsWith(place));
    return [...new Set(room.flatMap((place) => files.filter((file) => file.startsWith(place))))].filter(isWanted);
}

const isTest = (place: string) => place.startsWith("test/");

const isCode = (place: string) => !isTest(place);

const fastTests = () => filesUnder("test", ".test.ts").filter((file) => runOf(file) === "fast");

mutate(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (failure: unknown) => {
        process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n`);
        process.exitCode = 1;
    },
);
