import { endWithTheEngine } from "./orphaned-program";

export { ApiFailure, type FailureDetails, type FailureKind } from "./http/failure/api-failure";
export type { Setting } from "./http/settings/setting";
export { CredentialsMissing } from "./http/settings/setting-faults";
export { ExistingOktaGroup, type ExistingOktaGroupArgs } from "./okta/existing-group/existing-okta-group";
export {
    type AppConfig,
    GroupPushMapping,
    type GroupPushMappingArgs,
} from "./okta/group-push-mapping/group-push-mapping";
export {
    type GroupPushMappingFilter,
    type ListedGroupPushMapping,
    listGroupPushMappings,
} from "./okta/group-push-mapping/list-group-push-mappings";
export type { OpaGroup } from "./opa/groups/groups";
export { listOpaGroups, type OpaGroupFilter } from "./opa/groups/list-groups";
export {
    type ListedOpaSecretFolder,
    listOpaSecretFolders,
    type OpaSecretFolderFilter,
} from "./opa/secret-folder/list-secret-folders";
export { OpaSecretFolder, type OpaSecretFolderArgs } from "./opa/secret-folder/opa-secret-folder";
export type { Privilege, PrivilegeSet } from "./opa/security-policy/declared/privileges";
export {
    type ListedOpaCondition,
    type ListedOpaObject,
    type ListedOpaPolicyRule,
    type ListedOpaSecurityPolicy,
    listOpaSecurityPolicies,
    type OpaSecurityPolicyFilter,
} from "./opa/security-policy/list-security-policies";
export {
    type AccessRequestCondition,
    type AppliedPolicyRule,
    type AppliedPrincipals,
    type MfaCondition,
    type OpaGroupReference,
    OpaSecurityPolicy,
    type OpaSecurityPolicyArgs,
    type PolicyPrincipals,
    type PolicyRule,
} from "./opa/security-policy/opa-security-policy";
export type {
    ByGroup,
    ByMembers,
    LevelWho,
    SpaceArgs,
    SpaceLevelArgs,
    SpacePrivileges,
    SpaceWho,
    TeamSecretsSpaceArgs,
} from "./team-secrets-space/args";
export type {
    DeclaredLevel,
    DeclaredLevelWho,
    DeclaredPlace,
    DeclaredPrivileges,
    DeclaredSpace,
    DeclaredTeam,
    DeclaredWho,
    ExistingSpaceFolder,
    ExistingSpaceGroup,
    ExistingSpaceLevel,
    ExistingSpaceMapping,
    ExistingSpacePolicy,
    SpaceConditions,
    SpaceExisting,
    SpaceRetirement,
} from "./team-secrets-space/declared/declared-team";
export type { MadeLevel } from "./team-secrets-space/made";
export { TeamSecretsSpace } from "./team-secrets-space/team-secrets-space";
export { type DeclaredTeamsOptions, declaredTeams } from "./team-secrets-space/teams/declared-teams";

endWithTheEngine();
