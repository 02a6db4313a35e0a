/** Runs something as in a process that has these environment variables too. */
export async function withEnvironment<T>(environment: NodeJS.ProcessEnv, run: () => Promise<T>): Promise<T> {
    const before = { ...process.env };
    Object.assign(process.env, environment);
    try {
        return await run();
    } finally {
        for (const name of Object.keys(environment)) delete process.env[name];
        Object.assign(process.env, before);
    }
}
