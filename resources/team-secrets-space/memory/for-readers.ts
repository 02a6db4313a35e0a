import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { loginKey } from "../../okta/lookups/find-user";
import { programConfig } from "../../program-config";
import { defaultPlace } from "../declared/place";
import type { Plan } from "../plan";

/** Where a space is, by the names that are declared. */
export interface PlaceForReaders {
    readonly resourceGroup?: string | undefined;
    readonly project?: string | undefined;
}

/** The names behind the ids that the folder of a space has in state. */
export function placeForReaders({ resourceGroup, project }: Pick<Plan, keyof PlaceForReaders>): PlaceForReaders {
    const byDefault = defaultPlace(programConfig);
    const known = (value: string | undefined) => (holdsUnknown(value) ? undefined : value);
    return {
        resourceGroup: known(resourceGroup ?? byDefault.resourceGroup),
        project: known(project ?? byDefault.project),
    };
}

/**
 * What a reader of a plan needs and the engine does not show: logins behind Okta's ids, names behind OPA's, the path above a folder
 * that is still to be made. `access diff --preview` reads it; it holds nothing that state does not have already.
 */
export function forReaders(plan: Plan): string {
    const logins = plan.grants.flatMap(({ members }) => members ?? []).filter((login) => !holdsUnknown(login));
    const people = logins.flatMap((login) => {
        const id = plan.pins[loginKey(login)];
        return id ? [[login, id] as const] : [];
    });
    return JSON.stringify({
        ...placeForReaders(plan),
        parent: plan.parent?.path,
        people: Object.fromEntries(people),
    });
}
