import { either } from "./either";

/** Open statements about folders and secrets in answers: only a real team can settle them. */
const folders = {
    folderUpdateStatus: either(200, [204], "The specification says 200, a peer accepts both."),
    folderPath: either(
        "parents",
        ["with-self", "empty", "absent"],
        "Described for list items only: parents, root first; one who read folders saw no parent in them.",
    ),
    listItemPath: either("parents", ["absent"], "Optional; documented samples of the project's list lack it."),
    listItemDescription: either(
        "stated",
        ["absent"],
        "Specified for list items, too, but optional; an answer that has it was not seen.",
    ),
    clearedDescription: either(null, [""], "Nullable in the specification; the answer was not seen."),
    secretType: either("key_value_secret", ["generic"], "The documentation hints at further types."),
} as const;

/** Open statements about policies in answers: only a real team can settle them. */
const policies = {
    policyCreateStatus: either(200, [201], "The documentation says 200, a peer's mock 201."),
    falseBooleans: either(
        "dropped",
        ["kept"],
        "The platform cannot tell false from unset; the specification requires all.",
    ),
    zeroNumbers: either("kept", ["dropped"], "As with false; zero is a value of MFA conditions, and none was seen."),
    policyType: either(
        "as-sent",
        ["filled-in"],
        "Was inferred only; filled in, Okta's Terraform provider 0.7.1 could change no policy without one.",
    ),
    emptyConditions: either("absent", ["null", "empty"], "Equal in meaning; the answer was not seen."),
    emptyPolicyDescription: either(
        "absent",
        ["empty"],
        "Equal in meaning; as an empty text, Okta's Terraform provider 0.7.1 could change no policy without one.",
    ),
    teamWideScope: either("absent", ["null"], "Equal in meaning; the answer was not seen."),
    missingFlag: either("true-when-dangling", ["true-when-valid", "absent"], "Its name and its description disagree."),
    ruleIds: either(
        "policy-id-only",
        ["present", "absent"],
        "The SDK has the policy's alone; with the rule's own, Okta's Terraform provider 0.7.1 could have no v1 policy.",
    ),
    policyOrder: either("kept", ["reversed"], "A peer's test relies on the order, its model does not."),
} as const;

/** Open statements about the rest of OPA's answers: only a real team can settle them. */
const others = {
    resourceGroupUpdateStatus: either(
        204,
        [200],
        "The specification says 200; Okta's Terraform provider 0.7.1 takes 204 alone.",
    ),
    projectUpdateStatus: either(
        204,
        [200],
        "The specification says 200; Okta's Terraform provider 0.7.1 takes 204 alone.",
    ),
    liveGroupDeletedAt: either(
        "null",
        ["zero-time"],
        "Documented samples show both; with a time, Okta's Terraform provider 0.7.1 holds every group for deleted.",
    ),
    deletedGroupByName: either("answers-200", ["answers-404"], "A deleted group can still be returned with 200."),
    deletedProjectById: either("answers-404", ["answers-200"], "Possible as for groups; a peer counts 404 as deleted."),
    emptyLists: either("empty", ["null", "absent"], "The list is optional in the SDK; the answer was not seen."),
    wholeLists: either("whole", ["paged"], "The related API warns that lists that do not page today may start to."),
    linkLines: either("one", ["several"], "The related API was seen to send several header lines."),
    roleRefusal: either(401, [403], "401 is documented and was seen; 403 is among the vendor's error names."),
    errorTypeKey: either("nottype", ["type"], "The key in the SDK looks like an artefact of its generator."),
    errorBody: either("json", ["text", "empty"], "Bodies of errors are not described; a client must survive any."),
    rateLimitHint: either("retry-at", ["retry-after", "reset-only"], "Peers read three different headers."),
} as const;

/** All open statements about OPA's answers and errors: only a real team can settle them. */
export const opaAnswersUnconfirmed = { ...folders, ...policies, ...others };
