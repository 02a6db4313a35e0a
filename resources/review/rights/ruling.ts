import type { Way } from "./way";

/** A folder, by its whole path in its project. */
export interface Spot {
    readonly resourceGroup: string;
    readonly project: string;
    readonly path: string;
}

/** Who a rule is for. */
export type Principal =
    /** A group that a space makes of people. */
    | { readonly kind: "people"; readonly group: string; readonly people: readonly string[] }
    /** An existing group, in Okta or in OPA, by its name in OPA. */
    | { readonly kind: "group"; readonly group: string; readonly isOfOpa: boolean }
    | { readonly kind: "workload role"; readonly id: string; readonly name: string };

/** What a policy lets somebody do in a folder and in all below it. */
export interface Ruling extends Spot {
    /** What grants it: a level of a team, or a policy that no declaration has made. */
    readonly grant: string;
    readonly principal: Principal;
    readonly privileges: readonly string[];
    readonly way: Way;
}

/** Whether the first folder is the second, or above it. */
export const covers = (outer: Spot, inner: Spot): boolean =>
    outer.resourceGroup === inner.resourceGroup &&
    outer.project === inner.project &&
    (outer.path === inner.path || inner.path.startsWith(`${outer.path}/`));

/** A text that is the same for the same folder. */
export const spotKey = ({ resourceGroup, project, path }: Spot): string =>
    JSON.stringify([resourceGroup, project, path]);
