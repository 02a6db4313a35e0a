import { readFileSync } from "node:fs";
import { type Agent, Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { rootCertificates } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { readsOnly } from "./failing";
import type { ApiRequest } from "./send";
import { isLoopback } from "./trusted-address";

/**
 * The connections to one origin: kept alive, through HTTPS_PROXY unless NO_PROXY names the host, trusting the
 * authorities of SSL_CERT_FILE too (as the Okta plugin does; Node itself reads NODE_EXTRA_CA_CERTS).
 */
export function agentsFor(origin: string): (request: ApiRequest) => Agent {
    const kept = agent(origin, true);
    // A kept connection may be closed by the service just as it is used; for a write that creates, nobody could tell
    // then whether it was done. So those travel on connections of their own.
    const fresh = agent(origin, false);
    return (request) => (request.method === "POST" && !readsOnly(request) ? fresh : kept);
}

function agent(origin: string, keepAlive: boolean): Agent {
    const url = new URL(origin);
    if (url.protocol === "http:") return new HttpAgent({ keepAlive });
    const trust = process.env["SSL_CERT_FILE"];
    const tls = trust ? { ca: [...rootCertificates, readFileSync(trust, "utf8")] } : {};
    const proxy = isLoopback(url.hostname) ? "" : getProxyForUrl(origin);
    return proxy ? new HttpsProxyAgent(proxy, { keepAlive, ...tls }) : new HttpsAgent({ keepAlive, ...tls });
}
