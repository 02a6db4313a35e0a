import type { Properties } from "../../../../resources/lifecycle/declared/plain";
import { type Tenant, type UnconfirmedChoices, unconfirmed } from "../../../../tenant";
import type { ByHand } from "../../support/by-hand";
import type { OtherCredentials } from "../../support/connected";
import { everyOtherValue } from "../../support/every-other-value";
import type { Run, Verdict } from "../../support/verdict";

/** One thing that can happen to a folder, and what the run after it must say. */
export interface Scenario {
    readonly title: string;
    readonly run: Run;
    /** Applied before anything happens; null when the folder is still to be made. Default: `payments`. */
    readonly applied?: Properties | null;
    readonly happens?: (byHand: ByHand, tenant: Tenant) => unknown;
    /** Other credentials for the run. */
    readonly as?: OtherCredentials;
    /** What the run declares. Default: what was applied, or `payments`. */
    readonly declares?: Properties;
    /** The unconfirmed statements that matter to it: it runs under every value of each, beside the defaults. */
    readonly under?: readonly (keyof UnconfirmedChoices)[];
    readonly verdict: Verdict | ((choices: UnconfirmedChoices) => Verdict);
    /** What the message must name. */
    readonly says?: readonly string[];
    /** The run is declared to lose what is in the folder. */
    readonly losesContents?: true;
}

/** Statements about answers and about errors that any row may meet. */
export const answers = [
    "folderPath",
    "listItemPath",
    "listItemDescription",
    "emptyLists",
    "linkLines",
    "wholeLists",
    "secretType",
    "clearedDescription",
] as const;
export const errors = ["errorBody", "errorTypeKey", "roleRefusal"] as const;
export const updates = [
    "folderUpdateStatus",
    "omittedDescription",
    "descriptionCleared",
    "clearedDescription",
    "folderPath",
] as const;

/** The path of the folder that `payments` declares. */
export const inside = "teams/payments";

/** Somebody puts a secret into it. */
export const withSecret = (byHand: ByHand) => byHand.secret(`${inside}/database`);

const defaults = Object.fromEntries(
    Object.entries(unconfirmed).map(([name, statement]) => [name, statement.default]),
) as UnconfirmedChoices;

/** One thing of the tenant that differs from its defaults; none for the defaults. */
export type Setting = Partial<UnconfirmedChoices>;

/** The defaults, and one by one every other value of what is unconfirmed and matters. */
export function settingsOf({ under = [] }: Scenario): Setting[] {
    return [{}, ...everyOtherValue(under)];
}

/** The verdict of a row while the tenant chooses so. */
export function verdictUnder({ verdict }: Scenario, choices: UnconfirmedChoices): Verdict {
    return typeof verdict === "function" ? verdict(choices) : verdict;
}

/** The row's verdict; where it hangs on what is unconfirmed, the other one with its setting. */
export function verdictsOf(scenario: Scenario, settings: readonly Setting[]): string {
    const [usual, ...others] = settings.map((setting) => verdictUnder(scenario, { ...defaults, ...setting }));
    const differing = others.flatMap((verdict, index) =>
        verdict === usual ? [] : [`, or ${verdict} under ${JSON.stringify(settings[index + 1])}`],
    );
    return [usual, ...differing].join("");
}
