import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { ApiFailure } from "../failure/api-failure";
import { readsOnly } from "../failure/failing";
import { fitToSay, type Redact } from "../failure/redact";
import { textAt } from "../failure/untyped";
import type { ApiRequest, ApiResponse, Send } from "../send";
import type { Clock } from "../time/clock";

/** Names the file to which each write is noted. */
export const writesVariable = "PULUMI_OKTA_OPA_WRITES";

export interface NoteOptions {
    /** Absolute path of the file. It is made if it is missing; lines are only ever appended. */
    readonly file: string;
    readonly api: string;
    /** The parts of paths that are the API's own words: only these are noted as they are. */
    readonly words: ReadonlySet<string>;
    readonly clock: Clock;
    readonly say: (line: string) => void;
    readonly redact: Redact;
    readonly requestIdOf: (response: ApiResponse) => string | undefined;
}

/**
 * Notes each try of a write in a file: one line before it leaves and one with its answer, so that a killed run does not hide
 * what it sent. No credential, no body, no name: a method, the form of the path, ids. A line that cannot be written does not
 * stop the write; it is told once, and the next line that can be written counts it.
 */
export function noted(send: Send, options: NoteOptions): Send {
    const append = appending(options);
    const { api, words, clock, redact, requestIdOf } = options;
    return async (request) => {
        if (readsOnly(request)) return send(request);
        const write = randomUUID();
        const line = (event: string, more: object) =>
            append({ event, write, at: new Date(clock.nowMs()).toISOString(), ...more });
        const parts = request.path.split("/").slice(1);
        const path = parts.map((part) => `/${words.has(part) ? part : "{}"}`).join("");
        const ids = parts.filter((part) => !words.has(part)).map(idOrNothing);
        line("sent", { api, method: request.method, path, ids });
        try {
            const response = await send(request);
            const requestId = requestIdOf(response);
            line("answered", {
                status: response.status,
                ...(requestId === undefined ? {} : { requestId: fitToSay(requestId, redact) }),
                ...made(request, response),
            });
            return response;
        } catch (failure) {
            const mayHaveHappened = !(failure instanceof ApiFailure) || failure.mayHaveHappened;
            line("unanswered", { mayHaveHappened });
            throw failure;
        }
    };
}

/** The id of what a POST made. */
function made({ method }: ApiRequest, { body }: ApiResponse): { readonly made?: string } {
    const id = method === "POST" ? idOrNothing(textAt(body, "id") ?? textAt(body, "mappingId") ?? "") : "";
    return id === "" ? {} : { made: id };
}

/** An id as both services have them; a name is left out. */
const idOrNothing = (text: string): string => (/^[A-Za-z0-9-]{16,40}$/.test(text) && /\d/.test(text) ? text : "");

function appending({ file, api, say }: NoteOptions): (line: object) => void {
    let missed = 0;
    let isTold = false;
    // One call for each line: two processes may append to the same file.
    const append = (text: string) => appendFileSync(file, text, { mode: 0o600 });
    try {
        // A file without a line is another thing than no file: the run connected and wrote nothing.
        append("");
    } catch {
        // The first line tells why.
    }
    return (line) => {
        try {
            append(`${JSON.stringify(missed > 0 ? { ...line, missed } : line)}\n`);
            missed = 0;
        } catch (failure) {
            missed += 1;
            if (isTold) return;
            isTold = true;
            const code = failure instanceof Error && "code" in failure ? String(failure.code) : "no code";
            say(
                `${api}: what this run writes cannot be noted in ${file} (${code}). The run goes on; its record will lack these ` +
                    `writes. Give a file in a folder that can be written as ${writesVariable}.`,
            );
        }
    };
}
