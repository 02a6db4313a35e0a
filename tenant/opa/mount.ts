import type { Routes } from "../http/routes";
import { type Api, mount } from "../http/serve";
import type { Handler } from "../http/server";
import type { World } from "../world";
import { folderListRoutes } from "./folder-list-routes";
import { folderRoutes } from "./folder-routes";
import { OpaGate } from "./gate";
import { groupMemberRoutes } from "./group-member-routes";
import { groupRoutes } from "./group-routes";
import { policyRoutes } from "./policy-routes";
import { projectRoutes } from "./project-routes";
import { OpaRateLimit } from "./rate-limit";
import { resolveRoutes } from "./resolve";
import { resourceGroupRoutes } from "./resource-group-routes";
import { secretRoutes } from "./secret-routes";
import { secretSearchRoutes } from "./secret-search-routes";
import { serviceTokenOperation } from "./service-token";
import { serviceUserRoutes } from "./service-user-routes";
import { OpaTokens } from "./tokens";
import { userRoutes } from "./user-routes";
import { workloadRoutes } from "./workload-routes";

const routes = [
    ...userRoutes,
    ...serviceUserRoutes,
    ...workloadRoutes,
    ...groupRoutes,
    ...groupMemberRoutes,
    ...resourceGroupRoutes,
    ...projectRoutes,
    ...folderRoutes,
    ...folderListRoutes,
    ...secretRoutes,
    ...secretSearchRoutes,
    ...resolveRoutes,
    ...policyRoutes,
];

/** The OPA side of a running tenant. */
export interface MountedOpa {
    readonly api: Api;
    /** Ends every bearer token now. */
    expireTokens(): void;
    /** Forgets tokens and counted calls. */
    clear(): void;
}

/** Adds OPA's API to the routes of the server. */
export function mountOpa(served: Routes<Handler>, world: World): MountedOpa {
    const tokens = new OpaTokens(world.clock, world.settings);
    const rateLimit = new OpaRateLimit(world.clock, world.settings);
    const api = new OpaGate(world, tokens, rateLimit).api(routes, [serviceTokenOperation(world, tokens)]);
    mount(served, world, api);
    return {
        api,
        expireTokens: () => tokens.expireAll(),
        clear() {
            tokens.expireAll();
            rateLimit.clear();
        },
    };
}
