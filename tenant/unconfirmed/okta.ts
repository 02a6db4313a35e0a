import { either } from "./either";

/** Open statements about group push mappings: only a real org can settle them. */
const mappings = {
    mappingCreateStatus: either(200, [201], "Recordings show 200, the specification says 201."),
    mappingDeleteStatus: either(200, [204], "Recordings show 200 without a body, the specification says 204."),
    errorMappingDelete: either("allowed", ["refused"], "Allowed since release 2026.07.0; older orgs refuse."),
    errorMappingPatch: either("allowed", ["refused"], "No source settles it; a peer's message claims a refusal."),
    sameStatusPatch: either("accepted", ["refused"], "A peer sends it, so it is presumably accepted."),
    omittedDeleteTarget: either(
        "refused",
        ["means-false"],
        "The specification marks the parameter as required and gives it a default.",
    ),
    errorSummaryInError: either("absent", ["present"], "Recorded ERROR mappings lack it, the specification has it."),
    emptyAppConfig: either("absent", ["present"], "Absent in recordings; a peer's comment tells of an empty one."),
    missingGroupInMapping: either(404, [400], "The vendor's own tests accept both."),
    existingTargetName: either("links", ["refused"], "The specification says it links; one app was seen to refuse."),
    targetMappedTwice: either(400, [409], "Not allowed, but no source has the status."),
    sourceMappedTwice: either("refused", ["allowed"], "Two peers refuse or forbid it; the service was not seen."),
    appGroupAsSource: either(
        "directories",
        ["any", "none"],
        "Help speaks of Okta's groups; whether a directory's group, or any app's, can be pushed is nowhere said.",
    ),
    everyoneAsSource: either("refused", ["accepted"], "No source says whether the group of all can be pushed."),
    nextLinkFilters: either("dropped", ["kept"], "The recorded self link drops them; no next link was recorded."),
    mappingCursor: either("opaque", ["mapping-id"], "Documented as opaque; a mapping's id was seen to work too."),
    mappingsBucket: either(
        "apps",
        ["own", "rest"],
        "The longest known prefix is that of the apps; a peer's table counts it with the rest.",
    ),
} as const;

/** Open statements about what a push does: only a real org can settle them. */
const pushes = {
    targetDeletion: either(
        "later",
        ["at-once"],
        "Whether OPA has deleted the group when the call returns is not known.",
    ),
    sourceRename: either("renames-target", ["deactivates-mapping"], "Depends on a setting of the app without an API."),
    pushedGroupRename: either("same-group", ["new-group"], "OPA has no rename; what a renamed push does was not seen."),
    sourceDeletion: either(
        "mapping-gone",
        ["mapping-in-error"],
        "One pull request of a peer tells of 404; nothing else does.",
    ),
    emptyPush: either("recorded", ["unrecorded"], "No recording is of a mapping whose source has no members."),
    pushOntoLocalGroup: either("links", ["fails"], "Linking by name is documented; taking over a local group is not."),
} as const;

/** Open statements about the rest of Okta's API: only a real org can settle them. */
const neighbours = {
    mappedTargetDelete: either(400, [403], "Documented as impossible, without a status."),
    groupSearchCase: either("insensitive", ["sensitive"], "Documented for the search of users only."),
    proofRefusalStatus: either(
        401,
        [400],
        "For proofs of possession on calls of the API; the vendor's table says 400, its guide treats them as 401.",
    ),
    manageScopeReads: either(
        "yes",
        ["no"],
        "Read scopes are named for reading; Okta's guide to its Terraform provider has okta.groups.manage alone.",
    ),
    pushEventTargets: either(
        "app-and-groups",
        ["app"],
        "The catalogue of event types has those of pushes, and does not say what they name.",
    ),
    inactiveAppUsers: either(
        "listed",
        ["left-out"],
        "Whether an app's list of people has those who are staged or suspended is nowhere said.",
    ),
    appUserStatus: either("PROVISIONED", ["ACTIVE"], "The sample shows one; the status has thirteen values."),
    groupWithoutDescription: either(
        "null",
        ["absent"],
        "The specification knows texts only; no recording is of a group without one.",
    ),
    errorCauses: either("present", ["absent"], "An empty list and no list are both documented."),
    oktaRetryAfter: either(
        "absent",
        ["present"],
        "Not documented on Okta's own 429; that it is never sent is not known.",
    ),
} as const;

/** All open statements about the Okta side: only a real org can settle them. */
export const oktaUnconfirmed = { ...mappings, ...pushes, ...neighbours };
