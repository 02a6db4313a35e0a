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

export const rooms: readonly Room[] = [
    {
        code: [
            "resources/lifecycle/run/",
            "resources/lifecycle/shared/",
            "resources/lifecycle/waiting/",
            "resources/http/retry/",
        ],
        tests: [
            "test/lifecycle/",
            "test/http/retrying",
            "test/http/pacing",
            "test/http/start-within",
            "test/opa/ownership",
        ],
    },
    {
        code: [`${folder}/steps/`, `${folder}/tree/`, "resources/opa/listing.ts", "resources/opa/live.ts"],
        tests: ["test/opa/secret-folder/", ...acrossOpa],
    },
    { code: [`${policy}/steps/`], tests: ["test/opa/security-policy/", ...acrossOpa] },
    { code: [`${mapping}/steps/`], tests: ["test/okta/group-push-mapping/"] },
];
