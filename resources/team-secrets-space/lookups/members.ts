import type { Send } from "../../http/send";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { findUser, loginKey, type User } from "../../okta/lookups/find-user";
import { type GroupWithMembers, groupByName } from "../../okta/lookups/group-by-name";
import { type Answer, goneNote, isStranger, type Pins, personOf, renamedNote, seenIn, strangerReason } from "./pinned";

/** A person who is declared, and whom Okta has in no state that keeps them out of groups. */
export interface Person extends Pick<User, "id" | "status"> {
    /** As it is declared. */
    readonly login: string;
    /** Where in the list. */
    readonly index: number;
    /** As Okta has it now, where that is another one. */
    readonly loginNow?: string | undefined;
}

/** The members of a space, as far as Okta has them. */
export interface Members {
    /** Those who will be in the group. */
    readonly people: readonly Person[];
    /** In the order in which they are declared; without those whom no group can hold. */
    readonly userIds: string[];
    /** Warnings about declared members who are left out, or who get no access yet. */
    readonly warnings: readonly string[];
    /** Who has which of the logins, now or when Okta knew it last. */
    readonly pins: Pins;
}

/** Whom a space declares, and the group that they are, or will be, the members of. What is not known yet is `unknownValue`. */
export interface Declared {
    readonly members: readonly string[];
    readonly groupName: string;
    /** Who had which login when the space was applied last; undefined where nothing is known of that. */
    readonly pins?: Pins | undefined;
}

/** Asks, and notes what is wrong with a property instead of throwing it; then the answer is undefined. */
export type Looked = <T>(property: string, ask: () => Promise<T>) => Promise<T | undefined>;

/** Whether what a property needs may be still to come: the program makes it, and has not yet. */
export type ToCome = (property: string) => Promise<boolean>;

/** Milliseconds for which all spaces share one answer about a person, as long as there is nothing to be said of it. */
const freshMs = 60_000;

const sharedUser = sharedRead(freshMs, findUser);
const sharedGroup = sharedRead(0, groupByName);

/** Asks anew about people who are missing or get no access, before that is reported or anybody is left out. */
async function userNow(okta: Send, login: string): Promise<User | undefined> {
    const isWell = (user: User | undefined) => user?.status === "ACTIVE" && loginKey(user.login) === loginKey(login);
    const well = await sharedUser.find((user) => (isWell(user) ? user : undefined), okta, login);
    return well ?? sharedUser(okta, login);
}

/**
 * Looks the members up, read-only. Who was there when the space was applied last is told by the id: a new login is a warning, and
 * the same login of somebody else a mistake. A login that was not there then, and that Okta does not have, is a mistake; where
 * nothing is known of the last time, somebody may have left since, if the group exists: the login is left out with a warning,
 * unless that could take the access from a person who goes by another login now.
 */
export async function findMembers(
    okta: Send,
    declared: Declared,
    looked: Looked,
    isToCome: ToCome = () => Promise.resolve(false),
): Promise<Members> {
    const { members, groupName, pins } = declared;
    const known = members.map((login, index) => ({ login, index })).filter(({ login }) => !holdsUnknown(login));
    const asked = await Promise.all(
        known.map(async (one) => personOf(okta, { ...one, user: await userNow(okta, one.login) }, pins)),
    );
    const isAnyMissing = asked.some(({ person }) => !person);
    const group = isAnyMissing && !holdsUnknown(groupName) ? await sharedGroup(okta, groupName) : undefined;
    const answers = asked.map((answer) => seenIn(group, answer));
    const found = answers.flatMap(({ person }) => person ?? []);
    const isUnclear = holdsUnknown(groupName) || (group !== undefined && known.length < members.length);
    const notes = await Promise.all(
        answers.map(async (answer) => {
            const property = `members[${answer.index}]`;
            const refused = (reason: string) => looked(property, () => Promise.reject(new Error(reason)));
            if (isStranger(answer)) return refused(strangerReason(answer));
            if (answer.person) return noteOn(answer, answer.person);
            const isNew = pins !== undefined && answer.pin === undefined;
            if (isNew || (await isToCome(property))) return refused(isNew ? neverSeen(answer) : notThere(answer));
            // Nobody can tell yet who is in the group without being declared.
            if (isUnclear) return toSee(answer);
            return looked(property, async () => leftOut(answer, groupName, group, found));
        }),
    );
    const inGroup = answers.flatMap(({ person, login, index }) => {
        return person && person.status !== "DEPROVISIONED"
            ? [{ id: person.id, status: person.status, login, index, ...renamed(login, person) }]
            : [];
    });
    const people = [...new Map([...inGroup].reverse().map((one) => [one.id, one])).values()].reverse();
    return {
        people,
        userIds: people.map(({ id }) => id),
        warnings: notes.filter((note) => note !== undefined),
        pins: Object.fromEntries(answers.map(({ login, person, pin = "" }) => [loginKey(login), person?.id ?? pin])),
    };
}

const notThere = ({ login }: Answer): string => `"${login}" does not exist in Okta.`;

const renamed = (login: string, person: User): Pick<Person, "loginNow"> =>
    loginKey(person.login) === loginKey(login) ? {} : { loginNow: person.login };

const toSee = (answer: Answer): string =>
    `${notThere(answer)} Whether that is a mistake is seen in the update, when all members are known.`;

/** What to write instead of a login that Okta does not have. */
function neverSeen(answer: Answer): string {
    const { user } = answer;
    const instead = user
        ? `Okta has "${user.login}": write that if it is who you mean.`
        : "Write the login as it stands there.";
    return `${notThere(answer)} ${instead}`;
}

/** The warning that a login does not exist; throws where that is an error. */
function leftOut(
    answer: Answer,
    groupName: string,
    group: GroupWithMembers | undefined,
    found: readonly User[],
): string {
    const { login, user, pin } = answer;
    const missing = user ? neverSeen(answer) : notThere(answer);
    if (!group && pin === undefined) throw new Error(neverSeen(answer));
    if (group && !group.isWhole) {
        throw new Error(
            `${missing} Or it may not be seen: Okta does not list all members of the group "${groupName}". Remove the ` +
                "login, or let these credentials see all people.",
        );
    }
    if (pin) return goneNote(answer, groupName);
    const others = group?.members.filter(({ id }) => !found.some((one) => one.id === id)) ?? [];
    if (others.length > 0) {
        const named = others.map((other) => `"${other.login}"`).join(", ");
        throw new Error(
            `${missing} In its group "${groupName}" is somebody who is not declared: ${named}. If that is the same person ` +
                `with a new login, write the new login. If not, remove "${login}".`,
        );
    }
    return (
        `${missing} It was left out of the group "${groupName}", and nobody who is in that group loses access by this. ` +
        "If the person was deleted, remove this login from the members. If it is new, write it as it stands in Okta."
    );
}

/** What states of a person mean for access, by Okta's word for them; an active one needs no words. */
const meanings: Readonly<Record<string, string>> = {
    DEPROVISIONED: "is deactivated in Okta and was left out of the group. Remove this login from the members.",
    STAGED: "is not activated in Okta yet (STAGED), and Okta pushes active people only: no access until then.",
    PROVISIONED: "has not completed the activation in Okta (PROVISIONED), and may not be pushed: no access until then.",
    SUSPENDED: "is suspended in Okta (SUSPENDED), and Okta pushes active people only: no access until that ends.",
    RECOVERY: "is recovering the password in Okta (RECOVERY), and cannot sign in until that is done.",
    PASSWORD_EXPIRED: "has an expired password in Okta (PASSWORD_EXPIRED), and cannot sign in until it is changed.",
    LOCKED_OUT: "is locked out of Okta (LOCKED_OUT), and cannot sign in until that ends.",
};

function noteOn(answer: Answer, person: User): string | undefined {
    const { status } = person;
    const hasNewLogin = loginKey(person.login) !== loginKey(answer.login);
    if (hasNewLogin && status !== "DEPROVISIONED") return renamedNote(answer);
    if (status === "ACTIVE") return undefined;
    return `"${answer.login}" ${meanings[status] ?? `has the status ${status} in Okta, and may have no access.`}`;
}
