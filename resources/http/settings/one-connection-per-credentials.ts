import { createHash } from "node:crypto";

/** Keeps one thing per key for the life of the process. Only a digest of the key is kept, since it holds credentials. */
export function onePer<T>(): (key: unknown, make: () => T) => T {
    const kept = new Map<string, T>();
    return (key, make) => {
        const digest = createHash("sha256").update(JSON.stringify(key)).digest("hex");
        const known = kept.get(digest);
        if (known !== undefined) return known;
        const made = make();
        kept.set(digest, made);
        return made;
    };
}
