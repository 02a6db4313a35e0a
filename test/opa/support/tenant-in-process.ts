import type { FastifyReply, FastifyRequest } from "fastify";
import { readAs } from "../../../resources/http/failure/read-as";
import { unanswered } from "../../../resources/http/network/unanswered";
import type { ApiRequest, ApiResponse, Send } from "../../../resources/http/send";
import type { RequestFault, TenantSettings } from "../../../tenant";
import { TenantClock } from "../../../tenant/clock";
import { tenantCredentials } from "../../../tenant/credentials";
import { Faults } from "../../../tenant/faults";
import { Routes } from "../../../tenant/http/routes";
import type { Handler } from "../../../tenant/http/server";
import { SystemLog } from "../../../tenant/okta/system-log";
import { mountOpa } from "../../../tenant/opa/mount";
import { Pushes } from "../../../tenant/push/pushes";
import { RequestLog } from "../../../tenant/request-log";
import { defaultSettings } from "../../../tenant/settings";
import { Standing } from "../../../tenant/standing";
import { MemberLists } from "../../../tenant/store/member-lists";
import { SearchIndex } from "../../../tenant/store/search-index";
import { seed } from "../../../tenant/store/seed";
import { Store } from "../../../tenant/store/store";
import type { World } from "../../../tenant/world";

/** The OPA side of a tenant that is called directly, without a port between: for thousands of sequences. */
export interface TenantInProcess {
    readonly world: World;
    /** In place of the network. */
    readonly network: Send;
    fail(fault: RequestFault): void;
    /** The organisation as seeded, with these settings. */
    reset(settings: Partial<TenantSettings>): void;
}

/** Makes one. Everything but the server is the tenant's own. */
export function tenantInProcess(): TenantInProcess {
    const world = emptyWorld();
    const routes = new Routes<Handler>();
    const opa = mountOpa(routes, world);
    return {
        world,
        network: (request) => dispatched(routes, request),
        fail: (fault) => world.faults.arm(fault),
        reset(settings) {
            Object.assign(world.settings, defaultSettings(), { opaRequestsPerHour: 1_000_000_000 }, settings);
            world.faults.clear();
            world.standing.clear();
            opa.clear();
            world.store.clear();
            seed(world.store);
            world.log.clear();
        },
    };
}

function emptyWorld(): World {
    const settings = defaultSettings();
    const clock = new TenantClock(1);
    const store = new Store();
    return {
        baseUrl: "http://tenant.invalid",
        credentials: tenantCredentials(),
        settings,
        clock,
        store,
        index: new SearchIndex(store, clock, settings),
        memberLists: new MemberLists(store, clock, settings),
        log: new RequestLog(),
        systemLog: new SystemLog(),
        faults: new Faults(),
        standing: new Standing(),
        pushes: new Pushes(store, clock, settings, { arrived: () => undefined, changed: () => undefined }),
    };
}

async function dispatched(routes: Routes<Handler>, request: ApiRequest): Promise<ApiResponse> {
    const { method, path, body } = request;
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(request.query ?? {})) {
        for (const one of [value].flat()) if (one !== undefined) query.append(name, String(one));
    }
    const found = routes.find(method, path);
    if (!found) throw new Error(`The tenant has no ${method} ${path}`);
    const reply = new Reply();
    await found.handler(
        {
            method,
            url: query.size > 0 ? `${path}?${query}` : path,
            headers: { "content-type": "application/json", ...request.headers },
            body: body === undefined ? undefined : JSON.stringify(body),
        } as unknown as FastifyRequest,
        reply as unknown as FastifyReply,
        found.params,
    );
    if (reply.isDropped) throw unanswered(request, "tenant", undefined, "ECONNRESET");
    const response = { status: reply.status, headers: reply.headers };
    const parsed = () => (reply.text === "" ? undefined : (JSON.parse(reply.text) as unknown));
    if (reply.status < 300) return { ...response, body: readAs(request, { ...response, body: undefined }, parsed) };
    return { ...response, body: parsedIfAny(reply.text) };
}

function parsedIfAny(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** As much of a reply as serving needs. */
class Reply {
    status = 0;
    text = "";
    isDropped = false;
    readonly headers = new Headers();
    readonly raw = {
        destroy: () => {
            this.isDropped = true;
        },
    };

    code(status: number): this {
        this.status = status;
        return this;
    }
    header(name: string, value: string | readonly string[]): this {
        for (const one of [value].flat()) this.headers.append(name, one);
        return this;
    }
    hasHeader(name: string): boolean {
        return this.headers.has(name);
    }
    hijack(): this {
        return this;
    }
    send(body?: Buffer): this {
        this.text = body?.toString() ?? "";
        return this;
    }
}
