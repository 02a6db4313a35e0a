import type { dynamic } from "@pulumi/pulumi";

/** The provider object whose text Pulumi stores with each resource of this kind. */
export declare function storedShim(kind: string): dynamic.ResourceProvider;
