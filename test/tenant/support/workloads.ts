import type { Store } from "../../../tenant";
import { makeWorkloadConnection, makeWorkloadRole } from "../../../tenant/store/make-opa";

/** A connection that trusts this issuer, and the role `deployer` of one repository's main branch through it. */
export function workloadsIn(store: Store, jwksUrl: string) {
    const connection = makeWorkloadConnection(store, 0, "console-administrator", {
        name: "ci",
        description: "Pipelines",
        status: "ACTIVE",
        jwksUrl,
        conditions: [{ name: "iss", matcher: "EXISTS" }],
        tokenSeconds: 900,
    });
    const role = makeWorkloadRole(store, 0, "console-administrator", {
        name: "deployer",
        description: "Deploys the shop",
        requirements: [
            {
                connectionId: connection.id,
                conditions: [
                    { name: "repository", matcher: "EQUALS", value: "shop/api" },
                    { name: "ref", matcher: "STARTS_WITH", value: "refs/heads/" },
                ],
            },
        ],
    });
    return { connection, role };
}
