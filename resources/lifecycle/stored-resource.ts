import { CustomResource, type CustomResourceOptions, type Inputs } from "@pulumi/pulumi";
import { requirePulumi } from "../require-pulumi";
import { hideTraces } from "./untraced";

/**
 * What Pulumi keeps in state for each resource, for ever: a text that loads the installed package by name. It captures nothing,
 * because what it captured would be stored. Changing one byte changes the state of every user: test/stored/stored-text.test.ts
 * pins it. When the package is missing, the text itself fails, and with it every call, deletions too. An object that loaded the
 * package later would be kept without its methods, and the SDK takes a provider without `delete` to have deleted.
 */
function storedText(kind: string): string {
    return (
        'exports.handler=()=>process.getBuiltinModule("module").createRequire(process.cwd()+"/")' +
        `("pulumi-okta-opa/provider").provider("${kind}")`
    );
}

/**
 * A dynamic resource of Pulumi's whose provider is the text above. `dynamic.Resource` would serialise an object instead: 2,600
 * bytes.
 */
export class StoredResource extends CustomResource {
    /** `kind` is the type's end, `module:Type`. */
    constructor(kind: string, name: string, properties: Inputs, options?: CustomResourceOptions) {
        // Pulumi registers a resource once all of its properties are there.
        const text = requirePulumi().then(() => storedText(kind));
        const traced = hideTraces();
        try {
            super(`pulumi-nodejs:dynamic/${kind}`, name, { ...properties, __provider: text }, options);
        } finally {
            traced();
        }
    }
}
