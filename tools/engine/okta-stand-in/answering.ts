import { Metadata, type ServerUnaryCall, type ServiceError, type sendUnaryData, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { toStruct } from "./properties";
import { Unfinished } from "./resource";

/** Makes an async function answer a gRPC call. An error that it throws reaches the user as its message only. */
export function answering<Request, Response>(answer: (request: Request) => Promise<Response>) {
    return (call: ServerUnaryCall<Request, Response>, respond: sendUnaryData<Response>): void => {
        answer(call.request).then(
            (response) => respond(null, response),
            (failure: unknown) => respond(toServiceError(failure)),
        );
    };
}

function toServiceError(failure: unknown): Partial<ServiceError> {
    const message = failure instanceof Error ? failure.message : String(failure);
    const metadata = failure instanceof Unfinished ? unfinished(failure) : new Metadata();
    return { code: status.UNKNOWN, details: message, metadata };
}

/** Go's gRPC reads details from this trailer; Node's gRPC does not support it. */
function unfinished(failure: Unfinished): Metadata {
    const detail = new ErrorResourceInitFailed()
        .setId(failure.id)
        .setProperties(toStruct(failure.outputs))
        .setReasonsList([failure.message]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const told = new Status().setCode(status.UNKNOWN).setMessage(failure.message).setDetailsList([packed]);
    const metadata = new Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(told.serializeBinary()));
    return metadata;
}
