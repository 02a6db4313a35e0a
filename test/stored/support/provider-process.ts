import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { partialFailureIn } from "./partial-failure";

const checkout = join(__dirname, "..", "..", "..");

/** How Pulumi's protocol marks a secret value (pulumi, sdk/go/common/resource, `SigKey` and `SecretSig`). */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** A secret value of the stack configuration, as the engine hands it over. */
export const secret = (value: string): Properties => ({ ...secretMark, value });

type Done<Response> = (error: ServiceError | null, response: Response) => void;

/**
 * The SDK's own process for dynamic providers, driven over gRPC as the engine drives it, without the engine. Each bag must
 * hold the stored text as `__provider`.
 */
export class ProviderProcess {
    /** Each line it wrote to stdout and stderr: what a user would read. */
    readonly said: string[] = [];
    readonly #lines = new EventEmitter();

    private constructor(
        private readonly child: ChildProcess,
        private readonly engine: Server,
        private readonly client: ResourceProviderClient,
    ) {}

    /** Starts it in the checkout, or in another project, with these variables and hardly any of the machine's own. */
    static async start(
        variables: Readonly<Record<string, string>>,
        config: Properties = {},
        projectFolder = checkout,
    ): Promise<ProviderProcess> {
        // The engine's own address: the SDK sends logs there, and we ask whether it still listens.
        const engine = createServer((socket) => socket.on("error", () => undefined));
        await new Promise<void>((done) => engine.listen(0, "127.0.0.1", done));
        const address = `127.0.0.1:${(engine.address() as AddressInfo).port}`;
        const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
        const env = { PATH: process.env["PATH"], ...variables };
        const child = spawn(process.execPath, [script, address], { cwd: projectFolder, env });
        const [lines, errors] = [createInterface(child.stdout), createInterface(child.stderr)];
        const [port] = (await once(lines, "line")) as [string];
        const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
        const made = new ProviderProcess(child, engine, client);
        for (const output of [lines, errors]) output.on("line", (line) => made.#hear(line));
        const request = new messages.ConfigureRequest().setArgs(struct(config));
        await answered((done) => client.configure(request, done));
        return made;
    }

    async check(news: Properties): Promise<{ inputs: Properties; failures: string[] }> {
        const request = new messages.CheckRequest().setOlds(struct({})).setNews(struct(news));
        const response = await answered<messages.CheckResponse>((done) => this.client.check(request, done));
        const failures = response.getFailuresList().map((one) => `${one.getProperty()}: ${one.getReason()}`);
        return { inputs: bagIn(response.getInputs()), failures };
    }

    async diff(id: string, olds: Properties, news: Properties): Promise<{ changes: boolean; replaces: string[] }> {
        const request = new messages.DiffRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
        const response = await answered<messages.DiffResponse>((done) => this.client.diff(request, done));
        const changes = response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME;
        return { changes, replaces: response.getReplacesList() };
    }

    async create(inputs: Properties): Promise<{ id: string; outputs: Properties }> {
        const request = new messages.CreateRequest().setProperties(struct(inputs));
        const response = await answered<messages.CreateResponse>((done) => this.client.create(request, done));
        return { id: response.getId(), outputs: bagIn(response.getProperties()) };
    }

    /** The id is empty when the object is gone. */
    async read(id: string, outputs: Properties): Promise<{ id: string; outputs: Properties; inputs: Properties }> {
        const request = new messages.ReadRequest().setId(id).setProperties(struct(outputs));
        const response = await answered<messages.ReadResponse>((done) => this.client.read(request, done));
        const [properties, inputs] = [response.getProperties(), response.getInputs()];
        return { id: response.getId(), outputs: bagIn(properties), inputs: bagIn(inputs) };
    }

    async update(id: string, olds: Properties, news: Properties): Promise<Properties> {
        const request = new messages.UpdateRequest().setId(id).setOlds(struct(olds)).setNews(struct(news));
        const response = await answered<messages.UpdateResponse>((done) => this.client.update(request, done));
        return bagIn(response.getProperties());
    }

    async delete(id: string, outputs: Properties): Promise<void> {
        const request = new messages.DeleteRequest().setId(id).setProperties(struct(outputs));
        await answered<Empty>((done) => this.client.delete(request, done));
    }

    /** What the engine does at the first Ctrl-C. */
    async interrupt(): Promise<void> {
        await answered<Empty>((done) => this.client.cancel(new Empty(), done));
    }

    /** The engine is killed. */
    async loseEngine(): Promise<void> {
        await new Promise((resolve) => this.engine.close(resolve));
    }

    /** Resolves once it has written such a line. */
    async toSay(expected: RegExp): Promise<string> {
        for (;;) {
            const line = this.said.find((one) => expected.test(one));
            if (line !== undefined) return line;
            await once(this.#lines, "line");
        }
    }

    async close(): Promise<void> {
        this.client.close();
        const ended = once(this.child, "close");
        this.child.kill();
        await ended;
        await this.loseEngine();
    }

    #hear(line: string): void {
        this.said.push(line);
        this.#lines.emit("line");
    }
}

/** Rejects with what the engine would show: for an unfinished object its reasons, with `partial` beside them. */
function answered<Response>(call: (done: Done<Response>) => unknown): Promise<Response> {
    return new Promise((resolve, reject) =>
        call((error, response) => {
            if (!error) return resolve(response);
            const partial = partialFailureIn(error);
            const shown = partial ? partial.reasons.join("\n") : error.details;
            reject(Object.assign(new Error(shown), partial ? { partial } : {}));
        }),
    );
}

function struct(bag: Properties): Struct {
    return Struct.fromJavaScript({ ...bag } as Parameters<typeof Struct.fromJavaScript>[0]);
}

function bagIn(found: Struct | undefined): Properties {
    return found?.toJavaScript() ?? {};
}
