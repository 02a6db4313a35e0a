import type { RequestFault } from "../../../tenant";

/** Every way in which one request can go wrong. */
export const faults: Readonly<Record<string, RequestFault>> = {
    "a 429": { status: 429 },
    "a 500": { status: 500 },
    "a 503": { status: 503 },
    "a gateway's 404": {
        status: 404,
        body: "<html><body>Not Found</body></html>",
        headers: { "content-type": "text/html" },
    },
    "a 401": { status: 401 },
    "a 403": { status: 403 },
    "no answer to what was not done": { drop: "before" },
    "no answer to what was done": { drop: "after" },
    "an answer that is a message": { body: '{"message":"please wait"}' },
    "an answer that is empty": { body: "{}" },
    "an answer that is a page": { body: "<html><body>Sign in</body></html>" },
    "an answer that comes too late": { delayMs: 600_000 },
};
