import assert from "node:assert/strict";
import sinon from "sinon";
import { type Conditions, usualConditions } from "../../../resources/http/connect";
import type { Send } from "../../../resources/http/send";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { type DynamicProvider, dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { Claims } from "../../../resources/lifecycle/run/claims";
import { Succession } from "../../../resources/lifecycle/run/succession";
import { openOkta } from "../../../resources/okta/connection/connect";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import type { AskOpa } from "../../../resources/okta/group-push-mapping/wire/in-opa";
import { type OpaConnection, openOpa } from "../../../resources/opa/connection/connect";
import { groupsOfName } from "../../../resources/opa/groups/groups-now";
import { policiesForGroup } from "../../../resources/opa/security-policy/policies-for-group";
import type { RecordedRequest, Tenant, TenantSettings } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import type { GroupPushMapping, OktaGroup } from "../../../tenant/store/okta-records";
import { type Administrator, administratorOf } from "../../support/administrator";
import { type Life, lifeOf } from "../../support/life-of";
import { withSimulatedTenant } from "../../support/simulated-tenant";

const dayMs = 86_400_000;

/** What is different about a connection. */
export interface Otherwise {
    readonly conditions?: Partial<Conditions>;
    readonly around?: (send: Send) => Send;
    /** Whether there is no way to OPA. */
    readonly isWithoutOpa?: boolean;
}

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
    /** The same to OPA. */
    connectToOpa(): OpaConnection;
    /** Sets how runs that begin from now on connect; nothing as usual. */
    connectOtherwise(otherwise: Otherwise): void;
    /** The provider of a run: several resources may share it. */
    run(): DynamicProvider;
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

/** Starts a tenant, lets `act` work with it and closes it, in simulated time: one after the other. */
export function onStage(settings: Partial<TenantSettings>, act: (stage: Stage) => Promise<void>): Promise<void> {
    return withSimulatedTenant(settings, async (tenant) => {
        const said: string[] = [];
        const note = (text: unknown) => void said.push(String(text));
        const stubs = (["log", "warn"] as const).map((way) => sinon.stub(console, way).callsFake(note));
        try {
            await act(stageOn(tenant, said));
        } finally {
            for (const stub of stubs) stub.restore();
        }
    });
}

function stageOn(tenant: Tenant, said: readonly string[]): Stage {
    let otherwise: Otherwise = {};
    const { store, clock, opaAppId: appId } = tenant;
    const source = makeGroup(store, clock.nowMs(), { name: "team-payments" });
    for (const login of ["ana@example.com", "ben@example.com"]) {
        store.membersOf(source.id).add(store.userWithLogin(login)?.id ?? "");
    }
    const administrator = administratorOf(tenant);
    const connect = () => {
        const send = connectOkta(tenant, otherwise.conditions);
        return otherwise.around?.(send) ?? send;
    };
    const connectToOpa = () => {
        const opa = connectOpa(tenant, otherwise.conditions);
        return { ...opa, send: otherwise.around?.(opa.send) ?? opa.send };
    };
    // As resources/provider.ts: one of each for a process, which is a run.
    const run = () => {
        const [send, opa] = [connect(), connectToOpa()];
        const ask: AskOpa = async (name, freshMs) => {
            const groups = await groupsOfName(opa, name, freshMs);
            return groups ? { groups } : { unknown: "OPA shows no groups" };
        };
        const whoUses = (name: string) => policiesForGroup(opa, name);
        const kind = otherwise.isWithoutOpa ? groupPushMapping(() => send) : groupPushMapping(() => send, ask, whoUses);
        return dynamicProvider(kind, new Claims(), new Succession());
    };
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
        connectToOpa,
        connectOtherwise(next) {
            otherwise = next;
        },
        run,
        begin: () => lifeOf(run),
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

function connectOkta(tenant: Tenant, conditions: Partial<Conditions> = {}): Send {
    const credential = { type: "api-token", apiToken: tenant.credentials.oktaApiToken } as const;
    return openOkta(
        { origin: tenant.okta, credential },
        { ...usualConditions({}), say: () => undefined, random: () => 0.5, ...conditions },
    );
}

function connectOpa(tenant: Tenant, conditions: Partial<Conditions> = {}): OpaConnection {
    const { opaTeam: team, opaKeyId: keyId, opaKeySecret: keySecret } = tenant.credentials;
    return openOpa(
        { origin: tenant.opa, team, keyId, keySecret },
        { ...usualConditions({}), say: () => undefined, random: () => 0.5, ...conditions },
    );
}
