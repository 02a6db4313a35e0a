import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answering } from "./answering";
import { checkConfig } from "./check-config";
import { configure, connected, invoke, typeOf } from "./plugin";
import { fromStruct, type Properties, toStruct } from "./properties";
import type { Change } from "./resource";

/** The plugin as Pulumi's engine calls it. A missing method answers "unimplemented", which the engine accepts. */
export function service(version: string, announce: () => Promise<void>): UntypedServiceImplementation {
    return {
        getPluginInfo: answering(async () => new PluginInfo().setVersion(version)),
        checkConfig: answering(async (request: pb.CheckRequest) => {
            const failures = checkConfig(fromStruct(request.getNews())).map((reason) =>
                new pb.CheckFailure().setReason(reason),
            );
            return new pb.CheckResponse().setInputs(request.getNews()).setFailuresList(failures);
        }),
        configure: answering(async (request: pb.ConfigureRequest) => {
            await announce();
            await configure(fromStruct(request.getArgs()));
            return new pb.ConfigureResponse().setSupportspreview(true);
        }),
        cancel: answering(async () => new Empty()),
        check: answering(check),
        diff: answering(diff),
        create: answering(create),
        read: answering(read),
        update: answering(update),
        delete: answering(remove),
        invoke: answering(async (request: pb.InvokeRequest) => {
            const found = await invoke(request.getTok(), fromStruct(request.getArgs()));
            return new pb.InvokeResponse().setReturn(toStruct(found));
        }),
    };
}

async function check(request: pb.CheckRequest): Promise<pb.CheckResponse> {
    const news = fromStruct(request.getNews());
    const failures = typeOf(request.getUrn())
        .check(news)
        .map(({ property, reason }) => new pb.CheckFailure().setProperty(property).setReason(reason));
    return new pb.CheckResponse().setInputs(toStruct(news)).setFailuresList(failures);
}

async function diff(request: pb.DiffRequest): Promise<pb.DiffResponse> {
    const changes = typeOf(request.getUrn()).diff(fromStruct(request.getOlds()), fromStruct(request.getNews()));
    const replaced = [...changes].filter(([, change]) => change === "replace").map(([property]) => property);
    const { DIFF_SOME, DIFF_NONE } = pb.DiffResponse.DiffChanges;
    const response = new pb.DiffResponse()
        .setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE)
        .setDiffsList([...changes.keys()])
        .setReplacesList(replaced)
        .setHasdetaileddiff(true);
    for (const [property, change] of changes) {
        response.getDetaileddiffMap().set(property, new pb.PropertyDiff().setKind(kindOf(change)));
    }
    return response;
}

function kindOf(change: Change): pb.PropertyDiff.Kind {
    return change === "replace" ? pb.PropertyDiff.Kind.UPDATE_REPLACE : pb.PropertyDiff.Kind.UPDATE;
}

async function create(request: pb.CreateRequest): Promise<pb.CreateResponse> {
    const type = typeOf(request.getUrn());
    const inputs = fromStruct(request.getProperties());
    if (request.getPreview()) return new pb.CreateResponse().setProperties(toStruct(type.outputsOf(inputs)));
    const { id, outputs } = await type.create(connected(), inputs);
    return new pb.CreateResponse().setId(id).setProperties(toStruct(outputs));
}

async function read(request: pb.ReadRequest): Promise<pb.ReadResponse> {
    const olds: Properties = fromStruct(request.getProperties());
    const live = await typeOf(request.getUrn()).read(connected(), request.getId(), olds);
    // An empty id means that the resource is gone.
    if (!live) return new pb.ReadResponse();
    return new pb.ReadResponse()
        .setId(live.id ?? request.getId())
        .setProperties(toStruct(live.outputs))
        .setInputs(toStruct(live.inputs));
}

async function update(request: pb.UpdateRequest): Promise<pb.UpdateResponse> {
    const type = typeOf(request.getUrn());
    const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
    const outputs = request.getPreview()
        ? type.outputsOf(news)
        : await type.update(connected(), request.getId(), olds, news);
    return new pb.UpdateResponse().setProperties(toStruct(outputs));
}

async function remove(request: pb.DeleteRequest): Promise<Empty> {
    await typeOf(request.getUrn()).delete(connected(), request.getId(), fromStruct(request.getProperties()));
    return new Empty();
}
