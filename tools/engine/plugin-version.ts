import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** A plugin prints its port in under a second; one that prints nothing is not a plugin. */
const answersWithinMs = 15_000;

/** The version that a plugin reports when asked as Pulumi's engine asks it; undefined when it does not answer. */
export async function pluginVersion(file: string): Promise<string | undefined> {
    const child = spawn(file, [], { stdio: ["ignore", "pipe", "ignore"] });
    const late = new Promise<undefined>((resolve) => {
        setTimeout(resolve, answersWithinMs, undefined).unref();
        child.once("error", () => resolve(undefined));
        child.once("exit", () => resolve(undefined));
    });
    try {
        return await Promise.race([asked(child), late]);
    } finally {
        child.kill("SIGKILL");
    }
}

/** Its first line is the port that it listens on. */
async function asked(child: ChildProcess): Promise<string | undefined> {
    if (!child.stdout) return undefined;
    for await (const line of createInterface(child.stdout)) return versionAt(Number(line));
    return undefined;
}

function versionAt(port: number): Promise<string | undefined> {
    if (!Number.isInteger(port) || port <= 0) return Promise.resolve(undefined);
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return new Promise((resolve) => {
        client.getPluginInfo(new Empty(), (failure, info) => {
            client.close();
            resolve(failure ? undefined : info.getVersion() || undefined);
        });
    });
}
