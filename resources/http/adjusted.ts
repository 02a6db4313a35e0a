import type { Conditions } from "./connect";
import type { Pacing } from "./pacer";
import { type Setting, type SettingSources, settingFrom } from "./setting";
import { SettingRefused } from "./setting-refused";

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

/** Reads them. Throws SettingRefused for what is no number or out of range. */
export function adjustmentsFrom(settings: AdjustmentSettings, sources: SettingSources): Adjustments {
    return {
        capacityPercent: number(settings.capacity, sources, 100),
        parallelism: number(settings.parallelism, sources, 75),
        timeoutSeconds: number(settings.timeout, sources, 300),
        deadlineSeconds: number(settings.deadline, sources, 86_400),
    };
}

function number(setting: Setting, sources: SettingSources, most: number): number | undefined {
    const text = settingFrom(setting, sources);
    // The Okta plugin writes "as usual" as 0.
    if (text === undefined || text === "0") return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new SettingRefused(
        `${setting.what} (${setting.config}, ${setting.env}) is "${text}". Write a whole number from 1 to ${most}.`,
    );
}

/** The pacing with the user's numbers in it. */
export function adjustedPacing(pacing: Pacing, { capacityPercent, parallelism }: Adjustments): Pacing {
    return {
        ...pacing,
        share: capacityPercent === undefined ? pacing.share : capacityPercent / 100,
        concurrency: parallelism ?? pacing.concurrency,
    };
}

/** The conditions with the user's numbers in them. */
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
