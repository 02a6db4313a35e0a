export type { Credentials } from "./credentials";
export type { RequestFault } from "./faults";
export type { PushFault } from "./push/pushes";
export type { RecordedRequest } from "./request-log";
export type { TenantPace, TenantSettings } from "./settings";
export { startTenant, type Tenant, type TenantOptions } from "./start-tenant";
export { type Unconfirmed, type UnconfirmedChoices, unconfirmed } from "./unconfirmed";
