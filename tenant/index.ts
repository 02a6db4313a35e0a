export type { TenantClock, Time } from "./clock";
export type { Credentials, Identity } from "./credentials";
export type { RequestFault } from "./faults";
export type { Ids } from "./ids";
export type { OAuthClientOptions, RegisteredOAuthClient } from "./okta/oauth/registration";
export type { PushFault } from "./push/push-faults";
export type { RecordedRequest } from "./request-log";
export type { TenantPace, TenantSettings } from "./settings";
export type { Standing } from "./standing";
export { startTenant, type Tenant, type TenantOptions } from "./start-tenant";
export type {
    AppAssignment,
    AppConfig,
    GroupPushMapping,
    GroupRule,
    OAuthClient,
    OktaApp,
    OktaGroup,
    OktaUser,
    OktaUserStatus,
} from "./store/okta-records";
export type {
    DeletedProject,
    OpaGroup,
    OpaRole,
    OpaUser,
    PolicyCondition,
    PolicyPrivilege,
    PolicyRule,
    Project,
    Reference,
    ResourceGroup,
    Secret,
    SecretFolder,
    SecretPrivilege,
    SecurityPolicy,
    WorkloadCondition,
    WorkloadConnection,
    WorkloadRole,
} from "./store/opa-records";
export type { SeedCounts } from "./store/seed-many";
export type { Store } from "./store/store";
export { type Unconfirmed, type UnconfirmedChoices, unconfirmed } from "./unconfirmed";
export type { Given, Need } from "./verdict/conditions";
export type { WayByRole } from "./verdict/rights";
export type { Refusal, Verdict, Way } from "./verdict/verdict";
export type { Question, VerdictOn, Who } from "./verdict/verdicts";
export type { WorkloadToken } from "./verdict/workloads";
