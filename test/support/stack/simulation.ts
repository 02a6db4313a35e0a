import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import sinon from "sinon";
import { startTenant, type Tenant, type TenantSettings } from "../../../tenant";
import { forgetPrograms } from "./forget-programs";
import { makeProviderTexts } from "./provider-texts";
import { SimulatedTime } from "./simulated-time";
import { type Unplugged, unplug } from "./unplugged-network";

/** When every simulation begins. */
const beginsMs = Date.UTC(2026, 10, 24, 14, 0, 0);

/** A process is killed at one of its requests, before or after the service took it. */
export interface Kill {
    /** Its number, counted from 1, or the first that fits. */
    readonly at: number | { readonly method: string; readonly path: RegExp };
    readonly when: "before" | "after";
}

/** Each has connections of its own. */
const parts = ["program", "provider", "okta plugin"] as const;

export type Part = (typeof parts)[number];

/** The processes of one operation: they begin together, and are killed together. */
export interface SimulatedProcess {
    /** Settings, as stack configuration has them, by which one of them finds the tenant. */
    configOf(part: Part): Readonly<Record<string, string>>;
    /** Resolves when it is killed. Never, when it is not to be. */
    readonly killed: Promise<void>;
    /** Resolves when it has nothing left to wait for: a process ends then, whatever it was about to do. */
    readonly idle: Promise<void>;
    /** What it said: on the terminal, and with what nobody caught. */
    readonly said: string[];
    readonly uncaught: unknown[];
}

/** A tenant, and processes beside it that live by its clock: thousands of runs, each the same every time. */
export class Simulation {
    #current: SimulatedProcess | undefined;
    #hosts: readonly string[] = [];
    #kill: (Kill & { now: () => void }) | undefined;
    #idle = () => {};
    /** Answers that are still to come. */
    readonly #inFlight = new Set<ServerResponse>();
    /** What is to happen as soon as the next operation sends its request of this number. */
    #meanwhile: { readonly nth: number; readonly act: () => void } | undefined;
    /** Which of the processes sent each request. */
    #requests: readonly Part[] = [];
    #addresses = 0;
    readonly #network: Unplugged;
    readonly #ends: (() => void)[] = [];

    private constructor(
        readonly tenant: Tenant,
        readonly time: SimulatedTime,
        server: Server,
    ) {
        this.#network = unplug(server, (request, response, passOn) => this.#gate(request, response, passOn));
        this.#ends.push(
            () => this.#network.end(),
            listenToTerminal((text) => this.#current?.said.push(text)),
            listenToUncaught((reason) => this.#current?.uncaught.push(reason)),
            () => time.restore(),
        );
    }

    static async start(settings: Partial<TenantSettings> = {}): Promise<Simulation> {
        const letDebug = await makeProviderTexts();
        const time = new SimulatedTime(beginsMs);
        const created = sinon.spy(http, "createServer");
        try {
            const tenant = await startTenant({ time, settings });
            const server = created.lastCall.returnValue;
            const simulation = new Simulation(tenant, time, server);
            simulation.#ends.push(letDebug);
            return simulation;
        } catch (failure) {
            time.restore();
            throw failure;
        } finally {
            created.restore();
        }
    }

    /** The organisation as seeded, with these settings; nothing of earlier runs is left. */
    reset(settings: Partial<TenantSettings> = {}): void {
        this.time.forgetWaits();
        this.tenant.reset();
        Object.assign(this.tenant.settings, settings);
    }

    /** Lets everything that is to come happen, and keeps what there is then. Returns what brings it back, again and again. */
    keep(): () => void {
        const { store, settings, clock } = this.tenant;
        clock.flush();
        const kept = Object.entries(store).flatMap(([name, rows]) =>
            rows instanceof Map ? [[name, structuredClone(rows)] as const] : [],
        );
        const [wasSet, count] = [structuredClone(settings), store.ids.next()];
        return () => {
            this.reset(wasSet);
            for (const [name, rows] of kept) refill(Reflect.get(store, name) as Map<unknown, unknown>, rows);
            // No id is given twice.
            while (store.ids.next() < count);
            // Lets the search know them.
            this.tenant.seedMany({});
        };
    }

    /** Who sent each request of the current operation so far, or of the last one. */
    get requests(): readonly Part[] {
        return this.#requests;
    }

    /** Lets `act` happen when request number `nth`, counted from 1, of the next operation arrives. */
    atRequest(nth: number, act: () => void): void {
        this.#meanwhile = { nth, act };
    }

    /** Lets processes live, with addresses and so with connections of their own, until `act` ends or they are killed. */
    async inProcess<T>(kill: Kill | undefined, act: (process: SimulatedProcess) => Promise<T>): Promise<T | "killed"> {
        const simulated = this.#begin(kill);
        const env = withoutOurs(process.env);
        const { stackTraceLimit } = Error;
        // Pulumi's SDK takes a stack for each promise, which costs more than all the rest.
        Error.stackTraceLimit = 0;
        try {
            const killed = simulated.killed.then(() => "killed" as const);
            const ended = Promise.race([act(simulated), killed]);
            return await this.time.until(
                ended,
                () => this.#inFlight.size > 0,
                () => this.#idle(),
            );
        } finally {
            this.#current = undefined;
            this.#meanwhile = undefined;
            this.#hosts = [];
            this.time.forgetWaits();
            this.#network.cut();
            // What was just being done comes to rest before another process begins.
            await this.time.settle();
            this.time.forgetWaits();
            Object.assign(process.env, env);
            Error.stackTraceLimit = stackTraceLimit;
        }
    }

    async close(): Promise<void> {
        for (const end of this.#ends.splice(0)) end();
        await forgetPrograms();
        await this.tenant.close();
    }

    #begin(kill: Kill | undefined): SimulatedProcess {
        let now = () => {};
        const killed = new Promise<void>((resolve) => {
            now = resolve;
        });
        const idle = new Promise<void>((resolve) => {
            this.#idle = resolve;
        });
        const hosts = parts.map(() => this.#newHost());
        this.#requests = [];
        this.#inFlight.clear();
        this.#kill = kill && { ...kill, now };
        this.#hosts = hosts;
        const configOf: SimulatedProcess["configOf"] = (part) => this.#config(hosts[parts.indexOf(part)] ?? "");
        this.#current = { configOf, killed, idle, said: [], uncaught: [] };
        return this.#current;
    }

    /** Any of them is this machine. */
    #newHost(): string {
        this.#addresses += 1;
        const number = this.#addresses;
        return `127.${1 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}:${new URL(this.tenant.url).port}`;
    }

    #config(host: string): Readonly<Record<string, string>> {
        const { oktaApiToken, opaTeam, opaKeyId, opaKeySecret } = this.tenant.credentials;
        return {
            "okta:orgName": "example",
            "okta:baseUrl": "okta.com",
            "okta:httpProxy": `http://${host}`,
            "okta:apiToken": oktaApiToken,
            "opa:host": `http://${host}`,
            "opa:team": opaTeam,
            "opa:key": opaKeyId,
            "opa:secret": opaKeySecret,
        };
    }

    #gate(request: IncomingMessage, response: ServerResponse, passOn: () => void): void {
        const { host = "" } = request.headers;
        if (host === new URL(this.tenant.url).host) passOn();
        else if (this.#hosts.includes(host)) this.#pass(request, response, passOn);
        // Any other process is dead: its bytes never left.
    }

    #pass({ method, url = "", headers }: IncomingMessage, response: ServerResponse, passOn: () => void): void {
        this.#requests = [...this.#requests, parts[this.#hosts.indexOf(headers.host ?? "")] ?? "program"];
        this.#inFlight.add(response);
        response.once("close", () => this.#inFlight.delete(response));
        if (this.#meanwhile?.nth === this.#requests.length) this.#meanwhile.act();
        const kill = this.#kill;
        if (!kill || !this.#isMeant(kill.at, method, url)) {
            passOn();
            return;
        }
        this.#hosts = [];
        if (kill.when === "after") {
            response.once("close", kill.now);
            passOn();
        } else kill.now();
    }

    #isMeant(at: Kill["at"], method: string | undefined, url: string): boolean {
        if (typeof at === "number") return at === this.#requests.length;
        const [path = ""] = url.split("?");
        return at.method === method && at.path.test(path);
    }
}

/** Takes what is set for a real tenant out of the environment. Returns it. */
function withoutOurs(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    const ours = Object.entries(env).filter(([name]) => /^OKTA/.test(name));
    for (const [name] of ours) delete env[name];
    return Object.fromEntries(ours);
}

function refill(rows: Map<unknown, unknown>, kept: Map<unknown, unknown>): void {
    rows.clear();
    for (const [key, row] of structuredClone(kept)) rows.set(key, row);
}

/** Takes what is written to the terminal. Returns what ends that. */
function listenToTerminal(hear: (text: string) => void): () => void {
    const { log, warn, error, info } = console;
    const write = process.stderr.write;
    const say = (...words: unknown[]) => hear(words.map(String).join(" "));
    // No stubs of sinon's: they remember every call there ever was.
    Object.assign(console, { log: say, warn: say, error: say, info: say });
    Object.assign(process.stderr, { write: (chunk: unknown) => [hear(String(chunk))].length > 0 });
    return () => {
        Object.assign(console, { log, warn, error, info });
        Object.assign(process.stderr, { write });
    };
}

/** Takes rejections that nobody catches: a Pulumi program ends with them. Returns what ends that. */
function listenToUncaught(hear: (reason: unknown) => void): () => void {
    const others = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    process.on("unhandledRejection", hear);
    return () => {
        process.off("unhandledRejection", hear);
        for (const other of others) process.on("unhandledRejection", other);
    };
}
