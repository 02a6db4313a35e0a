import { createHash } from "node:crypto";

/** Pinned: state of every user holds these texts. A change needs a way on for stacks that have the old one. */
export const goldenTexts = {
    "pulumi-nodejs:dynamic/okta:GroupPushMapping": {
        bytes: 2625,
        sha256: "cfbfc024c811f58efc024573fb78b0df597a3b1df401901e38a8c3606e2af1c7",
    },
    "pulumi-nodejs:dynamic/opa:SecretFolder": {
        bytes: 2620,
        sha256: "9c865e57f0eacafafdefc7993c99f411ef67f4877de86ea1d1e99c159cc037c8",
    },
    "pulumi-nodejs:dynamic/opa:SecurityPolicy": {
        bytes: 2622,
        sha256: "dd0121c9dd309a817766edd3c64319ca755d8f9daa1c332a3faf49ecb26e1f6e",
    },
};

/** A text as the golden ones are pinned. */
export function pinned(text: string): { bytes: number; sha256: string } {
    return { bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}
