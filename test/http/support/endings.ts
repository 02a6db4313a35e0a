import type { ServerResponse } from "node:http";
import { type Arrived, json } from "./scripted-server";

/** Every way a call can end, each telling the caller all it was told. */
export const endings: Readonly<Record<string, (call: Arrived, response: ServerResponse) => void>> = {
    ...Object.fromEntries(
        [302, 400, 401, 403, 404, 409, 412, 418, 500, 503].map((status) => [
            `${status}`,
            (call: Arrived, response: ServerResponse) =>
                json(response, echo(call), status, { "x-okta-request-id": told(call).slice(0, 90) }),
        ]),
    ),
    "a text": (call, response) => response.writeHead(200).end(`not JSON ${told(call)}`),
    "a page of another shape": (call, response) => json(response, { [told(call)]: told(call) }),
    "a way on that can't be read": (call, response) => json(response, [], 200, { link: `<<${told(call)}` }),
    "a drop": (_call, response) => response.destroy(),
    "a drop in the middle": (call, response) => {
        response.writeHead(200, { "content-length": "99999" }).write(told(call));
        setImmediate(() => response.destroy());
    },
};

/** What a call tells, secrets above all, as a careless service might repeat it. */
function told({ headers, body }: Arrived): string {
    const { authorization = "", dpop = "" } = headers;
    // With its scheme a token is known by its looks; alone only those know it who were told.
    const bare = authorization.split(" ").at(-1);
    return `${authorization} "${bare}" ${dpop} ${decodeURIComponent(body)} ${body}`.replaceAll(/[^ -~]/g, "?");
}

function echo(call: Arrived): unknown {
    const text = told(call);
    const causes = [{ errorSummary: text, path: text, message: text, error: text, location: text }];
    const conditionals = [{ type: text, description: text, condition_is_met: false }];
    return {
        ...{ errorCode: text, errorSummary: text, errorId: text, errorCauses: causes },
        ...{ error: text, error_description: text, message: text, nottype: text, errors: causes, error_cause: causes },
        list: [{ conditionals, rule_ids: [text] }],
    };
}
