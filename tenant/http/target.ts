/** An undecodable path that stands for an invalid target: the server answers it with 400. */
const undecodable = "/%";

/** The path and query of a request target in any form; the host and port of an absolute one are ignored. */
export function originForm(target: string): string {
    if (target.startsWith("/")) return target;
    if (!URL.canParse(target)) return undecodable;
    const { pathname, search } = new URL(target);
    return `${pathname}${search}`;
}

/** The URL of such a path under `baseUrl`. Two leading slashes do not turn what follows into a host. */
export function urlAt(baseUrl: string, path: string): URL {
    return new URL(`${baseUrl}${path}`);
}
