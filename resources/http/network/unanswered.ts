import { ApiFailure } from "../failure/api-failure";
import { readsOnly } from "../failure/failing";
import { NotSent } from "../failure/not-sent";
import type { ApiRequest } from "../send";
import { proxyRefused } from "./agents";

/** Failures before anything was sent: the service cannot have seen the call. */
const neverSent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

/** OpenSSL's names for a certificate that can't be verified (Node documentation, "X509 certificate error codes"). */
const untrusted = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;

/**
 * The failure of a call without a whole answer, in our own words: the library's message and cause may hold a proxy's
 * password, so only its code is passed on. `reason` is that code, or the milliseconds after which we stopped waiting.
 */
export function unanswered(
    request: ApiRequest,
    host: string,
    status: number | undefined,
    reason: string | number | undefined,
): ApiFailure {
    const code = typeof reason === "string" ? reason : "";
    if (untrusted.test(code)) {
        const remedy = "Name the authority's certificate file in NODE_EXTRA_CA_CERTS or SSL_CERT_FILE.";
        return new NotSent(request, "unavailable", `The certificate of ${host} is not trusted (${code})`, remedy);
    }
    return new ApiFailure({
        kind: "unavailable",
        said: wordsFor(reason, host),
        method: request.method,
        path: request.path,
        // An answer to a read that breaks off counts as none. A write that was answered 2xx has been done even so.
        ...(status !== undefined && !readsOnly(request) ? { status } : {}),
        mayHaveHappened: !readsOnly(request) && !neverSent.has(code) && !code.startsWith(proxyRefused),
        remedy: "Check the network, the host name and the proxy, then run the same command again.",
    });
}

function wordsFor(reason: string | number | undefined, host: string): string {
    if (typeof reason === "number") return `No answer from ${host} within ${Number((reason / 1000).toPrecision(2))} s`;
    if (reason?.startsWith(proxyRefused))
        return `The proxy refused the connection to ${host} (${reason.slice(proxyRefused.length)})`;
    return `The connection to ${host} failed (${reason ?? "no code"})`;
}
