import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
    type RegisterResourceOutputsRequest,
    RegisterResourceResponse,
    type ResourceInvokeRequest,
    Result,
} from "@pulumi/pulumi/proto/resource_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Deployment } from "./deployment";
import { goalIn } from "./goal";

/** A Pulumi program: it makes resources, and may return outputs of the stack. */
export type Program = () => unknown;

export interface ProgramRun {
    readonly project: string;
    readonly stack: string;
    readonly isPreview: boolean;
    /** Configuration of the stack, as `namespace:key`. */
    readonly config: Readonly<Record<string, string>>;
    /** Resolves when the program has nothing left to wait for. */
    readonly idle: Promise<void>;
}

/**
 * Runs a program with Pulumi's SDK, whose requests to the engine `deployment` answers. Resolves when it has ended and
 * everything that it declared is registered, or when the operation has failed.
 */
export async function runProgram(program: Program, deployment: Deployment, run: ProgramRun): Promise<void> {
    const { project, stack } = run;
    const unused = { newResource: () => ({ id: "", state: {} }), call: () => ({}) };
    await runtime.setMocks(unused, project, stack, run.isPreview);
    runtime.setAllConfig({ ...run.config });
    Object.assign(runtime.getMonitor() ?? {}, {
        registerResource: (request: Parameters<typeof goalIn>[0], answer: Answer) => {
            const goal = goalIn(request, project, stack);
            deployment.register(goal).then(
                ({ id, outputs, isSkipped }) =>
                    answer(
                        null,
                        new RegisterResourceResponse()
                            .setUrn(goal.urn)
                            .setId(id)
                            .setObject(Struct.fromJavaScript(outputs as Parameters<typeof Struct.fromJavaScript>[0]))
                            .setResult(isSkipped ? Result.SKIP : Result.SUCCESS),
                    ),
                (failure: Error) => answer(failure),
            );
        },
        registerResourceOutputs: (request: RegisterResourceOutputsRequest, answer: Answer) => {
            deployment.registerOutputs(request.getUrn(), (request.getOutputs()?.toJavaScript() ?? {}) as Properties);
            answer(null, {});
        },
        invoke: (request: ResourceInvokeRequest, answer: Answer) => {
            assert.equal(request.getTok(), "pulumi:pulumi:readStackResourceOutputs");
            answer(null, new InvokeResponse().setReturn(Struct.fromJavaScript({ outputs: deployment.outputsBefore })));
        },
    });
    const ended = (async () => {
        // What it throws reaches the process as a rejection that nobody catches, as in the language host.
        await runtime.runInPulumiStack(async () => program());
        await runtime.disconnect();
    })();
    // The configuration is the process's own: what runs after this program must not find it.
    await Promise.race([ended, deployment.failed, run.idle]).finally(() => runtime.setAllConfig({}));
}

type Answer = (failure: Error | null, response?: unknown) => void;
