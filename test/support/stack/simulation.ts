import http, { type IncomingMessage, type Server, type ServerResponse } from "node:http";
import sinon from "sinon";
import { startTenant, type Tenant, type TenantSettings } from "../../../tenant";
import { forgetPrograms } from "./program";
import { makeProviderTexts } from "./provider-texts";
import { SimulatedTime } from "./simulated-time";
import { type Unplugged, unplug } from "./unplugged-network";

/** When every simulation begins. */
const beginsMs = Date.UTC(2026, 10, 24, 14, 0, 0);

/** A process is killed at its request number `at`, counted from 1, before or after the service took it. */
export interface Kill {
    readonly at: number;
    readonly when: "before" | "after";
}

/** One process of an operation, as the services see it. */
export interface SimulatedProcess {
    readonly env: Readonly<Record<string, string>>;
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
    #currentHost = "";
    #kill: (Kill & { now: () => void }) | undefined;
    #idle = () => {};
    /** Answers that are still to come. */
    readonly #inFlight = new Set<ServerResponse>();
    #requests = 0;
    #processes = 0;
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

    /** Requests of the current process so far, or of the last one. */
    get requests(): number {
        return this.#requests;
    }

    /** Lets a process live, with an address and so with connections of its own, until `act` ends or it is killed. */
    async inProcess<T>(kill: Kill | undefined, act: (process: SimulatedProcess) => Promise<T>): Promise<T | "killed"> {
        const simulated = this.#begin(kill);
        const env = { ...process.env };
        Object.assign(process.env, simulated.env);
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
            this.#currentHost = "";
            this.time.forgetWaits();
            this.#network.cut();
            // What it was just doing comes to rest while its environment is still the one it knows.
            await this.time.settle();
            this.time.forgetWaits();
            for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
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
        this.#processes += 1;
        const number = this.#processes;
        // Any of them is this machine, so each process has an address of its own.
        const host = `127.${1 + (number >> 16)}.${(number >> 8) & 255}.${number & 255}:${new URL(this.tenant.url).port}`;
        let now = () => {};
        const killed = new Promise<void>((resolve) => {
            now = resolve;
        });
        const idle = new Promise<void>((resolve) => {
            this.#idle = resolve;
        });
        const { environment } = this.tenant;
        const at = { OKTA_HTTP_PROXY: `http://${host}`, OKTAPAM_API_HOST: `http://${host}` };
        this.#requests = 0;
        this.#inFlight.clear();
        this.#kill = kill && { ...kill, now };
        this.#currentHost = host;
        this.#current = { env: { ...environment, ...at }, killed, idle, said: [], uncaught: [] };
        return this.#current;
    }

    #gate(request: IncomingMessage, response: ServerResponse, passOn: () => void): void {
        const { host = "" } = request.headers;
        // By hand.
        if (host === new URL(this.tenant.url).host) return passOn();
        // Of a process that is dead: its bytes never left.
        if (host !== this.#currentHost) return;
        this.#requests += 1;
        this.#inFlight.add(response);
        response.once("close", () => this.#inFlight.delete(response));
        const kill = this.#kill;
        if (kill?.at !== this.#requests) return passOn();
        this.#currentHost = "";
        if (kill.when === "before") return kill.now();
        response.once("close", kill.now);
        passOn();
    }
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
