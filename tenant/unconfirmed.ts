/** One statement the contracts leave open: what the tenant does by default, what it can do instead, and why. */
export interface Unconfirmed<Value> {
    readonly default: Value;
    readonly values: readonly Value[];
    readonly reason: string;
}

function either<const Value>(first: Value, others: readonly Value[], reason: string): Unconfirmed<Value> {
    return { default: first, values: [first, ...others], reason };
}

/** What nobody can say of the Okta side without an org of their own. */
const oktaUnconfirmed = {
    mappingCreateStatus: either(200, [201], "Recordings show 200, the specification says 201."),
    mappingDeleteStatus: either(200, [204], "Recordings show 200 without a body, the specification says 204."),
    errorMappingDelete: either("allowed", ["refused"], "Allowed since release 2026.07.0; older orgs refuse."),
    errorMappingPatch: either("allowed", ["refused"], "No source settles it; a peer's message claims a refusal."),
    sameStatusPatch: either("accepted", ["refused"], "A peer sends it, so it is presumably accepted."),
    errorSummaryInError: either("absent", ["present"], "Recorded ERROR mappings lack it, the specification has it."),
    missingGroupInMapping: either(404, [400], "The vendor's own tests accept both."),
    existingTargetName: either("links", ["refused"], "The specification says it links; one app was seen to refuse."),
    targetMappedTwice: either(400, [409], "Not allowed, but no source has the status."),
    sourceMappedTwice: either("refused", ["allowed"], "Two peers refuse or forbid it; the service was not seen."),
    nextLinkFilters: either("dropped", ["kept"], "The recorded self link drops them; no next link was recorded."),
    mappingCursor: either("opaque", ["mapping-id"], "Documented as opaque; a mapping's id was seen to work too."),
    targetDeletion: either(
        "later",
        ["at-once"],
        "Whether OPA has deleted the group when the call returns is not known.",
    ),
    sourceRename: either("renames-target", ["deactivates-mapping"], "Depends on a setting of the app without an API."),
    errorCauses: either("present", ["absent"], "Both are documented."),
    pushOntoLocalGroup: either("links", ["fails"], "Linking by name is documented; taking over a local group is not."),
} as const;

/** What nobody can say of the OPA side without a team of their own: answers and errors. */
const opaAnswersUnconfirmed = {
    policyCreateStatus: either(200, [201], "The documentation says 200, a peer's mock 201."),
    folderUpdateStatus: either(200, [204], "The specification says 200, a peer accepts both."),
    resourceGroupUpdateStatus: either(200, [204], "The specification says 200, a peer expects 204."),
    projectUpdateStatus: either(200, [204], "The specification says 200, a peer expects 204."),
    folderPath: either("parents", ["with-self", "absent"], "Described for list items only: parents, root first."),
    listItemPath: either("parents", ["absent"], "Optional; documented samples of the project's list lack it."),
    clearedDescription: either(null, [""], "Nullable in the specification; the answer was not seen."),
    falseBooleans: either(
        "dropped",
        ["kept"],
        "The platform cannot tell false from unset; the specification requires all.",
    ),
    policyType: either("filled-in", ["as-sent"], "Whether an omitted type comes back as default is inferred only."),
    emptyConditions: either("absent", ["null", "empty"], "Equal in meaning; the answer was not seen."),
    missingFlag: either("true-when-dangling", ["true-when-valid", "absent"], "Its name and its description disagree."),
    ruleIds: either("present", ["absent"], "In one peer's model, not in the SDK's."),
    liveGroupDeletedAt: either("zero-time", ["null"], "Documented samples show both."),
    deletedGroupByName: either("answers-200", ["answers-404"], "A deleted group can still be returned with 200."),
    roleRefusal: either(401, [403], "401 is documented and was seen; 403 is among the vendor's error names."),
    errorTypeKey: either("nottype", ["type"], "The key in the SDK looks like an artefact of its generator."),
    errorBody: either("json", ["text", "empty"], "Bodies of errors are not described; a client must survive any."),
    linkLines: either("one", ["several"], "The related API was seen to send several header lines."),
    rateLimitHint: either("retry-at", ["retry-after", "reset-only"], "Peers read three different headers."),
} as const;

/** What nobody can say of the OPA side without a team of their own: rules. */
const opaRulesUnconfirmed = {
    omittedDescription: either("keeps", ["clears"], "No source says what a folder update without description does."),
    nonEmptyFolderDelete: either("recursive", ["refused"], "The privilege's text says with contents; nobody tried."),
    folderNameCase: either("distinct", ["same"], "Names are case-sensitive; whether both may coexist is not known."),
    topLevelFolderUpdate: either(
        "resource-admins",
        ["policy-only"],
        "Help shows admins editing, the API page asks a policy.",
    ),
    policyNames: either("unique", ["may-repeat"], "A peer reads 409 as already exists; no message was seen."),
    emptyRules: either("accepted", ["refused"], "The specification has no minimum, a peer asks for one."),
    unknownReference: either("refused", ["accepted"], "A dangling reference was seen, not how it came about."),
    listFalseWithOthers: either("accepted", ["refused"], "No source settles it."),
    createOnSingleSecret: either("refused", ["accepted"], "Help says not available; the API's answer is not known."),
    policyResourceGroupChange: either("accepted", ["refused"], "A peer replaces the policy instead."),
    groupListRole: either("anyone", ["pam-admin"], "The roles for reading groups are not documented."),
    nonEmptyContainerDelete: either("refused", ["recursive"], "Documented for servers only."),
} as const;

/** Every statement the contracts leave open, by name. */
export const unconfirmed = { ...oktaUnconfirmed, ...opaAnswersUnconfirmed, ...opaRulesUnconfirmed };

type Choices = { -readonly [Name in keyof typeof unconfirmed]: (typeof unconfirmed)[Name]["values"][number] };

/** One choice for each statement the contracts leave open. */
export type UnconfirmedChoices = Choices;

/** The default choices. */
export function defaultChoices(): UnconfirmedChoices {
    const entries = Object.entries(unconfirmed).map(([name, statement]) => [name, statement.default]);
    return Object.fromEntries(entries) as UnconfirmedChoices;
}
