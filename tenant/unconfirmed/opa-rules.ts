import { either } from "./either";

/** Open statements about OPA's rules on folders: only a real team can settle them. */
const folders = {
    omittedDescription: either("keeps", ["clears"], "No source says what a folder update without description does."),
    descriptionCleared: either(
        "by-null-or-empty",
        ["by-null", "by-empty"],
        "Neither null nor an empty text was seen to clear a folder's description.",
    ),
    nonEmptyFolderDelete: either("recursive", ["refused"], "The privilege's text says with contents; nobody tried."),
    folderNameCase: either("distinct", ["same"], "Names are case-sensitive; whether both may coexist is not known."),
    folderNameScope: either(
        "parent",
        ["project"],
        "Unique in its place by a message that was seen; the one who saw it held names for unique in the project.",
    ),
    conditionalList: either<"hidden" | 403>(
        "hidden",
        [403],
        "The project's list declares 403 with the ways to get in, and also leaves out what may not be seen.",
    ),
    topLevelFolderUpdate: either(
        "resource-admins",
        ["policy-only"],
        "Help shows admins editing, the API page asks a policy.",
    ),
    resolving: either("security-admins-too", ["by-policy"], "The API page names the role, the specification a policy."),
} as const;

/** Open statements about OPA's rules on policies: only a real team can settle them. */
const policies = {
    policyNames: either("unique", ["may-repeat"], "A peer reads 409 as already exists; no message was seen."),
    ruleNames: either("may-repeat", ["unique"], "A peer's tests take names for keys; nothing else says so."),
    emptyRules: either("accepted", ["refused"], "The specification has no minimum, a peer asks for one."),
    unknownReference: either("refused", ["accepted"], "A dangling reference was seen, not how it came about."),
    deletedGroupInPolicies: either(
        "removed",
        ["dangles"],
        "The notes say that a group takes its principal along; references can be marked as missing.",
    ),
    deletedFolderInPolicies: either(
        "dangles",
        ["removed"],
        "Of secrets too: references can be marked as missing, and one that was stale was seen.",
    ),
    listFalseWithOthers: either("accepted", ["refused"], "No source settles it."),
    createOnSingleSecret: either("refused", ["accepted"], "Help says not available; the API's answer is not known."),
    overlappingMfa: either(
        "strictest",
        ["each-its-own"],
        "Help says that the most restrictive MFA applies to overlapping policies; it was not seen at the API.",
    ),
    policyResourceGroupChange: either("accepted", ["refused"], "A peer replaces the policy instead."),
} as const;

/** Open statements about OPA's other rules: only a real team can settle them. */
const others = {
    groupListRole: either(
        "anyone",
        ["admins", "pam-admin"],
        "The specification names four roles of administrators, help pam_admin alone; neither was seen to refuse.",
    ),
    resourceGroupList: either(
        "security-admins-too",
        ["for-policy-only"],
        "The table names resource admins; a parameter of the list is for those who assign policies.",
    ),
    workloadRequirements: either(
        "any",
        ["all"],
        "A role has a list of requirements; that a token must satisfy one of them, or all, is nowhere said.",
    ),
    projectNames: either("unique", ["may-repeat"], "Names are used as keys; no source says that they are."),
    nonEmptyContainerDelete: either("refused", ["recursive"], "Documented for servers only."),
} as const;

/** All open statements about OPA's rules: only a real team can settle them. */
export const opaRulesUnconfirmed = { ...folders, ...policies, ...others };
