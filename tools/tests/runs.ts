/** The runs that a test file can belong to; `npm test` does the first two. */
export type Run = "fast" | "slow" | "long";

/**
 * Tests that start other programs, run a property for long, or run each situation under each value of each setting. The
 * longest match counts; all other tests are fast.
 */
const placed: Readonly<Record<string, Run>> = {
    "test/audit/": "slow",
    "test/audit/overlaps.test.ts": "long",
    "test/cli/access-audit.test.ts": "slow",
    "test/cli/access-diff.test.ts": "slow",
    "test/adopt/many.test.ts": "slow",
    "test/adopt/round-trip.test.ts": "slow",
    "test/adopt/unconfirmed.test.ts": "slow",
    "test/cli/access.test.ts": "slow",
    "test/cli/adopt.test.ts": "slow",
    "test/cli/doctor.test.ts": "slow",
    "test/cli/pipeline/pull-request.test.ts": "slow",
    "test/cli/drift.test.ts": "slow",
    "test/cli/pipeline/store.test.ts": "slow",
    "test/cli/pipeline/workflows.test.ts": "long",
    "test/cli/teams.test.ts": "slow",
    "test/cli/tenant.test.ts": "slow",
    "test/docs/bad-days.test.ts": "long",
    "test/docs/pages.test.ts": "long",
    "test/docs/site.test.ts": "slow",
    "test/docs/start-offline.test.ts": "long",
    "test/engine/": "long",
    "test/engine/credentials.test.ts": "slow",
    "test/engine/interrupted.test.ts": "slow",
    "test/engine/loss.test.ts": "slow",
    "test/engine/no-teams.test.ts": "slow",
    "test/engine/old-pulumi.test.ts": "slow",
    "test/engine/page.test.ts": "slow",
    "test/engine/refusals.test.ts": "slow",
    "test/engine/space.test.ts": "slow",
    "test/engine/two-stacks.test.ts": "slow",
    "test/http/bad-day.test.ts": "slow",
    "test/http/fuzz.test.ts": "slow",
    "test/http/fuzz-wire.test.ts": "slow",
    "test/http/leak-hunt.test.ts": "slow",
    "test/http/soak.test.ts": "slow",
    "test/http/tenant-soak.test.ts": "long",
    "test/okta/group-push-mapping/mishaps.test.ts": "slow",
    "test/opa/odd-answers.test.ts": "slow",
    "test/opa/secret-folder/scenarios.test.ts": "slow",
    "test/opa/secret-folder/sequences.test.ts": "slow",
    "test/opa/security-policy/scenarios.test.ts": "slow",
    "test/package/": "slow",
    "test/package/alone.test.ts": "long",
    "test/package/esm-program.test.ts": "long",
    "test/package/hoisted.test.ts": "long",
    "test/package/new-user.test.ts": "long",
    "test/package/newest-sdk.test.ts": "long",
    "test/package/oldest-sdk.test.ts": "long",
    "test/package/pnpm-layout.test.ts": "long",
    "test/package/yarn-layout.test.ts": "long",
    "test/review/changes.test.ts": "slow",
    "test/review/pictures.test.ts": "slow",
    "test/review/random.test.ts": "slow",
    "test/review/stops.test.ts": "slow",
    "test/stored/first-text.test.ts": "slow",
    "test/stored/provider-process.test.ts": "slow",
    "test/stored/states.test.ts": "slow",
    "test/sweeps/": "slow",
    "test/tenant/page.test.ts": "slow",
    "test/tools/release.test.ts": "slow",
    "test/tools/runs.test.ts": "slow",
};

/** Tests of the slow run that the long run repeats with more cases, and the variables that set how many. */
export const longer = {
    files: [
        "test/engine/credentials.test.ts",
        "test/opa/secret-folder/sequences.test.ts",
        "test/review/random.test.ts",
        "test/sweeps/kills.test.ts",
        "test/sweeps/one-fault.test.ts",
    ],
    environment: { ENGINE_CREDENTIALS: "all", OPA_FOLDER_SEQUENCES: "2000", REVIEW_CHAINS: "20", SWEEP: "5" },
} as const;

/** Every path that `placed` assigns to a run. */
export const places: readonly string[] = Object.keys(placed);

/** The run of a test file, given as a path from the root of the repository. */
export function runOf(file: string): Run {
    const [place] = places.filter((one) => file.startsWith(one)).sort((one, other) => other.length - one.length);
    return (place && placed[place]) || "fast";
}
