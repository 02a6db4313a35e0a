import type { FastifyRequest } from "fastify";
import { TenantClock, type Time } from "./clock";
import { controlOperations } from "./control/control-routes";
import { mountEvents } from "./control/events";
import { pushFault, requestFault } from "./control/fault-orders";
import { settingsOrder } from "./control/orders";
import { answerStray, isControl } from "./control/stray";
import { type Credentials, tenantCredentials } from "./credentials";
import { Faults, type RequestFault } from "./faults";
import { Routes } from "./http/routes";
import { mountPlain, serveRefused, serveUnknown } from "./http/serve";
import { createServer, type Handler } from "./http/server";
import { close, listen } from "./listen";
import { understood, withoutUndefined } from "./mistakes";
import { mountOkta } from "./okta/mount";
import type { OAuthClientOptions, RegisteredOAuthClient } from "./okta/oauth/registration";
import { SystemLog } from "./okta/system-log";
import { mountOpa } from "./opa/mount";
import { pageOperations } from "./page/page-routes";
import { importMembers } from "./push/import-members";
import type { PushFault } from "./push/push-faults";
import { Pushes } from "./push/pushes";
import { type RecordedRequest, RequestLog } from "./request-log";
import { defaultSettings, type TenantSettings } from "./settings";
import { Standing } from "./standing";
import { MemberLists } from "./store/member-lists";
import { SearchIndex } from "./store/search-index";
import { seed } from "./store/seed";
import { type SeedCounts, seedMany } from "./store/seed-many";
import { Store } from "./store/store";
import type { Given } from "./verdict/conditions";
import type { Verdict } from "./verdict/verdict";
import { type Question, type VerdictOn, Verdicts } from "./verdict/verdicts";
import type { World } from "./world";

/** The options of a tenant. */
export interface TenantOptions {
    /** Default 0: a free port. */
    readonly port?: number;
    /** Its behaviour, as far as it can be configured; each setting that is left out has its default. */
    readonly settings?: Partial<TenantSettings>;
    /** Tenant seconds per real second; default 1. At 100 a push delay of 300 ms takes 3 ms. */
    readonly speed?: number;
    /** A replacement for real time, with which a test can let hours pass at once. */
    readonly time?: Time;
}

/** A simulated Okta org with Okta Privileged Access, on this machine only. */
export interface Tenant {
    /** Its base URL; in a browser it shows the tenant's page. */
    readonly url: string;
    /** Base URL of Okta's API. */
    readonly okta: string;
    /** Base URL of OPA's API. */
    readonly opa: string;
    /** The URL under which programs inspect and steer the tenant itself. */
    readonly control: string;
    /** Id of the seeded Okta Privileged Access app. */
    readonly opaAppId: string;
    readonly credentials: Credentials;
    /** The environment variables with which `pulumi-okta-opa` and the Okta plugin find it. */
    readonly environment: Readonly<Record<string, string>>;
    /** Everything it holds, for a test's assertions. */
    readonly store: Store;
    /** Every call so far to Okta's or OPA's API, in order. */
    readonly requests: readonly RecordedRequest[];
    /** May be changed at any time. */
    readonly settings: TenantSettings;
    readonly clock: TenantClock;
    /** What the automation may do, apart from groups and policies. */
    readonly standing: Standing;
    /** Makes a later request fail. */
    fail(fault: RequestFault): void;
    /** Makes a later push fail. */
    failPush(fault: PushFault): void;
    /** Ends every token that OPA or Okta has issued. */
    expireTokens(): void;
    /** Registers an OAuth client with Okta, such as a service app; makes its key pair unless a public key is given. */
    addOAuthClient(options: OAuthClientOptions): RegisteredOAuthClient;
    /** Calls `listener` at the end of every call to either API. Returns a function that stops that. */
    follow(listener: (request: RecordedRequest) => void): () => void;
    /** Empties the log of calls. */
    clearRequests(): void;
    /**
     * Makes these people the members of an Okta group, as a directory import or a group rule does: for groups that no API call
     * may change. Pushes follow. Throws when the group or a person does not exist.
     */
    importMembers(groupId: string, logins: readonly string[]): void;
    /**
     * Whether OPA lets somebody do something now, and through what: the same code answers the calls of OPA's API. It reads
     * OPA's own groups: somebody whom no push has brought yet may do nothing, and whom no push has removed yet still may.
     * Throws when several folders or secrets have the path. Each call reads all policies: for many questions use
     * `verdicts()`.
     */
    verdict(question: Question): Verdict;
    /**
     * The verdict on every person, service user and workload role, for every folder and secret and every privilege. Their
     * product is large, so it suits organisations with a few hundred folders at most.
     */
    verdicts(given?: Given): readonly VerdictOn[];
    /** Adds a large organisation to the existing one, the same every time; `search` finds it at once. */
    seedMany(counts: SeedCounts): void;
    /** Back to the seeded organisation and the initial settings, with no faults and an empty log. */
    reset(): void;
    /** Frees the port and lets the process end. */
    close(): Promise<void>;
}

/** Starts a simulated tenant with a small organisation. When the port is taken, it rejects and says what to do. */
export async function startTenant(options: TenantOptions = {}): Promise<Tenant> {
    const asked = structuredClone(understood(settingsOrder, options.settings ?? {})) as Partial<TenantSettings>;
    const settings = { ...defaultSettings(), ...structuredClone(asked) };
    const clock = new TenantClock(options.speed ?? 1, options.time);
    const store = new Store();
    const log = new RequestLog();
    const world: World = {
        baseUrl: "",
        credentials: tenantCredentials(),
        settings,
        clock,
        store,
        index: new SearchIndex(store, clock, settings),
        memberLists: new MemberLists(store, clock, settings),
        log,
        systemLog: new SystemLog(),
        faults: new Faults(),
        standing: new Standing(),
        pushes: new Pushes(store, clock, settings, {
            arrived: () => log.changed(),
            changed: (groupId) => world.index.changed(groupId),
        }),
    };
    let opaAppId = fill(world);

    const apiFor = ({ url }: FastifyRequest) => (url.startsWith("/v1/") ? opa.api : okta.api);
    const routes = new Routes<Handler>();
    const okta = mountOkta(routes, world);
    const opa = mountOpa(routes, world);
    function reset(): void {
        for (const name of Object.keys(settings)) Reflect.deleteProperty(settings, name);
        Object.assign(settings, defaultSettings(), structuredClone(asked));
        clock.reset();
        world.faults.clear();
        world.systemLog.clear();
        world.pushes.clear();
        world.memberLists.clear();
        world.standing.clear();
        okta.clear();
        opa.clear();
        store.clear();
        opaAppId = fill(world);
        log.clear();
    }
    const expireTokens = () => {
        okta.expireTokens();
        opa.expireTokens();
    };
    const addOAuthClient = (client: OAuthClientOptions) => okta.oauth.register(client);
    const control = controlOperations(world, { reset, expireTokens, addOAuthClient });
    mountPlain(routes, [...control, ...pageOperations]);
    mountEvents(routes, world);
    const server = await createServer({
        routes,
        unknown: (request, reply) =>
            isControl(request.url)
                ? answerStray(request, reply, 404, control)
                : serveUnknown(world, apiFor(request), request, reply),
        refuse: (request, reply, status) =>
            isControl(request.url)
                ? answerStray(request, reply, status, control)
                : serveRefused(world, apiFor(request), request, reply, status),
    });
    world.baseUrl = await listen(server, options.port ?? 0);
    return {
        url: world.baseUrl,
        okta: world.baseUrl,
        opa: world.baseUrl,
        control: `${world.baseUrl}/control`,
        get opaAppId() {
            return opaAppId;
        },
        credentials: world.credentials,
        environment: environmentOf(world),
        store,
        requests: log.entries,
        settings,
        clock,
        standing: world.standing,
        fail: (fault) => world.faults.arm(withoutUndefined(understood(requestFault, fault))),
        failPush: (fault) => world.pushes.faults.arm(withoutUndefined(understood(pushFault, fault))),
        expireTokens,
        addOAuthClient,
        follow: (listener) => log.follow((news) => typeof news === "object" && listener(news)),
        clearRequests: () => log.clear(),
        importMembers: (groupId, logins) => importMembers(world, groupId, logins),
        verdict: (question) => new Verdicts(store, settings, clock.nowMs()).of(question),
        verdicts: (given = {}) => new Verdicts(store, settings, clock.nowMs()).all(given),
        seedMany(counts) {
            seedMany(store, counts);
            world.index.rebuild();
        },
        reset,
        async close() {
            clock.clear();
            await close(server);
        },
    };
}

function fill(world: World): string {
    const opaAppId = seed(world.store);
    world.index.rebuild();
    return opaAppId;
}

function environmentOf({ baseUrl, credentials }: World): Record<string, string> {
    return {
        OKTA_ORG_NAME: "example",
        OKTA_BASE_URL: "okta.com",
        OKTA_HTTP_PROXY: baseUrl,
        OKTA_API_TOKEN: credentials.oktaApiToken,
        OKTAPAM_API_HOST: baseUrl,
        OKTAPAM_TEAM: credentials.opaTeam,
        OKTAPAM_KEY: credentials.opaKeyId,
        OKTAPAM_SECRET: credentials.opaKeySecret,
    };
}
