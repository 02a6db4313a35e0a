import { createHash } from "node:crypto";

/** Pinned: state of every user holds these texts. A change needs a way on for stacks that have the old one. */
export const goldenTexts = {
    "pulumi-nodejs:dynamic/okta:ExistingGroup": {
        bytes: 146,
        sha256: "e0774f2150f9991c72c7a87fd20808f1d0cf7136bca2aca40e82cd1622219f9d",
    },
    "pulumi-nodejs:dynamic/okta:GroupPushMapping": {
        bytes: 149,
        sha256: "0fe55637d243f56a87133747d2551ea5fcd5a4d0a555e0872827aca1d1f6fbb8",
    },
    "pulumi-nodejs:dynamic/opa:SecretFolder": {
        bytes: 144,
        sha256: "e5b17603f91754c83ffa04b0bca9c84439d312ff09bbbeefad66e35030e3ec30",
    },
    "pulumi-nodejs:dynamic/opa:SecurityPolicy": {
        bytes: 146,
        sha256: "b7137beedc8f123046e14f9093348dd3723ee180d0e18e54c023c834ae910c84",
    },
};

/** A text as the golden ones are pinned. */
export function pinned(text: string): { bytes: number; sha256: string } {
    return { bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}
