import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";

/** Shows a line in the output of `pulumi`; without an engine, on stderr. */
export function tellUser(engineAddress: string | undefined, text: string): Promise<void> {
    if (!engineAddress) {
        process.stderr.write(`${text}\n`);
        return Promise.resolve();
    }
    const request = new LogRequest();
    request.setSeverity(LogSeverity.INFO);
    request.setMessage(text);
    const engine = new EngineClient(engineAddress, credentials.createInsecure());
    return new Promise((resolve) => {
        // A line that cannot be shown must not fail the run.
        engine.log(request, () => {
            engine.close();
            resolve();
        });
    });
}
