import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { ConfigSource } from "../../lifecycle/config-source";

const shape = z.object({ config: z.record(z.string(), z.unknown()).nullish() }).nullish();

/** The file of a stack beside the folder of the teams' areas. */
export const stackFileOf = (folder: string, stack: string): string => posix.join(folder, "..", `Pulumi.${stack}.yaml`);

/** The configuration in the file of a stack, as Pulumi hands it over. An encrypted value throws when it is read. */
export function configIn(file: string): ConfigSource {
    const values = shape.parse(parse(readFileSync(file, "utf8")))?.config ?? {};
    return {
        get(key) {
            const value = Object.hasOwn(values, key) ? values[key] : undefined;
            if (value === undefined || value === null) return undefined;
            if (typeof value !== "object") return String(value);
            if ("secure" in value) {
                throw new Error(
                    `${key} is encrypted in ${file}. Set it without --secret: it is no secret, and is needed here.`,
                );
            }
            return JSON.stringify(value);
        },
    };
}
