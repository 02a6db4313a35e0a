export type { Credentials } from "./credentials";
export type { RequestFault } from "./faults";
export type { OAuthClientOptions, RegisteredOAuthClient } from "./okta/oauth/registration";
export type { PushFault } from "./push/push-faults";
export type { RecordedRequest } from "./request-log";
export type { TenantPace, TenantSettings } from "./settings";
export { startTenant, type Tenant, type TenantOptions } from "./start-tenant";
export type { Store } from "./store/store";
export { type Unconfirmed, type UnconfirmedChoices, unconfirmed } from "./unconfirmed";
