import { type Api, type Conditions, connect, usualConditions } from "../../resources/http/connect";
import { type Explanation, kindOf } from "../../resources/http/failure/failing";
import { Secrets } from "../../resources/http/failure/redact";
import { numberIn, textAt } from "../../resources/http/failure/untyped";
import { isLoopback } from "../../resources/http/network/trusted-address";
import type { BudgetReading } from "../../resources/http/pace/budget";
import type { ApiResponse, Send } from "../../resources/http/send";

/** What differs between the hosts' APIs. */
export interface HostApi {
    /** Begins each line said. */
    readonly name: "github" | "gitlab";
    /** The beginning of the headers that tell the budget. */
    readonly budgetHeaders: string;
    readonly requestIdHeader: string;
    /** What to do about a refusal, by its status. */
    readonly remedies: Readonly<Record<number, string>>;
}

/** Where the API is, and as whom it is called. */
export interface HostAccess {
    /** With the path below which the API is, for example https://git.example.com/api/v4. */
    readonly address: string;
    readonly token: string;
    /** The header that carries the token. */
    readonly proofOf: (token: string) => Readonly<Record<string, string>>;
}

/** A connection to a host's API. Paths begin below the address. Throws when the address would send the token in the clear. */
export function connectToHost(
    api: HostApi,
    { address, token, proofOf }: HostAccess,
    conditions: Conditions = usualConditions(process.env),
): Send {
    const url = new URL(address);
    if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url.hostname))) {
        throw new Error(`${url.origin} would send the token unencrypted, so nothing was sent. Give an https address.`);
    }
    const secrets = new Secrets();
    secrets.add(token);
    const network: Conditions["network"] = (origin, timeoutMs) => limitsAs429(conditions.network(origin, timeoutMs));
    const line = connect(whatHttpMustKnow(api), url.origin, secrets, { ...conditions, network });
    const send = line.as({ proofFor: async () => proofOf(token), refused: () => false });
    const below = url.pathname.replace(/\/+$/, "");
    // The next page of a listing is named with its whole path.
    return (request) =>
        send({ ...request, path: request.path.startsWith(`${below}/`) ? request.path : `${below}${request.path}` });
}

function whatHttpMustKnow({ name, budgetHeaders, requestIdHeader, remedies }: HostApi): Api {
    const requestIdOf = ({ headers }: ApiResponse) => headers.get(requestIdHeader) ?? undefined;
    return {
        name,
        words: new Set(["api", "v3", "v4", "repos", "projects", "issues", "merge_requests", "comments", "notes"]),
        bucketOf: () => name,
        requestIdOf,
        explain: (_, response): Explanation => ({
            kind: kindOf(response.status),
            said: wordsIn(response.body),
            requestId: requestIdOf(response),
            remedy: remedies[response.status],
        }),
        pacing: {
            share: 0.9,
            // GitHub: "make requests serially instead of concurrently" (docs.github.com, "Best practices for using the REST API").
            concurrency: 1,
            // GitHub: "wait for at least one minute before retrying", where it does not say how long.
            standBackMs: 60_000,
            readBudget: (response) => budgetIn(response, budgetHeaders),
        },
    };
}

/** GitHub: `message`; GitLab: `message`, a text or one for each field, or `error`. */
function wordsIn(body: unknown): string | undefined {
    const said = textAt(body, "message") ?? textAt(body, "error");
    if (said !== undefined) return said;
    const { message } = Object(body) as { readonly message?: unknown };
    return message === undefined ? undefined : JSON.stringify(message);
}

function budgetIn({ status, headers }: ApiResponse, beginning: string): BudgetReading {
    const limit = numberIn(headers, `${beginning}limit`);
    const remaining = numberIn(headers, `${beginning}remaining`);
    const resetSeconds = numberIn(headers, `${beginning}reset`);
    // A secondary limit has nothing to do with the budget of these headers, nor with its end.
    if (status === 429 && remaining !== 0) return {};
    return { limit, remaining, resetMs: resetSeconds === undefined ? undefined : resetSeconds * 1000 };
}

/**
 * GitHub refuses what is above a limit with 403 or 429 (docs.github.com, "Rate limits for the REST API"). What tells it from a
 * missing right: Retry-After, an empty budget, or the words.
 */
function limitsAs429(send: Send): Send {
    return async (request) => {
        const response = await send(request);
        return response.status === 403 && isLimit(response) ? { ...response, status: 429 } : response;
    };
}

const isLimit = ({ headers, body }: ApiResponse): boolean =>
    headers.has("retry-after") ||
    numberIn(headers, "x-ratelimit-remaining") === 0 ||
    /secondary rate limit/i.test(wordsIn(body) ?? "");
