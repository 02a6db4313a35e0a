import type { Plugin } from "./plugins";

/** The same plugins, for an engine with so many places for steps: who has none waits. Plans need no place. */
export function atOnce(places: number | undefined, pluginFor: (type: string) => Plugin): (type: string) => Plugin {
    if (places === undefined) return pluginFor;
    const waiting: (() => void)[] = [];
    let free = places;
    async function inPlace<T>(step: () => Promise<T>): Promise<T> {
        if (free > 0) free -= 1;
        else await new Promise<void>((resolve) => waiting.push(resolve));
        try {
            return await step();
        } finally {
            const next = waiting.shift();
            if (next) next();
            else free += 1;
        }
    }
    return (type) => {
        const plugin = pluginFor(type);
        return {
            ...plugin,
            create: (...asked) => inPlace(() => plugin.create(...asked)),
            read: (...asked) => inPlace(() => plugin.read(...asked)),
            update: (...asked) => inPlace(() => plugin.update(...asked)),
            delete: (...asked) => inPlace(() => plugin.delete(...asked)),
        };
    };
}
