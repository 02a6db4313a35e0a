import { readFile } from "node:fs/promises";
import { dirname, extname, join } from "node:path";
import type { Answer } from "../http/answer";
import type { PlainOperation } from "../http/serve";
import { secretPrivileges } from "../store/opa-records";

/** The assets in the package's own folder, found by name, so that compiled and uncompiled code find the same files. */
const assets = () => join(dirname(require.resolve("pulumi-okta-opa/package.json")), "tenant", "page", "assets");

const contentTypes: Readonly<Record<string, string>> = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
};

/** Allows only what the tenant itself serves, and no way to turn text into code or markup: anybody may choose names. */
const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
].join("; ");

const headers = {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Security-Policy": policy,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
};

/** The page at `/` that shows a person what is in the tenant, and the files of that page. */
export const pageOperations: readonly PlainOperation[] = [
    { method: "GET", path: "/", answer: () => asset("page.html") },
    { method: "GET", path: "/page/all-privileges.mjs", answer: () => allPrivileges },
    { method: "GET", path: "/page/:name", answer: ({ params }) => asset(params["name"] ?? "") },
];

async function asset(name: string): Promise<Answer> {
    const isName = /^[a-z-]+\.[a-z]+$/.test(name);
    const text = isName ? await readFile(join(assets(), name), "utf8").catch(() => undefined) : undefined;
    if (text === undefined) return { status: 404, text: "The page has no such part.\n", headers };
    return part(name, text);
}

const part = (name: string, text: string): Answer => ({
    status: 200,
    text,
    headers: { ...headers, "Content-Type": contentTypes[extname(name)] ?? "text/plain" },
});

/** The one module of the page that is no file: the privileges are listed in one place. */
const allPrivileges = part("all-privileges.mjs", `export const allPrivileges = ${JSON.stringify(secretPrivileges)};\n`);
