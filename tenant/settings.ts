import { defaultChoices, type UnconfirmedChoices } from "./unconfirmed";

/** How long things take and how much the tenant bears. Times are tenant time. */
export interface TenantPace {
    /** From a mapping or a change of members until the group is in OPA. Default 300; real: one to some seconds. */
    pushDelayMs: number;
    /** From the group's arrival in OPA until its members arrive. Default 100. */
    membershipDelayMs: number;
    /** From a change of a group or user until `search` finds it; reads by id see it at once. Default 500. */
    searchLagMs: number;
    /** From a change of a group's members until the list of its members shows it. Default 0; a peer waits for it. */
    memberListLagMs: number;
    /** How long each call is under way, which is what the concurrency limit counts. Default 0. */
    latencyMs: number;
    /** From the writing of an OPA policy until its privileges change. Default 0; a peer's test does not wait. */
    policyEffectDelayMs: number;
    /** Life of an OPA bearer token. Default 3600; undocumented. */
    opaTokenSeconds: number;
    /** Requests per minute in each Okta bucket, for the whole org. Default 1200; the real number is the org's. */
    oktaRequestsPerMinute: number;
    /** Requests per minute of one bucket, by its path prefix, where it differs. */
    oktaBuckets: Record<string, number>;
    /** What one token may use of a bucket. Default 50. */
    oktaTokenSharePercent: number;
    /** Okta requests at the same time. Default 75. */
    oktaConcurrency: number;
    /** OPA requests per hour of one user. Default 10000, the predecessor's number. */
    opaRequestsPerHour: number;
}

/** Everything about the tenant's behaviour that can be chosen. */
export interface TenantSettings extends TenantPace, UnconfirmedChoices {}

/** The settings of a tenant that is told nothing. */
export function defaultSettings(): TenantSettings {
    return {
        pushDelayMs: 300,
        membershipDelayMs: 100,
        searchLagMs: 500,
        memberListLagMs: 0,
        latencyMs: 0,
        policyEffectDelayMs: 0,
        opaTokenSeconds: 3600,
        oktaRequestsPerMinute: 1200,
        oktaBuckets: {},
        oktaTokenSharePercent: 50,
        oktaConcurrency: 75,
        opaRequestsPerHour: 10_000,
        ...defaultChoices(),
    };
}
