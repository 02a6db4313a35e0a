import { ApiFailure } from "../../../http/failure/api-failure";

/** The message of a failure with a remedy that fits what was being done, instead of the general one for its kind. */
export function remedied({ details }: ApiFailure, remedy: string): string {
    return new ApiFailure({ ...details, remedy }).message;
}

/** For a folder that is listed, although a call about it is answered 404: a policy must grant the privilege. */
export function privilegeMissing(name: string, what: string, privilege: string): string {
    return (
        `Secret folder ${name} exists, but OPA does not let this service user ${what} it (404). Give the service user's ` +
        `group the privilege ${privilege} on it, or on a folder above it, by a security policy without conditions.`
    );
}
