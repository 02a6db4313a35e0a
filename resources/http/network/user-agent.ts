import { createRequire } from "node:module";

/** `pulumi-okta-opa/<version> node/<version>`: lets an administrator find our calls in the service's log. */
export function userAgent(): string {
    // By the package's own name, because the compiled file lies deeper than the source.
    const description: unknown = createRequire(__filename)("pulumi-okta-opa/package.json");
    const version = (description as { version?: string }).version ?? "unknown";
    return `pulumi-okta-opa/${version} node/${process.versions.node}`;
}
