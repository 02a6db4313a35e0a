import { programConfig } from "../../program-config";
import { connectToOpa } from "../connection/connect";
import { listGroups, type OpaGroup } from "./groups";

/** Which groups of OPA to list; without a filter all of them. */
export interface OpaGroupFilter {
    /** A part of the name. */
    readonly contains?: string;
}

/**
 * The live groups of OPA, on all pages, in OPA's order, with the roles they give. OPA does not mark those that were
 * pushed from Okta.
 *
 * For programs and tools: credentials for security administration come from the environment, else from stack
 * configuration, as for the resources. Reads only. Throws an error that lists the missing credentials, or an ApiFailure.
 */
export async function listOpaGroups({ contains }: OpaGroupFilter = {}): Promise<readonly OpaGroup[]> {
    return listGroups(connectToOpa(programConfig, "security"), contains === undefined ? {} : { contains });
}
