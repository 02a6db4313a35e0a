import { z } from "zod";
import { readAs } from "../http/failure/read-as";
import type { ApiRequest } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import { sharedRead } from "../lifecycle/shared/shared-read";
import type { OpaConnection } from "./connection/connect";
import { groupsOfUser } from "./groups/groups";

const onWire = z.object({ name: z.string() });

/**
 * The roles of the service user itself, which it has from its groups. Undefined when OPA does not let it read them; it is not
 * documented who may. A delegated role is not among them. Never older than the call.
 */
export const ownRoles = sharedRead(
    0,
    (opa: OpaConnection): Promise<ReadonlySet<string> | undefined> =>
        unlessRefused(async () => {
            const request: ApiRequest = { method: "GET", path: `${opa.teamPath}/current_user` };
            const { name } = readAs(request, await opa.send(request), (body) => onWire.parse(body));
            return new Set((await groupsOfUser(opa, name)).flatMap(({ roles }) => roles));
        }),
);
