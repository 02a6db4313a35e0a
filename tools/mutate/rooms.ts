/** Code that decides on deletion, absence, ownership and freshness, and the fast tests that must notice when it decides wrongly. */
export interface Room {
    /** Files and folders, as paths from the repository's root. */
    readonly code: readonly string[];
    readonly tests: readonly string[];
}

const folder = "resources/opa/secret-folder";
const policy = "resources/opa/security-policy";
const mapping = "resources/okta/group-push-mapping";
const acrossOpa = ["test/opa/ownership", "test/opa/identities", "test/opa/listing"];

/** What only makes, changes, compares or waits for a push is left out: no mistake in it deletes anything or takes it over. */
export const rooms: readonly Room[] = [
    {
        code: ["gone", "loss", "create", "pinned-group", "groups-as-declared"].map(
            (step) => `${policy}/steps/${step}.ts`,
        ),
        tests: ["test/opa/security-policy/", ...acrossOpa],
    },
    {
        code: ["delete", "gone", "target-ownership", "moved", "shared-push", "proof"].map(
            (step) => `${mapping}/steps/${step}.ts`,
        ),
        tests: ["test/okta/group-push-mapping/"],
    },
    {
        code: ["resources/lifecycle/run/"],
        tests: ["claims", "succession", "owner-mark", "unfinished", "take-over"].map(
            (test) => `test/lifecycle/${test}`,
        ),
    },
    {
        code: ["resources/lifecycle/shared/"],
        tests: ["shared-read", "same-moment", "one-or-all"].map((test) => `test/lifecycle/${test}`),
    },
    {
        code: ["resources/lifecycle/waiting/", "resources/lifecycle/not-found.ts", "resources/http/retry/"],
        tests: [
            "test/lifecycle/waiting",
            "test/lifecycle/on-fresh-look",
            "test/lifecycle/unfinished",
            "test/http/retrying",
            "test/http/delay-after",
            "test/http/start-within",
        ],
    },
    {
        code: [
            ...["delete", "gone", "loss", "find-place", "create"].map((step) => `${folder}/steps/${step}.ts`),
            `${folder}/tree/`,
            "resources/opa/listing.ts",
            "resources/opa/live.ts",
        ],
        tests: ["test/opa/secret-folder/", ...acrossOpa],
    },
];
