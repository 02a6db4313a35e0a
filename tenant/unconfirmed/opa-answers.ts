import { either } from "./either";

/** What nobody can say of folders and secrets in answers without a team of their own. */
const folders = {
    folderUpdateStatus: either(200, [204], "The specification says 200, a peer accepts both."),
    folderPath: either(
        "parents",
        ["with-self", "empty", "absent"],
        "Described for list items only: parents, root first; one who read folders saw no parent in them.",
    ),
    listItemPath: either("parents", ["absent"], "Optional; documented samples of the project's list lack it."),
    clearedDescription: either(null, [""], "Nullable in the specification; the answer was not seen."),
    secretType: either("key_value_secret", ["generic"], "The documentation hints at further types."),
} as const;

/** What nobody can say of policies in answers without a team of their own. */
const policies = {
    policyCreateStatus: either(200, [201], "The documentation says 200, a peer's mock 201."),
    falseBooleans: either(
        "dropped",
        ["kept"],
        "The platform cannot tell false from unset; the specification requires all.",
    ),
    zeroNumbers: either("kept", ["dropped"], "As with false; zero is a value of MFA conditions, and none was seen."),
    policyType: either("filled-in", ["as-sent"], "Whether an omitted type comes back as default is inferred only."),
    emptyConditions: either("absent", ["null", "empty"], "Equal in meaning; the answer was not seen."),
    emptyPolicyDescription: either("empty", ["absent"], "Equal in meaning; the answer was not seen."),
    teamWideScope: either("absent", ["null"], "Equal in meaning; the answer was not seen."),
    missingFlag: either("true-when-dangling", ["true-when-valid", "absent"], "Its name and its description disagree."),
    ruleIds: either(
        "present",
        ["policy-id-only", "absent"],
        "The policy's is in the SDK's model, the rule's own in one peer's only.",
    ),
    policyOrder: either("kept", ["reversed"], "A peer's test relies on the order, its model does not."),
} as const;

/** What nobody can say of the rest of OPA's answers without a team of their own. */
const others = {
    resourceGroupUpdateStatus: either(200, [204], "The specification says 200, a peer expects 204."),
    projectUpdateStatus: either(200, [204], "The specification says 200, a peer expects 204."),
    liveGroupDeletedAt: either("zero-time", ["null"], "Documented samples show both."),
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

/** What nobody can say of OPA's answers and errors without a team of their own. */
export const opaAnswersUnconfirmed = { ...folders, ...policies, ...others };
