import type { Send } from "../../http/send";
import { findOpaApps, type OpaApp, requireOneActive } from "../../okta/lookups/find-opa-app";
import { lookAtOkta } from "./okta-side";
import { type AskedPlace, lookAtOpa, type OpaWays } from "./opa-side";
import type { IsOwn, Seen } from "./seen";

/** How both services are reached. */
export interface Ways extends OpaWays {
    readonly okta: Send;
}

/** What is to be read. */
export interface Asked extends AskedPlace {
    /** The app that spaces push to; may be left out if only one is active. */
    readonly appId?: string | undefined;
}

/** Reads everything that shows what belongs together, except the members of groups. Never writes. */
export async function look({ okta, ...opa }: Ways, asked: Asked, isOwn: IsOwn): Promise<Seen> {
    const apps = await findOpaApps(okta);
    const app = appAmong(apps, asked.appId);
    const [ofOkta, ofOpa] = await Promise.all([lookAtOkta(okta, app, apps), lookAtOpa(opa, asked, isOwn)]);
    return { app: { id: app.id, label: app.label }, ...ofOkta, ...ofOpa };
}

function appAmong(apps: readonly OpaApp[], appId: string | undefined): OpaApp {
    if (appId === undefined) requireOneActive(apps);
    const app = apps.find(({ id, isActive }) => (appId === undefined ? isActive : id === appId));
    if (app) return app;
    throw new Error(`The org has no Okta Privileged Access app ${appId}. Correct pulumi-okta-opa:appId.`);
}
