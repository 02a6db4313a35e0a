import type { Conditions } from "../connect";
import type { Pacing } from "../pace/pacer";
import type { Setting } from "./setting";
import { type SettingsReader, shown } from "./settings-reader";

/** The settings of one API that change how fast and how long it is called. */
export interface AdjustmentSettings {
    /** Percent of each rate limit, 1 to 100. */
    readonly capacity: Setting;
    /** Calls at once, 1 to 75. */
    readonly parallelism: Setting;
    /** Seconds for one try, 1 to 300. */
    readonly timeout: Setting;
    /** Seconds for a call with all its tries and waits, 1 to 86,400. */
    readonly deadline: Setting;
}

/** What a user set; undefined means the default. */
export interface Adjustments {
    readonly capacityPercent: number | undefined;
    readonly parallelism: number | undefined;
    readonly timeoutSeconds: number | undefined;
    readonly deadlineSeconds: number | undefined;
}

/** Reads them, and tells the reader which of them are no numbers or out of range. */
export function adjustmentsFrom(settings: AdjustmentSettings, reader: SettingsReader): Adjustments {
    return {
        capacityPercent: number(settings.capacity, reader, 100),
        parallelism: number(settings.parallelism, reader, 75),
        timeoutSeconds: number(settings.timeout, reader, 300),
        deadlineSeconds: number(settings.deadline, reader, 86_400),
    };
}

function number(setting: Setting, reader: SettingsReader, most: number): number | undefined {
    const given = reader.given(setting);
    // For the Okta plugin, 0 means the default.
    if (given === undefined || given.value === "0") return undefined;
    const value = Number(given.value);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    reader.refuse(`${shown(given)}. Write a whole number from 1 to ${most}.`);
    return undefined;
}

/** The pacing with the user's numbers. */
export function adjustedPacing(pacing: Pacing, { capacityPercent, parallelism }: Adjustments): Pacing {
    return {
        ...pacing,
        share: capacityPercent === undefined ? pacing.share : capacityPercent / 100,
        concurrency: parallelism ?? pacing.concurrency,
    };
}

/** The conditions with the user's numbers. */
export function adjustedConditions(
    conditions: Conditions,
    { timeoutSeconds, deadlineSeconds }: Adjustments,
): Conditions {
    const { retry, timeoutMs } = conditions;
    return {
        ...conditions,
        timeoutMs: timeoutSeconds === undefined ? timeoutMs : timeoutSeconds * 1000,
        retry: deadlineSeconds === undefined ? retry : { ...retry, deadlineMs: deadlineSeconds * 1000 },
    };
}
