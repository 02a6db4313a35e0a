import { z } from "zod";
import { checked } from "../../lifecycle/declared/check";
import { refuseMistakes } from "../../lifecycle/declared/mistake";
import { programConfig } from "../../program-config";
import { connectToOkta } from "../connection/connect";
import { oktaId } from "../lookups/by-id";
import { idOf } from "./declared/schema";
import { listMappings } from "./wire/calls";
import type { Mapping, MappingFilter } from "./wire/mapping";

/** Which group push mappings to list. */
export interface GroupPushMappingFilter extends MappingFilter {
    /** Id of the app, `0oa…`. */
    readonly appId: string;
}

/** A group push mapping as Okta has it at this moment. */
export interface ListedGroupPushMapping extends Mapping {
    /** Id of the resource that would manage it: `{appId}/{sourceGroupId}/{targetGroupId}`. */
    readonly id: string;
    readonly appId: string;
}

const filterSchema = z.object({
    appId: oktaId,
    sourceGroupId: oktaId.optional(),
    status: z.enum(["ACTIVE", "ERROR", "INACTIVE"], { error: "use ACTIVE, ERROR or INACTIVE." }).optional(),
    lastUpdated: z
        .string({ error: "give a time as a string, e.g. 2026-03-25T13:45:47Z." })
        .regex(
            /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
            "is not in Okta's time format: UTC, no fractions, e.g. 2026-03-25T13:45:47Z.",
        )
        .refine((text) => !Number.isNaN(Date.parse(text)), "is not a valid time.")
        .optional(),
});

/**
 * All group push mappings of an app that match every given filter, on all pages, in Okta's order. Those that a push rule
 * created are among them; Okta does not mark them.
 *
 * For programs and tools: credentials come from the environment, else from stack configuration, as for the resources.
 * Reads only; needs the scopes okta.apps.read and okta.groups.read. Throws an error that lists every mistake in the filter
 * or every missing credential, or an ApiFailure: "not-found" for an app that does not exist.
 */
export async function listGroupPushMappings(
    filter: GroupPushMappingFilter,
): Promise<readonly ListedGroupPushMapping[]> {
    const { appId, ...which } = checkedFilter(filter);
    const found = await listMappings(connectToOkta(programConfig), appId, which);
    return found.map((mapping) => ({ id: idOf({ appId, ...mapping }), appId, ...mapping }));
}

function checkedFilter(filter: GroupPushMappingFilter): z.infer<typeof filterSchema> {
    const { inputs, mistakes } = checked(filterSchema, { ...filter });
    refuseMistakes("Invalid filter of listGroupPushMappings:", mistakes);
    return filterSchema.parse(inputs);
}
