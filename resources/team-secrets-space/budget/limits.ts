import type { Mistake } from "../../lifecycle/declared/mistake";
import type { DeclaredPlatform } from "../authority/platform-schema";
import { type Limits, limitsShape } from "./limits-schema";

/** What limits one change, and where it is declared. */
export interface DeclaredLimits {
    readonly limits: Limits;
    /** The file, or the configuration, that an override is to be written into. */
    readonly where: string;
    /** How its keys begin there. */
    readonly prefix: string;
}

const prefix = "pulumi-okta-opa:";

/** Of teams in files, the platform file says it, which has an owner of its own; of others, the stack configuration. */
export function limitsOf(
    settings: Limits,
    platform?: { readonly file: string; readonly declared: DeclaredPlatform | undefined },
): DeclaredLimits {
    const { budget, overrides, freeze } = platform ? (platform.declared ?? {}) : settings;
    return {
        limits: { budget, overrides, freeze },
        ...(platform ? { where: platform.file, prefix: "" } : { where: "the file of the stack, below config", prefix }),
    };
}

/** Keys of the stack configuration that nothing reads, as the platform file has them. */
export function limitsNotRead(settings: Limits, file: string): readonly Mistake[] {
    const keys = Object.keys(limitsShape) as readonly (keyof Limits)[];
    return keys
        .filter((key) => settings[key] !== undefined)
        .map((key) => ({
            property: `${prefix}${key}`,
            reason: `is not read where teams are declared in files. Write it as "${key}:" in ${file}.`,
        }));
}
