import { z } from "zod";
import { allPages } from "../../http/paginate";
import type { OpaConnection } from "../connection";
import { listOf } from "../project";

const onWire = z.object({ id: z.string(), name: z.string() });

type ResourceGroup = z.infer<typeof onWire>;

/** The resource groups that the service user is allowed to assign policies to: all of them for a security admin. */
export async function assignableGroups(opa: OpaConnection): Promise<readonly ResourceGroup[]> {
    const path = `${opa.teamPath}/resource_groups`;
    const query = { for_policy_only: true };
    const groups = await allPages(opa.send, { method: "GET", path, query }, (body) =>
        listOf(body).map((one) => onWire.parse(one)),
    );
    return groups as readonly ResourceGroup[];
}
