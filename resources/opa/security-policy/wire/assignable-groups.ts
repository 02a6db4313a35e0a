import { z } from "zod";
import type { OpaConnection } from "../../connection/connect";
import { listingOf } from "../../listing";

const onWire = z.object({ id: z.string(), name: z.string() });

type ResourceGroup = z.infer<typeof onWire>;

/** The resource groups that the service user is allowed to assign policies to: all of them for a security admin. */
export async function assignableGroups(opa: OpaConnection): Promise<readonly ResourceGroup[]> {
    const path = `${opa.teamPath}/resource_groups`;
    const query = { for_policy_only: true };
    return (await listingOf(opa, { path, query }, (body) => onWire.parse(body))).items;
}
