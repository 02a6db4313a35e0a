/** Code that decides on deletion, absence, ownership and freshness, and the fast tests that must notice a wrong decision. */
export interface Room {
    /** Its name on the command line and in the summary. */
    readonly name: string;
    /** Files and folders, as paths from the root of the repository. */
    readonly code: readonly string[];
    /** The cheapest first: they run first until it is known which of them kill the most mutants. */
    readonly tests: readonly string[];
}

const folder = "resources/opa/secret-folder";
const policy = "resources/opa/security-policy";
const mapping = "resources/okta/group-push-mapping";

const paths = (place: string, end: string, ...names: readonly string[]) =>
    names.map((name) => `${place}/${name}${end}`);

const testsOf = {
    folder: (...names: readonly string[]) => paths("test/opa/secret-folder", ".test.ts", ...names),
    policy: (...names: readonly string[]) => paths("test/opa/security-policy", ".test.ts", ...names),
    mapping: (...names: readonly string[]) => paths("test/okta/group-push-mapping", ".test.ts", ...names),
    lifecycle: (...names: readonly string[]) => paths("test/lifecycle", ".test.ts", ...names),
};

const ofOwnership = "test/opa/ownership.test.ts";

/**
 * Without the code that only sends, compares or waits: what is deleted, taken over or believed is decided elsewhere, on what that
 * code says, and a mistake in it shows in a plan.
 */
export const rooms: readonly Room[] = [
    {
        name: "run",
        code: ["resources/lifecycle/run/"],
        tests: testsOf.lifecycle("claims", "succession", "owner-mark", "unfinished", "take-over", "existing"),
    },
    {
        name: "shared",
        code: ["resources/lifecycle/shared/"],
        tests: testsOf.lifecycle("shared-read", "same-moment", "one-or-all"),
    },
    {
        name: "calls",
        code: ["resources/lifecycle/dynamic-provider.ts"],
        tests: testsOf.lifecycle("dynamic-provider", "claims", "succession", "unfinished", "visibly", "older-state"),
    },
    {
        name: "policy",
        code: paths(`${policy}/steps`, ".ts", "gone", "loss", "create", "pinned-group", "groups-as-declared"),
        tests: [...testsOf.policy("whose-policy", "whose-groups", "pinned-group", "fresh-look", "life"), ofOwnership],
    },
    {
        name: "policy-life",
        code: [`${policy}/provider.ts`, `${policy}/steps/update.ts`],
        tests: [
            ...testsOf.policy(
                "whose-policy",
                "pinned-group",
                "deletion",
                "read-back",
                "few-calls",
                "existing",
                "fresh-look",
                "life",
            ),
            ofOwnership,
        ],
    },
    {
        name: "folder",
        code: [
            ...paths(`${folder}/steps`, ".ts", "delete", "gone", "loss", "create"),
            ...paths(
                `${folder}/tree`,
                ".ts",
                "complete-listing",
                "contents",
                "listed-folder",
                "sibling-folder",
                "tree",
            ),
            ...paths("resources/opa", ".ts", "listing", "live", "containers"),
        ],
        tests: [
            ...testsOf.folder(
                "refused-loss",
                "in-the-tree",
                "name-at-a-place",
                "loss",
                "gone",
                "fresh-look",
                "adoption",
            ),
            ...testsOf.folder("conditional-list", "names-of-siblings", "trees"),
            ofOwnership,
            "test/opa/listing.test.ts",
            "test/opa/containers.test.ts",
        ],
    },
    {
        name: "folder-life",
        code: [`${folder}/provider.ts`, `${folder}/steps/update.ts`],
        tests: [
            ...testsOf.folder("refused-loss", "name-at-a-place", "update", "loss", "gone", "fresh-look", "adoption"),
            ...testsOf.folder("existing", "life", "plan", "placement", "replaced", "names-of-siblings"),
            ofOwnership,
        ],
    },
    {
        name: "mapping",
        code: paths(
            `${mapping}/steps`,
            ".ts",
            ...["delete", "gone", "target-ownership", "moved", "shared-push", "proof"],
        ),
        tests: testsOf.mapping(
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
            ...["beside-others", "whose-target", "adopted-target", "killed-link", "point-of-no-return", "replacement"],
        ),
    },
    {
        name: "mapping-life",
        code: [`${mapping}/provider.ts`, ...paths(`${mapping}/steps`, ".ts", "plan", "preflight")],
        tests: testsOf.mapping(
            ...[
                "goes-or-stays",
                "takes-back",
                "declaration",
                "fit-app",
                "preflight",
                "point-of-no-return",
                "name-taken",
                "adoption",
            ],
            ...["existing", "beside-others", "app-gone", "life", "links", "whose-target", "deletion", "shared-push"],
            ...["replacement", "active-directory", "follows-itself", "drift"],
        ),
    },
    {
        name: "freshness",
        code: [
            ...paths("resources/http/time", ".ts", "clock", "dated"),
            `${mapping}/wire/mapping-list.ts`,
            `${policy}/wire/policy-list.ts`,
        ],
        tests: [
            ...paths("test/http", ".test.ts", "moment", "start-within"),
            ...testsOf.mapping("mapping-list", "doubt", "killed-link", "few-calls"),
            ...testsOf.policy("fresh-look", "read-back", "few-calls"),
        ],
    },
    {
        name: "ownership",
        code: [
            ...[folder, policy, mapping].map((resource) => `${resource}/steps/existing.ts`),
            ...paths(`${mapping}/steps`, ".ts", "create", "make"),
        ],
        tests: [
            ...testsOf.mapping("whose-mapping"),
            ...testsOf.folder("existing"),
            ...testsOf.policy("existing"),
            ...testsOf.mapping(
                ...["existing", "adoption", "beside-others", "whose-target", "adopted-target", "killed-link", "links"],
                ...["nobody", "replacement", "shared-push", "preflight"],
            ),
            ofOwnership,
        ],
    },
    {
        name: "waiting",
        code: ["resources/lifecycle/waiting/", "resources/lifecycle/not-found.ts", "resources/http/retry/"],
        tests: [
            ...testsOf.lifecycle("waiting", "on-fresh-look", "unfinished"),
            ...paths("test/http", ".test.ts", "retrying", "delay-after", "start-within"),
        ],
    },
];
