/** A path that nobody can decode, for a target that is none: the server answers it 400. */
const undecodable = "/%";

/** The path and query of a request's target, whatever its form was; an absolute one's host and port do not count. */
export function originForm(target: string): string {
    if (target.startsWith("/")) return target;
    if (!URL.canParse(target)) return undecodable;
    const { pathname, search } = new URL(target);
    return `${pathname}${search}`;
}

/** The URL of such a path below `baseUrl`. Two slashes at its beginning do not make a host of what follows. */
export function urlAt(baseUrl: string, path: string): URL {
    return new URL(`${baseUrl}${path}`);
}
