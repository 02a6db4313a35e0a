import type { ServiceError } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type { Properties } from "../../../resources/lifecycle/declared/plain";

/** An object that exists but is not finished, as the engine keeps it in state. */
export interface PartialFailure {
    readonly id: string;
    readonly properties: Properties;
    /** All that the engine shows of it. */
    readonly reasons: readonly string[];
}

/** The unfinished object that an error of create or update tells of; undefined for any other error. */
export function partialFailureIn({ metadata }: ServiceError): PartialFailure | undefined {
    const [packed] = metadata.get("grpc-status-details-bin");
    if (!(packed instanceof Buffer)) return undefined;
    const [detail] = Status.deserializeBinary(packed).getDetailsList();
    if (!detail) return undefined;
    const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
    const properties = failed.getProperties()?.toJavaScript() ?? {};
    return { id: failed.getId(), properties, reasons: failed.getReasonsList() };
}
