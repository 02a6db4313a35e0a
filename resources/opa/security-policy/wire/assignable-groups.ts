import { z } from "zod";
import { sharedRead } from "../../../lifecycle/shared/shared-read";
import type { OpaConnection } from "../../connection/connect";
import { listingOf } from "../../listing";

const onWire = z.object({ id: z.string(), name: z.string() });

type ResourceGroup = z.infer<typeof onWire>;

/** Milliseconds for which all policies share one list of resource groups, which hardly ever change. */
const freshMs = 30_000;

/** The resource groups that the service user is allowed to assign policies to: all of them for a security admin. */
export const assignableGroups = sharedRead(freshMs, async (opa: OpaConnection): Promise<readonly ResourceGroup[]> => {
    const path = `${opa.teamPath}/resource_groups`;
    const query = { for_policy_only: true };
    return (await listingOf(opa, { path, query }, (body) => onWire.parse(body))).items;
});
