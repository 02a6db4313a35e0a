/**
 * A module as a process of its own would load it, and with it those of the others that it needs: with nothing that they have kept
 * since the tests of this process began. All else is shared.
 */
export function anew<Module>(path: string, ...needed: readonly string[]): Module {
    const kept = [path, ...needed].map((one) => [one, require.cache[one]] as const);
    for (const [one] of kept) delete require.cache[one];
    try {
        return require(path) as Module;
    } finally {
        for (const [one, module] of kept) {
            if (module) require.cache[one] = module;
        }
    }
}
