/** The person must have passed MFA lately. */
export interface DeclaredMfa {
    readonly conditionType: "mfa";
    /** Seconds; 0 asks every time. */
    readonly reAuthFrequencyInSeconds: number;
    readonly acrValues: "urn:okta:loa:2fa:any" | "phr";
}

/** Somebody must have approved a request. */
export interface DeclaredAccessRequest {
    readonly conditionType: "access_request";
    readonly requestTypeId: string;
    readonly requestTypeName: string;
    readonly expiresAfterSeconds: number;
}

/** A condition of a rule, with its defaults. */
export type DeclaredCondition = DeclaredMfa | DeclaredAccessRequest;
