import { ApiFailure } from "../../http/api-failure";

/** What a failure says, with a remedy that fits what was being done, in place of the one that fits any call of its kind. */
export function remedied({ details }: ApiFailure, remedy: string): string {
    return new ApiFailure({ ...details, remedy }).message;
}
