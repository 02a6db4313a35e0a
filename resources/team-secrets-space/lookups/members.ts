import type { Send } from "../../http/send";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { findUser, loginKey, type User } from "../../okta/lookups/find-user";
import { type GroupWithMembers, groupByName } from "../../okta/lookups/group-by-name";

/** A person who is declared, and whom Okta has in no state that keeps them out of groups. */
export interface Person extends Pick<User, "id" | "status"> {
    /** As it is declared. */
    readonly login: string;
    /** Where in the list. */
    readonly index: number;
}

/** The members of a space, as far as Okta has them. */
export interface Members {
    /** Those who will be in the group. */
    readonly people: readonly Person[];
    /** In the order in which they are declared; without those whom no group can hold. */
    readonly userIds: string[];
    /** What is to be said of declared members who are left out, or get no access yet. */
    readonly warnings: readonly string[];
}

/** Whom a space declares, and the group that they are, or will be, the members of. What is not known yet is `unknownValue`. */
export interface Declared {
    readonly members: readonly string[];
    readonly groupName: string;
}

/** Asks, and notes what is wrong with a property instead of throwing it; then the answer is undefined. */
export type Looked = <T>(property: string, ask: () => Promise<T>) => Promise<T | undefined>;

/** Whether what a property needs may be still to come: the program makes it, and has not yet. */
export type ToCome = (property: string) => Promise<boolean>;

/** Milliseconds for which all spaces share one answer about a person, as long as there is nothing to be said of it. */
const freshMs = 60_000;

const sharedUser = sharedRead(freshMs, findUser);
const sharedGroup = sharedRead(0, groupByName);

/** Whoever is missing, or gets no access, is asked for anew before that is told, or anybody left out. */
async function userNow(okta: Send, login: string): Promise<User | undefined> {
    const isWell = (user: User | undefined) => user?.status === "ACTIVE" && loginKey(user.login) === loginKey(login);
    const well = await sharedUser.find((user) => (isWell(user) ? user : undefined), okta, login);
    return well ?? sharedUser(okta, login);
}

/** What Okta answers for a login. */
interface Answer {
    readonly login: string;
    /** Where in the list. */
    readonly index: number;
    readonly user: User | undefined;
}

/**
 * Looks the members up, read-only. A login that Okta does not have is a mistake where the group does not exist yet. Where it
 * does, somebody may have left since: the login is left out with a warning, unless that could take the access from a person
 * who goes by another login now.
 */
export async function findMembers(
    okta: Send,
    declared: Declared,
    looked: Looked,
    isToCome: ToCome = () => Promise.resolve(false),
): Promise<Members> {
    const { members, groupName } = declared;
    const known = members.map((login, index) => ({ login, index })).filter(({ login }) => !holdsUnknown(login));
    const answers = await Promise.all(known.map(async (one) => ({ ...one, user: await userNow(okta, one.login) })));
    const found = answers.filter(isThere).flatMap(({ user }) => user ?? []);
    const group =
        found.length < known.length && !holdsUnknown(groupName) ? await sharedGroup(okta, groupName) : undefined;
    const notes = await Promise.all(
        answers.map(async (answer) => {
            if (isThere(answer)) return noteOn(answer);
            const property = `members[${answer.index}]`;
            if (await isToCome(property)) return looked(property, () => Promise.reject(new Error(notThere(answer))));
            // Who is in the group without being declared cannot be told yet.
            if (holdsUnknown(groupName) || (group && known.length < members.length)) return toSee(answer);
            return looked(property, async () => leftOut(answer, groupName, group, found));
        }),
    );
    const people = answers.filter(isThere).flatMap(({ user, login, index }) => {
        return user && user.status !== "DEPROVISIONED" ? [{ id: user.id, status: user.status, login, index }] : [];
    });
    return {
        people,
        userIds: people.map(({ id }) => id),
        warnings: notes.filter((note) => note !== undefined),
    };
}

const isThere = ({ login, user }: Answer): boolean => user !== undefined && loginKey(user.login) === loginKey(login);

const notThere = ({ login }: Answer): string => `"${login}" does not exist in Okta.`;

const toSee = (answer: Answer): string =>
    `${notThere(answer)} Whether that is a mistake is seen in the update, when all members are known.`;

/** The warning that a login does not exist; throws where that must not be passed over. */
function leftOut(
    { login, user }: Answer,
    groupName: string,
    group: GroupWithMembers | undefined,
    found: readonly User[],
): string {
    const near = user && `Okta has "${user.login}": write that if it is who you mean.`;
    const missing = [`"${login}" does not exist in Okta.`, ...(near ? [near] : [])].join(" ");
    if (!group) throw new Error(near ? missing : `${missing} Write the login as it stands there.`);
    if (!group.isWhole) {
        throw new Error(
            `${missing} Or it may not be seen: Okta does not list all members of the group "${groupName}". Remove the ` +
                "login, or let these credentials see all people.",
        );
    }
    const others = group.members.filter(({ id }) => !found.some((one) => one.id === id));
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

function noteOn({ login, user }: Answer): string | undefined {
    const status = user?.status ?? "";
    if (status === "ACTIVE") return undefined;
    return `"${login}" ${meanings[status] ?? `has the status ${status} in Okta, and may have no access.`}`;
}
