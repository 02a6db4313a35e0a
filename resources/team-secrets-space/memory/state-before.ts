import { createRequire } from "node:module";
import { getOrganization, getProject, getStack, runtime } from "@pulumi/pulumi";
import type { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { z } from "zod";
import type { Properties } from "../../lifecycle/declared/plain";

/** A resource as state had it before this run. */
interface ResourceBefore {
    readonly type: string;
    readonly name: string;
    readonly outputs: Properties;
}

/** The resources of the stack by URN, as state had them before this run. */
export type StateBefore = ReadonlyMap<string, ResourceBefore>;

/** Pulumi's type of a group of Okta. */
export const groupType = "okta:group/group:Group";

/** A resource of this type and name as state had it before this run, if it did; rejects where the engine does not tell. */
export async function inStateBefore(type: string, name: string): Promise<ResourceBefore | undefined> {
    return [...(await stateBefore()).values()].find((one) => one.name === name && one.type === type);
}

/**
 * The resource that has a group of Okta in state, by the members that are managed beside each: the group's own outputs need not
 * say its id. Rejects where the engine does not tell.
 */
export async function holderOfGroup(groupId: string): Promise<ResourceBefore | undefined> {
    return [...(await stateBefore()).values()].find(
        ({ type, outputs }) => type === membershipsType && outputs["groupId"] === groupId,
    );
}

const membershipsType = "okta:index/groupMemberships:GroupMemberships";

const answered = z.object({
    outputs: z.record(
        z.string(),
        z.object({ type: z.string(), outputs: z.record(z.string(), z.unknown()).default({}) }),
    ),
});

const read = new WeakMap<object, Promise<StateBefore>>();

/**
 * What state had when the operation began; asks the engine once for each run of a program. Empty without an engine. Rejects where
 * the engine does not answer.
 */
export function stateBefore(): Promise<StateBefore> {
    const monitor = runtime.getMonitor();
    if (!monitor) return Promise.resolve(new Map());
    const asked = read.get(monitor) ?? ask(monitor);
    read.set(monitor, asked);
    return asked;
}

const mappingType = "pulumi-nodejs:dynamic/okta:GroupPushMapping";

/**
 * Whether state has a push to a group of this name: then the group is the stack's, whatever somebody has deleted of the team by hand.
 * False where the engine does not tell.
 */
export async function isPushedByStack(groupName: string): Promise<boolean> {
    const before = await stateBefore().catch(() => new Map<string, ResourceBefore>());
    return [...before.values()].some(
        ({ type, outputs }) => type === mappingType && outputs["targetGroupName"] === groupName,
    );
}

type Monitor = NonNullable<ReturnType<typeof runtime.getMonitor>>;

/**
 * The function stands beside the one behind `StackReference`, which tells outputs of the stack alone. The SDK's own `invoke` would
 * make resources of what an answer has for references to them (docs/contracts/pulumi-engine.md 3.5).
 */
async function ask(monitor: Monitor): Promise<StateBefore> {
    const request = new ResourceInvokeRequest()
        .setTok("pulumi:pulumi:readStackResourceOutputs")
        .setArgs(structOf({ stackName: ownStack() }))
        .setAcceptresources(false);
    const done = runtime.rpcKeepAlive();
    try {
        const response = await new Promise<InvokeResponse>((resolve, reject) => {
            monitor.invoke(request, (failure: Error | null, its) => (failure ? reject(failure) : resolve(its)));
        });
        return inAnswer(response);
    } finally {
        done();
    }
}

/** As the SDK writes what it sends. */
function structOf(value: Readonly<Record<string, string>>): Struct {
    const ofSdk = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
    const wire: unknown = ofSdk("google-protobuf/google/protobuf/struct_pb.js");
    return (wire as { Struct: typeof Struct }).Struct.fromJavaScript({ ...value });
}

function inAnswer(response: InvokeResponse): StateBefore {
    const [failure] = response.getFailuresList();
    if (failure) throw new Error(failure.getReason());
    const { success, data } = answered.safeParse(response.getReturn()?.toJavaScript());
    // Programs under test have a monitor that answers anything.
    if (!success) return new Map();
    const own = `urn:pulumi:${getStack()}::${getProject()}::`;
    return new Map(
        Object.entries(data.outputs)
            .filter(([urn]) => urn.startsWith(own))
            .map(([urn, one]) => [urn, { ...one, name: nameIn(urn) }]),
    );
}

/** A name may hold "::" itself. */
const nameIn = (urn: string): string => urn.split("::").slice(3).join("::");

/** In a self-managed backend, a name alone means a stack of the running project, even where stacks are not sorted by projects. */
function ownStack(): string {
    const organization = organizationOfRun();
    return organization === "organization" ? getStack() : `${organization}/${getProject()}/${getStack()}`;
}

function organizationOfRun(): string {
    try {
        return getOrganization();
    } catch {
        // Tests with mocks have none.
        return "organization";
    }
}
