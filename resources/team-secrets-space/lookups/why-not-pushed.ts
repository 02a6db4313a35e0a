/** Why Okta does not push, or may not push, somebody in a group: it is not documented for which statuses that is so. */
export function whyNotPushed(status: string, isUnassigned: boolean): string | undefined {
    if (status !== "ACTIVE") return status;
    return isUnassigned ? "not assigned to the app" : undefined;
}
