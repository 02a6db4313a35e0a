import { readFileSync } from "node:fs";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { tellUser } from "./engine-log";
import { service } from "./service";

/** The plugin's parent is the engine; without it, nobody calls the plugin. */
const lookForParentMs = 2_000;

const manifest: unknown = JSON.parse(readFileSync(require.resolve("@pulumi/okta/package.json"), "utf8"));
const version = typeof manifest === "object" && manifest && "version" in manifest ? String(manifest.version) : "0.0.0";

// The engine's address is the only argument that is not a flag.
const engineAddress = process.argv.slice(2).find((argument) => !argument.startsWith("-"));
const announce = () =>
    tellUser(
        engineAddress,
        `This is the Okta stand-in of pulumi-okta-opa, not Pulumi's Okta plugin ${version}: for the simulated tenant only.`,
    );

const server = new Server();
server.addService(ResourceProviderService, service(version, announce));
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (failure, port) => {
    if (failure) throw failure;
    // The first line on stdout tells the engine where to call.
    process.stdout.write(`${port}\n`);
});

const parent = process.ppid;
setInterval(() => {
    if (process.ppid !== parent) process.exit();
}, lookForParentMs).unref();
