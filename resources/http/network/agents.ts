import { readFileSync } from "node:fs";
import { type Agent, type ClientRequest, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { rootCertificates } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { readsOnly } from "../failure/failing";
import type { ApiRequest } from "../send";
import { SettingRefused } from "../settings/setting-faults";
import { isLoopback } from "./trusted-address";

/**
 * Makes the connections to one origin. They are kept alive, go through HTTPS_PROXY unless NO_PROXY names the host, and also
 * trust the authorities of SSL_CERT_FILE (as the Okta plugin does; Node itself reads NODE_EXTRA_CA_CERTS).
 */
export function agentsFor(origin: string): (request: ApiRequest) => Agent {
    const kept = agent(origin, true);
    // The service may close a kept connection just as we use it. After a write that creates something, nobody could tell
    // then whether it happened, so these writes get connections of their own.
    const fresh = agent(origin, false);
    return (request) => (request.method === "POST" && !readsOnly(request) ? fresh : kept);
}

function agent(origin: string, keepAlive: boolean): Agent {
    const url = new URL(origin);
    if (url.protocol === "http:") return new HttpAgent({ keepAlive });
    const tls = authorities(process.env["SSL_CERT_FILE"]);
    const proxy = isLoopback(url.hostname) ? "" : getProxyForUrl(origin);
    return proxy ? through(proxy, keepAlive, tls) : new HttpsAgent({ keepAlive, ...tls });
}

function authorities(file: string | undefined): { ca?: string[] } {
    if (!file) return {};
    try {
        return { ca: [...rootCertificates, readFileSync(file, "utf8")] };
    } catch {
        throw new SettingRefused("SSL_CERT_FILE cannot be read. Name a PEM file of authorities, or unset it.");
    }
}

function through(proxy: string, keepAlive: boolean, tls: { ca?: string[] }): Agent {
    if (!URL.canParse(proxy) || !/^https?:/.test(proxy)) {
        const example = "Write it like http://proxy.example.com:3128.";
        throw new SettingRefused(`HTTPS_PROXY is not the http or https address of a proxy. ${example}`);
    }
    const agent = new HttpsProxyAgent(proxy, { keepAlive, ...tls });
    // Its own options serve the connection to the proxy; these serve the one to the service.
    Object.assign(agent.options, tls);
    // Otherwise a 404 of the proxy itself would reach us as if the service had sent it.
    agent.on("proxyConnect", ({ statusCode }: { statusCode: number }, request: ClientRequest) => {
        if (statusCode !== 200) request.destroy(Object.assign(new Error(), { code: `${proxyRefused}${statusCode}` }));
    });
    return agent;
}

/** The code of a failure that the proxy caused begins with this; the proxy's status follows. */
export const proxyRefused = "PROXY_REFUSED_";
