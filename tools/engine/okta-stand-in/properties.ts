import { Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties of a resource, as Pulumi sends and keeps them. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that only exists after something else was made (sdk/go/common/resource/plugin/rpc.go). */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Marks a wrapped secret; its value lies beside it. */
const signature = "4dabf18193072939515e22adb298388d";

/** Whether the value is not known yet. */
export function isUnknown(value: unknown): boolean {
    return value === unknown || (Array.isArray(value) && value.includes(unknown));
}

/** The text under `key`; the empty text when there is none, as the Okta plugin has it. */
export function textIn(properties: Properties, key: string): string {
    const value = properties[key];
    return typeof value === "string" ? value : "";
}

/** The texts under `key`. */
export function textsIn(properties: Properties, key: string): readonly string[] {
    const value = properties[key];
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** What a message of Pulumi holds; secrets come unwrapped, because this plugin does not say that it knows them. */
export function fromStruct(struct: Struct | undefined): Properties {
    return struct
        ? Object.fromEntries(Object.entries(struct.toJavaScript()).map(([key, value]) => [key, bare(value)]))
        : {};
}

/** The other way round; what is undefined is left out. */
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
