import assert from "node:assert/strict";
import sinon from "sinon";
import type { Clock } from "../../../resources/http/clock";
import { type Conditions, usualConditions } from "../../../resources/http/connect";
import type { Send } from "../../../resources/http/send";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import type { Properties } from "../../../resources/lifecycle/plain";
import { openOkta } from "../../../resources/okta/connection";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import { type RecordedRequest, startTenant, type Tenant, type TenantSettings } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import type { GroupPushMapping, OktaGroup } from "../../../tenant/store/okta-records";
import { type Administrator, administratorOf } from "../../support/administrator";
import { type Life, lifeOf } from "../../support/life-of";

/** How many seconds of the tenant and of our waits go by in a real one. */
const speed = 100;

const dayMs = 86_400_000;

/** What a scenario about group push mappings has to work with. */
export interface Stage {
    readonly tenant: Tenant;
    readonly appId: string;
    /** A group of Okta's own, with two members. */
    readonly source: OktaGroup;
    /** Just what must be declared. */
    readonly declared: Properties;
    /** What was said to the user beside errors. */
    readonly said: readonly string[];
    /** A new connection, as each run has one. */
    connect(): Send;
    /** A resource that each run manages with a connection of its own. */
    begin(): Life;
    /** All mappings there are. */
    mappings(): readonly GroupPushMapping[];
    /** The app's groups of this name. */
    targets(name?: string): readonly OktaGroup[];
    /** Somebody else's group in the app, a day old; `unseen` if the search does not know it. */
    importTarget(name: string, unseen?: "unseen"): Promise<OktaGroup>;
    /** Who changes things by hand. */
    readonly administrator: Administrator;
    /** Method and path, shortened, of the requests since the last call of this, those that write only. */
    writes(): readonly string[];
    /** Since the last call of this or of `writes`. */
    requests(): readonly RecordedRequest[];
}

/** Starts a tenant, lets `act` work with it and closes it. */
export async function onStage(
    settings: Partial<TenantSettings>,
    act: (stage: Stage) => Promise<void>,
    conditions: Partial<Conditions> = {},
): Promise<void> {
    const tenant = await startTenant({ speed, settings });
    const said: string[] = [];
    const note = (text: unknown) => void said.push(String(text));
    const console_ = [sinon.stub(console, "log").callsFake(note), sinon.stub(console, "warn").callsFake(note)];
    try {
        await act(stageOn(tenant, said, conditions));
    } finally {
        for (const stub of console_) stub.restore();
        await tenant.close();
    }
}

function stageOn(tenant: Tenant, said: readonly string[], conditions: Partial<Conditions>): Stage {
    const { store, clock, opaAppId: appId } = tenant;
    const source = makeGroup(store, clock.nowMs(), { name: "team-payments" });
    for (const login of ["ana@example.com", "ben@example.com"]) {
        store.membersOf(source.id).add(store.userWithLogin(login)?.id ?? "");
    }
    const administrator = administratorOf(tenant);
    const connect = () => connectFast(tenant, conditions);
    const requests = () => {
        const ours = tenant.requests.filter(({ by }) => by === "automation");
        tenant.clearRequests();
        return ours;
    };
    return {
        tenant,
        appId,
        source,
        declared: { appId, sourceGroupId: source.id, targetGroupName: "team-payments" },
        said,
        connect,
        begin: () =>
            lifeOf(() => {
                const send = connect();
                return dynamicProvider(groupPushMapping(() => send, 1000 / speed));
            }),
        mappings: () => [...store.mappings.values()],
        targets: (name = "team-payments") =>
            [...store.groups.values()].filter((group) => group.type === "APP_GROUP" && group.name === name),
        async importTarget(name, unseen) {
            const group = unseen ? makeGroup(store, clock.nowMs(), { name, type: "APP_GROUP", appId }) : undefined;
            const target = group ?? (await leftInApp(tenant, name));
            clock.advance(dayMs);
            return target;
        },
        administrator,
        requests,
        writes: () => requests().flatMap((request) => (request.writes ? [shortened(request)] : [])),
    };
}

/** `PATCH mappings/{id}`, whichever mapping it is. */
export function shortened({ method, path }: Pick<RecordedRequest, "method" | "path">): string {
    return `${method} ${path.replace(/^.*\/group-push\//, "").replace(/gPm\w+/, "{id}")}`;
}

/** A group in the app whose mapping was deleted: it stays, and the search knows it. */
async function leftInApp(tenant: Tenant, name: string): Promise<OktaGroup> {
    const { okta } = administratorOf(tenant);
    const mappings = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;
    const source = (await okta("POST", "/api/v1/groups", { profile: { name: `owner of ${name}` } })) as { id: string };
    const body = { sourceGroupId: source.id, targetGroupName: name, status: "INACTIVE" };
    const { id, targetGroupId } = (await okta("POST", mappings, body)) as { id: string; targetGroupId: string };
    await okta("DELETE", `${mappings}/${id}?deleteTargetGroup=false`);
    const target = tenant.store.groups.get(targetGroupId);
    assert.ok(target);
    return target;
}

function connectFast(tenant: Tenant, conditions: Partial<Conditions>): Send {
    const credential = { type: "api-token", apiToken: tenant.credentials.oktaApiToken } as const;
    return openOkta(
        { origin: tenant.okta, credential },
        { ...usualConditions({}), clock: fastClock(), say: () => undefined, random: () => 0.5, ...conditions },
    );
}

function fastClock(): Clock {
    const startMs = Date.now();
    return {
        nowMs: () => startMs + (Date.now() - startMs) * speed,
        sleep: (delayMs) => new Promise((resolve) => void setTimeout(resolve, delayMs / speed)),
    };
}
