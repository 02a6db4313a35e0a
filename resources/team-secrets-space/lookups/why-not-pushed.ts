/** Why Okta does not push somebody of a group, or perhaps not: for which statuses that is so is not documented. */
export function whyNotPushed(status: string, isUnassigned: boolean): string | undefined {
    if (status !== "ACTIVE") return status;
    return isUnassigned ? "not assigned to the app" : undefined;
}
