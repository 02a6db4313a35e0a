import { createInterface } from "node:readline/promises";
import { visibleOnOneLine } from "../../tenant/visible";
import { tellAside } from "../terminal";
import { type Given, type Place, places, type SettingName, settings } from "./settings";

/** What is there already, and where to ask for the rest. */
export interface Asking {
    readonly host: Place | undefined;
    readonly given: Given;
    /** What an empty answer means. */
    readonly usual: Readonly<Record<SettingName, string>>;
    readonly input: NodeJS.ReadableStream;
    readonly output: NodeJS.WritableStream;
}

/** Asks a person for what was not given. An answer that cannot be used is said, and asked for again. */
export async function ask({ host, given, usual, input, output }: Asking): Promise<{ host: Place; given: Given }> {
    const terminal = createInterface({ input, output });
    // Keeps lines that come before they are asked for, such as pasted ones.
    const lines = terminal[Symbol.asyncIterator]();
    const answerTo = async (question: string, fallback: string) => {
        terminal.setPrompt(`${question} [${visibleOnOneLine(fallback)}] `);
        terminal.prompt();
        const { value, done } = await lines.next();
        if (done === true) throw new Error("The answers ended too early, so nothing was written.");
        return value.trim() || fallback;
    };
    try {
        const place = host ?? (await hostBy(answerTo));
        const answers: { [Name in SettingName]?: string } = { ...given };
        for (const { name, about, refusal } of settings) {
            while (answers[name] === undefined) {
                const value = await answerTo(`${about}:`, usual[name]);
                const reason = refusal(value, place);
                if (reason === undefined) answers[name] = value;
                else tellAside(visibleOnOneLine(`${JSON.stringify(value)} ${reason}`));
            }
        }
        return { host: place, given: answers };
    } finally {
        terminal.close();
    }
}

async function hostBy(answerTo: (question: string, fallback: string) => Promise<string>): Promise<Place> {
    for (;;) {
        const answer = await answerTo(`where pipelines run, ${places.join(", ")}:`, "github");
        const place = places.find((one) => one === answer);
        if (place) return place;
        tellAside(visibleOnOneLine(`${JSON.stringify(answer)} is none of ${places.join(", ")}.`));
    }
}
