import { defaultChoices, type UnconfirmedChoices } from "./unconfirmed";

/** The tenant's delays and limits. All times are tenant time. */
export interface TenantPace {
    /** From a new mapping or a change of members until the group is in OPA. Default 300; in reality one to a few seconds. */
    pushDelayMs: number;
    /** From the group's arrival in OPA until its members arrive. Default 100. */
    membershipDelayMs: number;
    /** From a change of a group or user until `search` finds it; reads by id see it at once. Default 500. */
    searchLagMs: number;
    /** From a change of a group's members until the list of its members shows it. Default 0; a peer waits for it. */
    memberListLagMs: number;
    /** How long each call takes; the concurrency limit counts the calls in progress. Default 0. */
    latencyMs: number;
    /** From the write of an OPA policy until its privileges change. Default 0; a peer's test does not wait. */
    policyEffectDelayMs: number;
    /** Lifetime of an OPA bearer token. Default 3600; undocumented. */
    opaTokenSeconds: number;
    /** Requests per minute in each Okta bucket, for the whole org. Default 1200; the real number is the org's. */
    oktaRequestsPerMinute: number;
    /** Requests per minute in single buckets, by path prefix, where they differ. */
    oktaBuckets: Record<string, number>;
    /** How much of a bucket one token may use. Default 50. */
    oktaTokenSharePercent: number;
    /** Concurrent Okta requests. Default 75. */
    oktaConcurrency: number;
    /** OPA requests per hour of one user. Default 10000, the predecessor's number. */
    opaRequestsPerHour: number;
}

/** Everything that can be configured about the tenant's behaviour. */
export interface TenantSettings extends TenantPace, UnconfirmedChoices {}

/** The settings of a tenant without options. */
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
