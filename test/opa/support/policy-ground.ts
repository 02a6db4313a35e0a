import sinon from "sinon";
import type { Clock } from "../../../resources/http/time/clock";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { type DynamicProvider, dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { Claims } from "../../../resources/lifecycle/run/claims";
import { Succession } from "../../../resources/lifecycle/run/succession";
import type { OpaConnection } from "../../../resources/opa/connection/connect";
import { securityPolicy } from "../../../resources/opa/security-policy/provider";
import { startTenant, type Tenant, type TenantSettings } from "../../../tenant";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import { type Life, lifeOf } from "../../support/life-of";
import { connected, type OtherCredentials, plenty, type Tamper } from "./connected";
import { ownerNamed } from "./folder-ground";
import { type PolicyHand, policyHandOn } from "./policy-hand";

/** A tenant with what tests of policies need around it. */
export interface PolicyGround {
    readonly tenant: Tenant;
    readonly hand: PolicyHand;
    /** Ids of the seeded folder "teams", and of "teams/payments". */
    readonly teamsId: string;
    readonly folderId: string;
    readonly resourceGroupId: string;
    /** What tests declare unless they say otherwise. */
    readonly declared: Properties;
    /** What was said to the user beside errors. */
    readonly said: readonly string[];
    /** Credentials of the runs to come, and what stands between them and the tenant. */
    as: OtherCredentials;
    tamper: Tamper;
    /** A connection of its own, as a new process would have. */
    connect(): OpaConnection;
    provider(): DynamicProvider;
    /** Of a resource with this name, in the stack "acme/dev" unless the name says another. */
    life(resource?: string): Life;
    /** The organisation as at the start, with these settings on top. */
    renew(settings?: Partial<TenantSettings>): Promise<void>;
    close(): Promise<void>;
}

const untouched: Tamper = (send) => send;

/** Starts a tenant with a group "team-payments" and a folder "teams/payments". Waits of our own take no time. */
export async function policyGround(settings: Partial<TenantSettings> = {}): Promise<PolicyGround> {
    const tenant = await startTenant({ settings: { ...plenty, ...settings } });
    const said: string[] = [];
    const note = (text: unknown) => void said.push(String(text));
    const stubs = [sinon.stub(console, "log").callsFake(note), sinon.stub(console, "warn").callsFake(note)];
    const hand = policyHandOn(tenant);
    const idOf = (name: string) => [...tenant.store.folders.values()].find((one) => one.name === name)?.id ?? "";
    const ground: PolicyGround = {
        tenant,
        hand,
        said,
        as: {},
        tamper: untouched,
        get teamsId() {
            return idOf("teams");
        },
        get folderId() {
            return idOf("payments");
        },
        get resourceGroupId() {
            return [...tenant.store.resourceGroups.values()].find(({ name }) => name === "platform")?.id ?? "";
        },
        get declared() {
            return paymentsPolicy(ground.folderId);
        },
        connect: () => connected(tenant, ground.tamper, ground.as, { clock: skippingClock() }),
        provider() {
            const opa = ground.connect();
            return dynamicProvider(
                securityPolicy(() => opa),
                new Claims(),
                new Succession(),
            );
        },
        life: (resource) => lifeOf(() => ground.provider(), ownerNamed(resource)),
        async renew(changed = {}) {
            tenant.reset();
            Object.assign(tenant.settings, changed);
            Object.assign(ground, { as: {}, tamper: untouched });
            said.length = 0;
            makeOpaGroup(tenant.store, "team-payments", [], ["ana@example.com"]);
            await hand.folder("payments", ground.teamsId);
        },
        async close() {
            for (const stub of stubs) stub.restore();
            await tenant.close();
        },
    };
    await ground.renew();
    return ground;
}

/** A team's policy on its folder, with MFA. */
export function paymentsPolicy(secretFolderId: string) {
    return {
        name: "team-payments secrets",
        description: "Secrets of team payments",
        resourceGroup: "platform",
        principals: { userGroups: [{ name: "team-payments" }] },
        rules: [
            {
                name: "payments",
                secretFolderId,
                privileges: ["contribute"],
                conditions: [{ conditionType: "mfa", reAuthFrequencyInSeconds: 3600 }],
            },
        ],
        waitForGroups: 0,
    };
}

/** Time that leaps over every wait. */
function skippingClock(): Clock {
    let skippedMs = 0;
    return {
        nowMs: () => Date.now() + skippedMs,
        sleep: async (delayMs) => {
            skippedMs += delayMs;
        },
    };
}
