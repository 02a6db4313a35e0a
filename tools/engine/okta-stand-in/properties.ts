import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties of a resource, as Pulumi sends and stores them. */
export type Properties = Readonly<Record<string, unknown>>;

/** Stands for a value that is known only after something else is created (sdk/go/common/resource/plugin/rpc.go). */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** The key that marks a wrapped secret; the secret's value is under another key of the same object. */
const signature = "4dabf18193072939515e22adb298388d";

/** Whether the value is not known yet. */
export function isUnknown(value: unknown): boolean {
    return value === unknown || (Array.isArray(value) && value.includes(unknown));
}

/** The text under `key`; empty when there is none, as in the real plugin. */
export function textIn(properties: Properties, key: string): string {
    const value = properties[key];
    return typeof value === "string" ? value : "";
}

/** The texts under `key`. */
export function textsIn(properties: Properties, key: string): readonly string[] {
    const value = properties[key];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The properties in a Pulumi message. Secrets come unwrapped, because this plugin does not claim to support them. */
export function fromStruct(struct: Struct | undefined): Properties {
    return struct
        ? Object.fromEntries(Object.entries(struct.toJavaScript()).map(([key, value]) => [key, bare(value)]))
        : {};
}

/** The reverse; undefined values are left out. */
export function toStruct(properties: Properties): Struct {
    const known = Object.entries(properties).filter(([, value]) => value !== undefined);
    return Struct.fromJavaScript(JSON.parse(JSON.stringify(Object.fromEntries(known))));
}

function bare(value: unknown): unknown {
    return isSecret(value) ? value.value : value;
}

function isSecret(value: unknown): value is { readonly value: unknown } {
    return typeof value === "object" && value !== null && signature in value && "value" in value;
}
