import type { z } from "zod";
import { defaulted } from "./defaulted";
import { type Properties, withoutInternals } from "./plain";

/**
 * The format of what this version keeps in state. It grows whenever an older version that acted on such state would do harm,
 * which is as soon as state holds a property or a value that the older one does not know (decisions/0016).
 */
export const stateFormat = 1;

/** Where inputs and outputs keep their format. Pulumi shows nothing whose name begins with two underscores. */
const formatKey = "__format";

/** The properties that mark a bag as being of this format. The first format needs none. */
export const formatMark = (format: number): Properties => (format === 1 ? {} : { [formatKey]: format });

/**
 * What state keeps of a resource, as this version would have written it: without what is Pulumi's, and with the defaults of
 * properties that an older version did not have. Throws when a newer version wrote it: what that means is not known here.
 */
export function remembered(declared: z.ZodObject, format: number, kept: Properties): Properties {
    const written = kept[formatKey] ?? 1;
    if (typeof written !== "number" || written > format) throw new Error(tooNew(written, format));
    const properties = withoutInternals(kept);
    // Of a new resource nothing is kept.
    return Object.keys(properties).length === 0 ? properties : (defaulted(declared, properties) as Properties);
}

const tooNew = (written: unknown, format: number): string =>
    `A newer version of pulumi-okta-opa wrote the state of this resource (format ${written}; this version knows up to ${format}), ` +
    "so nothing was done to it. Install the version of pulumi-okta-opa that ran last on this stack, or a later one, and run the " +
    "same command again.";
