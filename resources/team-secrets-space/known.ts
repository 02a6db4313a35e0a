import {
    ComponentResource,
    CustomResource,
    getAllResources,
    type Input,
    type Output,
    output,
    Resource,
    runtime,
    unknown,
} from "@pulumi/pulumi";
import { holdsUnknown } from "../lifecycle/declared/unknown";
import { asFarAsKnown } from "../lifecycle/given";

/** An output that depends on what `from` depends on, and is known as soon as all of that is, and `value` is not `later`. */
export function knownFrom<T>(from: readonly unknown[], value: () => Promise<T>): Output<T> {
    return output([...from]).apply(value) as Output<T>;
}

/** Stands for a value that is not known yet. */
export const later = <T>(): T => unknown as T;

/** The value of a resource; undefined where an update leaves the resource out (`--target`) and it is not there. */
export function ifMade<T>(resource: CustomResource, value: Output<T>): Output<T> {
    const isLeftOut = async () => !runtime.isDryRun() && holdsUnknown(await asFarAsKnown(resource.id));
    return output(value).apply(async (its) => ((await isLeftOut()) ? undefined : its)) as Output<T>;
}

/** Whether the program makes what a value comes from, and has not yet: then nobody can find it. */
export async function comesFromNew(value: Input<unknown>): Promise<boolean> {
    return anyIsNew(await getAllResources(output(value)));
}

/** Whether any of the resources in a `dependsOn` is not made yet. */
export async function isAnyNew(dependsOn: Input<unknown>): Promise<boolean> {
    const resources = [await asFarAsKnown(dependsOn)].flat();
    return (await anyIsNew(resources.filter(Resource.isInstance))) || (await comesFromNew(dependsOn));
}

async function anyIsNew(resources: Iterable<Resource>): Promise<boolean> {
    const news = await Promise.all([...resources].map(isNew));
    return news.includes(true);
}

/** In a preview, what is to be created has no id yet. An update makes it first: what is not there then is missing. */
async function isNew(resource: Resource): Promise<boolean> {
    if (!runtime.isDryRun()) return false;
    if (CustomResource.isInstance(resource)) return holdsUnknown(await asFarAsKnown(resource.id));
    return ComponentResource.isInstance(resource) ? anyIsNew(childrenOf(resource)) : false;
}

/** As the SDK notes them, which waits for all of them when something depends on a component. */
function childrenOf(component: ComponentResource): readonly Resource[] {
    const children: unknown = Reflect.get(component, "__childResources");
    return children instanceof Set ? [...children].filter(Resource.isInstance) : [];
}
