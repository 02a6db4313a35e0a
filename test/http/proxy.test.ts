import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createProxy, type Server } from "node:http";
import { createServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { inspect } from "node:util";
import { agentsFor } from "../../resources/http/network/agents";
import { transport } from "../../resources/http/network/transport";
import type { Send } from "../../resources/http/send";
import { now } from "../../resources/http/time/clock";
import { selfSigned } from "./support/certificate";
import { json, ScriptedServer } from "./support/scripted-server";

describe("an https call", () => {
    const pair = selfSigned("org.example.com");
    const folder = mkdtempSync(join(tmpdir(), "authorities-"));
    const authorities = join(folder, "authorities.pem");
    const names = ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE"];
    const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
    let service: ScriptedServer;
    let port: number;
    let proxy: Server;
    let tunnels: { to: string; authorization: string | undefined }[];
    let refuseWith: number | undefined;
    const sockets = new Set<Duplex>();

    beforeEach(async () => {
        for (const name of names) delete process.env[name];
        service = new ScriptedServer(
            (_call, response) => json(response, {}),
            (listener) => createServer(pair, listener),
        );
        port = await service.start();
        tunnels = [];
        refuseWith = undefined;
        proxy = createProxy();
        proxy.on("connect", ({ url, headers }, socket) => {
            sockets.add(socket);
            tunnels.push({ to: url ?? "", authorization: headers["proxy-authorization"] });
            if (refuseWith) return socket.end(`HTTP/1.1 ${refuseWith} No\r\nx-what: ever\r\n\r\n`);
            // Every name leads to the service here.
            const onward = connect(port, "127.0.0.1", () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
            onward.pipe(socket).pipe(onward);
            onward.on("error", () => socket.destroy());
            socket.on("error", () => onward.destroy());
        });
        await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
        writeFileSync(authorities, pair.cert);
    });
    afterEach(async () => {
        for (const name of names) {
            if (before[name] === undefined) delete process.env[name];
            else process.env[name] = before[name];
        }
        await service.close();
        for (const socket of sockets) socket.destroy();
        await new Promise((done) => proxy.close(done));
    });
    after(() => rmSync(folder, { recursive: true }));

    const proxyUrl = (user = "") => `http://${user}127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const to = (origin: string): Send =>
        transport({ origin, timeoutMs: 5_000, userAgent: "test", agentFor: agentsFor(origin) });
    const get = { method: "GET", path: "/a" } as const;

    it("trusts an authority of SSL_CERT_FILE, and no unknown one", async () => {
        await assert.rejects(to(`https://localhost:${port}`)(get), {
            kind: "unavailable",
            mayHaveHappened: false,
            message: /^The certificate of \S+ is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\): .* NODE_EXTRA_CA_CERTS/,
        });

        process.env["SSL_CERT_FILE"] = authorities;

        assert.equal((await to(`https://localhost:${port}`)(get)).status, 200);
    });

    it("goes through HTTPS_PROXY with its user, keeping the tunnel for the next call", async () => {
        Object.assign(process.env, { HTTPS_PROXY: proxyUrl("ana:pass%20word@"), SSL_CERT_FILE: authorities });
        const send = to("https://org.example.com");

        assert.equal((await send(get)).status, 200);
        assert.equal((await send(get)).status, 200);

        const authorization = `Basic ${Buffer.from("ana:pass word").toString("base64")}`;
        assert.deepEqual(tunnels, [{ to: "org.example.com:443", authorization }]);
        assert.deepEqual(
            service.calls.map(({ headers }) => headers["proxy-authorization"]),
            [undefined, undefined],
        );
    });

    it("goes the same way when it must leave in time", async () => {
        Object.assign(process.env, { HTTPS_PROXY: proxyUrl(), SSL_CERT_FILE: authorities });
        const send = to("https://org.example.com");
        const atMs = Date.now() + 600_000;
        const attempt = { number: 1, deadlineMs: atMs, startByMs: atMs };
        const restsOn = { seenAt: now(), freshMs: 600_000 };

        assert.equal((await send(get)).status, 200);
        assert.equal((await send({ ...get, attempt, restsOn })).status, 200);

        assert.equal(tunnels.length, 1);
    });

    it("is not made through what is no proxy, or with authorities that cannot be read", () => {
        process.env["HTTPS_PROXY"] = "socks5://ana:proxy-password@127.0.0.1";
        assert.throws(() => to("https://org.example.com"), {
            name: "SettingRefused",
            message:
                "HTTPS_PROXY is not the http or https address of a proxy. Write it like http://proxy.example.com:3128.",
        });

        delete process.env["HTTPS_PROXY"];
        process.env["SSL_CERT_FILE"] = join(folder, "absent.pem");
        assert.throws(() => to("https://org.example.com"), {
            name: "SettingRefused",
            message: /^SSL_CERT_FILE cannot be read/,
        });
    });

    it("goes straight to hosts of NO_PROXY and to this machine", async () => {
        Object.assign(process.env, {
            HTTPS_PROXY: proxyUrl(),
            NO_PROXY: ".example.invalid",
            SSL_CERT_FILE: authorities,
        });

        assert.equal((await to(`https://localhost:${port}`)(get)).status, 200);
        await assert.rejects(to("https://org.example.invalid")(get), { kind: "unavailable" });
        assert.deepEqual(tunnels, []);
    });

    it("does not take a proxy's refusal for the service's answer, nor show the proxy's password", async () => {
        process.env["HTTPS_PROXY"] = proxyUrl("ana:proxy-password@");

        for (const status of [403, 404, 407, 502]) {
            refuseWith = status;
            await assert.rejects(to("https://org.example.com")({ method: "POST", path: "/a" }), (failure: Error) => {
                assert.match(
                    failure.message,
                    new RegExp(`^The proxy refused the connection to \\S+ \\(${status}\\): POST /a, no answer\\. `),
                );
                assert.doesNotMatch(inspect(failure, { depth: 9, showHidden: true }), /proxy-password|YW5hOnBy/);
                return true;
            });
        }
    });
});
