import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import sinon from "sinon";
import { allPages } from "../../resources/http/paginate";
import type { Send } from "../../resources/http/send";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { connectToOpa } from "../../resources/opa/connection/connect";
import { endings } from "./support/endings";
import { ecKey, rsaKey } from "./support/keys";
import { type Arrived, json, ScriptedServer } from "./support/scripted-server";

const noConfig = { get: () => undefined };
const rsa = rsaKey().pem;
const jwk = JSON.stringify(createPrivateKey(ecKey("P-256").pem).export({ format: "jwk" }));

const writesFile = join(tmpdir(), `leak-hunt-${process.pid}.jsonl`);
const keyFile = join(tmpdir(), `leak-hunt-${process.pid}.pem`);

/** Each credential as a user gives it. */
const credentials: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "an API token": { OKTA_API_TOKEN: "00-api-token-of-the-hunt/+=" },
    "an access token": { OKTA_ACCESS_TOKEN: "access-token-of-the-hunt" },
    "a private key as PEM": serviceApp(rsa),
    "a private key as JWK": serviceApp(jwk),
    "a private key in a file": serviceApp(keyFile),
    "a private key that is cut off": serviceApp(rsa.slice(0, 300)),
    "a JWK that is cut off": serviceApp(jwk.slice(0, -20)),
    "an OPA key": {
        OKTAPAM_TEAM: "acme",
        OKTAPAM_KEY: "key-id-of-the-hunt",
        OKTAPAM_SECRET: 'key "secret" of the hunt/+=',
    },
    "an OPA security key": {
        OKTAPAM_TEAM: "acme",
        OKTAPAM_SECURITY_KEY: "key-id-of-the-hunt",
        OKTAPAM_SECURITY_SECRET: "key-secret-of-the-hunt",
    },
};

function serviceApp(key: string): Record<string, string> {
    return { OKTA_API_CLIENT_ID: "0oaHunt", OKTA_API_PRIVATE_KEY: key, OKTA_API_SCOPES: "okta.groups.read" };
}

const issued = "issued-token-of-the-hunt";
const givesToken = {
    access_token: issued,
    bearer_token: issued,
    token_type: "DPoP",
    expires_at: "2999-01-01T00:00:00Z",
    team_name: "acme",
};

const trials = Object.entries(endings).flatMap(([how, end]) => [
    [how, end, false] as const,
    [`${how} at the token`, end, true] as const,
]);

describe("a leak hunt", () => {
    const heard: string[] = [];
    let ending: (call: Arrived, response: ServerResponse) => void;
    let endsAtToken: boolean;
    let server: ScriptedServer;
    let origin: string;

    before(() => writeFileSync(keyFile, rsa));
    beforeEach(async () => {
        heard.length = 0;
        // Waits are not what is hunted here.
        sinon.stub(Math, "random").returns(0);
        for (const stream of [process.stderr, process.stdout]) {
            const write = stream.write.bind(stream);
            sinon.stub(stream, "write").callsFake(((text: string, ...rest: []) => {
                heard.push(String(text));
                return stream === process.stdout ? write(text, ...rest) : true;
            }) as typeof stream.write);
        }
        server = new ScriptedServer((call, response) => {
            const isToken = call.url.endsWith("token");
            if (isToken && !endsAtToken) return json(response, givesToken);
            return ending(call, response);
        });
        origin = `http://127.0.0.1:${await server.start()}`;
    });
    afterEach(async () => {
        sinon.restore();
        await server.close();
    });
    after(() => {
        rmSync(keyFile);
        rmSync(writesFile);
    });

    function connect(env: Readonly<Record<string, string>>): { send: Send; path: string } {
        const all = { ...env, OKTA_OPA_LOG: "debug", OKTA_HTTP_PROXY: origin, OKTAPAM_API_HOST: origin };
        Object.assign(all, { PULUMI_OKTA_OPA_WRITES: writesFile });
        if (!env["OKTAPAM_TEAM"]) return { send: connectToOkta(noConfig, all), path: "/api/v1/groups" };
        const { send, teamPath } = connectToOpa(noConfig, "security", all);
        return { send, path: `${teamPath}/groups` };
    }

    for (const [what, env] of Object.entries(credentials)) {
        it(`finds ${what} in no message, log line or inspected value`, async function () {
            // Each trial makes a key to prove possession with.
            this.timeout(120_000);
            for (const [number, [how, end, atToken]] of trials.entries()) {
                [ending, endsAtToken] = [end, atToken];
                // A deadline of its own makes each trial a connection of its own, without the tokens of the one before.
                const own = { ...env, OKTA_OPA_DEADLINE_SECONDS: `${100 + number}` };
                heard.push(...(await failureOf(use(own))));
                search(env, `${what}, ${how}`);
            }
        });
    }

    /** All that a connection does and says; what cannot be a credential is refused before. */
    async function use(env: Readonly<Record<string, string>>): Promise<void> {
        const { send, path } = connect(env);
        heard.push(inspect(send, { depth: 9, showHidden: true }));
        heard.push(...(await failureOf(allPages(send, { method: "GET", path }, items))));
        heard.push(...(await failureOf(send({ method: "POST", path, body: {} }))));
        heard.push(readFileSync(writesFile, "utf8"));
    }

    function search(env: Readonly<Record<string, string>>, where: string): void {
        const secrets = Object.entries(env)
            .filter(([name, value]) => /TOKEN|KEY|SECRET/.test(name) && value !== keyFile)
            .map(([, value]) => value);
        const needles = [
            ...[...secrets, rsa, jwk].flatMap(piecesOf),
            issued,
            ...server.calls.flatMap(({ headers, body }) => signed(headers, body)),
        ];
        for (const text of heard) {
            for (const needle of needles)
                assert.ok(!text.includes(needle), `${where}: ${needle} in ${text.slice(0, 400)}`);
        }
        assert.ok(
            heard.some(
                (line) =>
                    line.startsWith("ok") ||
                    line.startsWith("op") ||
                    line.includes("OKTA_API_PRIVATE_KEY cannot be read"),
            ),
        );
    }
});

const items = (body: unknown) => (body as { map(to: (item: unknown) => unknown): unknown[] }).map((item) => item);

/** Everything that can be seen of a call's failure. What a successful call answers is its caller's. */
async function failureOf(call: Promise<unknown>): Promise<string[]> {
    return call.then(() => [], everythingIn);
}

/** A value as every way of showing it would show it. */
function everythingIn(value: unknown): string[] {
    const shown = [inspect(value, { depth: 20, showHidden: true, getters: true }), JSON.stringify(value) ?? ""];
    return value instanceof Error ? [...shown, value.message, value.stack ?? "", ...everythingIn(value.cause)] : shown;
}

/** The whole secret, and for long ones each line and the middle, since a part of a key is a leak too. */
function piecesOf(secret: string): string[] {
    const lines = secret.split("\n").filter((line) => line.length > 20 && !line.startsWith("-----"));
    const middle = secret.slice(Math.floor(secret.length / 3), Math.floor(secret.length / 3) + 16);
    return [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        ...lines,
        ...(secret.length > 40 ? [middle] : []),
    ];
}

/** The signed part of each assertion and proof that was really sent. */
function signed(headers: Arrived["headers"], body: string): string[] {
    const jwts = [headers["dpop"], new URLSearchParams(body).get("client_assertion")];
    return jwts.flatMap((jwt) => (typeof jwt === "string" ? [jwt.split(".")[1] ?? jwt, jwt.split(".")[2] ?? jwt] : []));
}
