/** Code that decides on deletion, absence, ownership and freshness, and the fast tests that must notice when it decides wrongly. */
export interface Room {
    /** Files and folders, as paths from the repository's root. */
    readonly code: readonly string[];
    readonly tests: readonly string[];
}

const folder = "resources/opa/secret-folder";
const policy = "resources/opa/security-policy";
const mapping = "resources/okta/group-push-mapping";

/** What only makes, changes, compares or waits for a push is left out: no mistake in it deletes anything or takes it over. */
export const rooms: readonly Room[] = [
    {
        code: ["gone", "loss", "create", "pinned-group", "groups-as-declared"].map(
            (step) => `${policy}/steps/${step}.ts`,
        ),
        tests: [
            ...["whose-policy", "whose-groups", "pinned-group", "fresh-look", "life", "scenarios"].map(
                (test) => `test/opa/security-policy/${test}`,
            ),
            "test/opa/ownership",
        ],
    },
    {
        code: ["delete", "gone", "target-ownership", "moved", "shared-push", "proof"].map(
            (step) => `${mapping}/steps/${step}.ts`,
        ),
        tests: [
            ...[
                "goes-or-stays",
                "takes-back",
                "doubt",
                "app-gone",
                "app-may-exist",
                "deletion",
                "moved",
                "shared-push",
            ],
            ...["whose-target", "adopted-target", "killed-link", "point-of-no-return", "replacement"],
        ].map((test) => `test/okta/group-push-mapping/${test}`),
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
            ...["delete", "gone", "loss", "create"].map((step) => `${folder}/steps/${step}.ts`),
            ...["complete-listing", "contents", "listed-folder", "sibling-folder", "tree"].map(
                (part) => `${folder}/tree/${part}.ts`,
            ),
            "resources/opa/listing.ts",
            "resources/opa/live.ts",
        ],
        tests: [
            ...[
                "refused-loss",
                "in-the-tree",
                "name-at-a-place",
                "loss",
                "gone",
                "fresh-look",
                "adoption",
                "conditional-list",
                "names-of-siblings",
                "trees",
            ].map((test) => `test/opa/secret-folder/${test}`),
            "test/opa/ownership",
            "test/opa/listing",
        ],
    },
];
