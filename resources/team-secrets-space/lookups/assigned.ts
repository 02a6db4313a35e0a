import { ApiFailure } from "../../http/failure/api-failure";
import type { Send } from "../../http/send";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { appPeople } from "../../okta/lookups/app-people";
import { appIdKey } from "../declared/place";
import type { FoundApp } from "./find-app";
import type { Person } from "./members";

/** A person whom a grant names, and who will be in its group. */
export interface Seat extends Person {
    /** Undefined for the team itself. */
    readonly level: string | undefined;
    /** Where the login is declared: "members[0]", "access.owners.members[0]". */
    readonly property: string;
}

/** Who of a space will not be pushed, although Okta has them in the group. */
export interface Unassigned {
    readonly seats: readonly Seat[];
    /** What the app is called in messages. */
    readonly app: string;
    /** Why that could not be checked: true of all spaces of a run alike. */
    readonly unchecked?: string | undefined;
}

/** Milliseconds for which all spaces share one list. */
const freshMs = 60_000;

/** The ids of an app's people, or why they cannot be listed: an answer too, so that not every space asks for it. */
type Listed = { readonly people: ReadonlySet<string> } | { readonly refusal: string };

const assigned = sharedRead(freshMs, async (okta: Send, appId: string): Promise<Listed> => {
    try {
        return { people: await appPeople(okta, appId) };
    } catch (failure) {
        // The push reports an app that is not there.
        const isPassedOver = failure instanceof ApiFailure && ["forbidden", "not-found"].includes(failure.kind);
        if (!isPassedOver) throw failure;
        return { refusal: failure.message };
    }
});

/** Who of these people is not assigned to an app; nobody where that cannot be seen. */
export async function unassignedIn(okta: Send, appId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const listed = await assigned(okta, appId);
    return new Set("refusal" in listed ? [] : ids.filter((id) => !listed.people.has(id)));
}

/** Who of the active people of a space is not assigned to the app that their group is pushed to. */
export async function findUnassigned(
    okta: Send,
    { appId, candidates }: Pick<FoundApp, "appId" | "candidates">,
    seats: readonly Seat[],
): Promise<Unassigned> {
    const active = seats.filter(({ status }) => status === "ACTIVE");
    const [only, another] = candidates;
    const id = appId ?? (another ? undefined : only?.id);
    if (active.length === 0 || holdsUnknown(id)) return { seats: [], app: "" };
    if (id === undefined)
        return unchecked(`which app it is cannot be told. Declare it: \`pulumi config set ${appIdKey}\`.`);
    const label = candidates.find((one) => one.id === id)?.label;
    const app = label === undefined ? id : `"${label}" (${id})`;
    const { missing, refusal } = await missingIn(okta, id, active);
    if (refusal !== undefined) return unchecked(`the people of app ${app} cannot be listed. ${refusal}`);
    return { seats: missing, app };
}

/** Reads the list anew before it reports anybody as missing. */
async function missingIn(okta: Send, appId: string, seats: readonly Seat[]) {
    const look = (listed: Listed): { readonly missing: readonly Seat[]; readonly refusal?: string } =>
        "refusal" in listed
            ? { missing: [], refusal: listed.refusal }
            : { missing: seats.filter(({ id }) => !listed.people.has(id)) };
    const isWhole = (listed: Listed) => look(listed).missing.length === 0;
    const whole = await assigned.find((listed) => (isWhole(listed) ? listed : undefined), okta, appId);
    return look(whole ?? (await assigned(okta, appId)));
}

const unchecked = (why: string): Unassigned => ({
    seats: [],
    app: "",
    unchecked: `Whether the members of teams are assigned to the Okta Privileged Access app was not checked: ${why}`,
});

const wayOn = "Assign the app to them, through a group other than the team's.";

/** One warning for a space. */
export function unassignedWarning(seats: readonly Seat[], app: string): string {
    const levels = [...new Set(seats.map(({ level }) => level))];
    const named = levels.map((level) => {
        const logins = seats.filter((seat) => seat.level === level).map(({ login }) => login);
        return `${level === undefined ? "members" : `access.${level}.members`}: ${logins.join(", ")}`;
    });
    return `Okta does not push people who are not assigned to app ${app}, and they get no access. ${named.join("; ")}. ${wayOn}`;
}

/** The same as a mistake, where the stack requires it. */
export function unassignedMistake({ property, login }: Seat, app: string): Mistake {
    const reason =
        `"${login}" is not assigned to app ${app}, so Okta does not push this person, who gets no access ` +
        `(pulumi-okta-opa:requireAssigned). ${wayOn.replace("them", "the person")}`;
    return { property, reason };
}
