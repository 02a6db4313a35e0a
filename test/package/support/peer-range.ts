import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { checkout } from "../../../cli/demo/checkout";

const manifest = z.object({ peerDependencies: z.object({ "@pulumi/pulumi": z.string().startsWith(">=") }) });
const { peerDependencies } = manifest.parse(JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")));

/** The oldest of Pulumi's SDKs that the package allows, e.g. "3.100.0". */
export const oldestSdk = peerDependencies["@pulumi/pulumi"].replace(/^>=(\S+) .*$/, "$1");
