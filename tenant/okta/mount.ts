import type { Routes } from "../http/routes";
import { type Api, mount } from "../http/serve";
import type { Handler } from "../http/server";
import type { World } from "../world";
import { appRoutes } from "./app-routes";
import { appUserRoutes } from "./app-user-routes";
import { Authenticator } from "./authenticate";
import { OktaGate } from "./gate";
import { groupRoutes } from "./group-routes";
import { groupRuleRoutes } from "./group-rule-routes";
import { logRoutes } from "./log-routes";
import { mappingRoutes } from "./mapping-routes";
import { membershipRoutes } from "./membership-routes";
import { OAuth } from "./oauth/oauth";
import { RateLimit } from "./rate-limit";
import { userRoutes } from "./user-routes";

const routes = [
    ...userRoutes,
    ...groupRoutes,
    ...groupRuleRoutes,
    ...membershipRoutes,
    ...appRoutes,
    ...appUserRoutes,
    ...mappingRoutes,
    ...logRoutes,
];

/** The Okta side of a running tenant. */
export interface MountedOkta {
    readonly api: Api;
    readonly oauth: OAuth;
    /** Ends every access token now. */
    expireTokens(): void;
    /** Forgets tokens, clients and counted calls. */
    clear(): void;
}

/** Adds Okta's API to the routes of the server. */
export function mountOkta(served: Routes<Handler>, world: World): MountedOkta {
    const oauth = new OAuth(world);
    const rateLimit = new RateLimit(world.clock, world.settings);
    const api = new OktaGate(world, new Authenticator(world, oauth), rateLimit).api(routes, oauth.operations);
    mount(served, world, api);
    return {
        api,
        oauth,
        expireTokens: () => oauth.expireAll(),
        clear() {
            oauth.clear();
            rateLimit.clear();
        },
    };
}
