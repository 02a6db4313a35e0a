import type { Send } from "../../http/send";
import { findUser, loginKey, type User } from "../../okta/lookups/find-user";
import type { GroupWithMembers } from "../../okta/lookups/group-by-name";

/** Okta's ids of people, by their logins as `loginKey` writes them; empty for a login that Okta did not have. */
export type Pins = Readonly<Record<string, string>>;

/** What Okta answers for a declared login. */
export interface Answer {
    readonly login: string;
    /** Where in the list. */
    readonly index: number;
    /** What Okta answers with; its login may be another one. */
    readonly user: User | undefined;
    /** The id that the login had when the space was applied last; undefined if it was not there, empty if Okta did not have it. */
    readonly pin: string | undefined;
    /** Who is meant: the person of this id, whatever the login is now; without an id, whoever has the login. */
    readonly person: User | undefined;
}

/** Whether Okta's answer has this very login. */
const hasLogin = ({ login, user }: Pick<Answer, "login" | "user">): boolean =>
    user !== undefined && loginKey(user.login) === loginKey(login);

/** Somebody who has the login, and is not who had it. */
export const isStranger = (answer: Answer): boolean => hasLogin(answer) && answer.person?.id !== answer.user?.id;

/** Who is meant by a login. */
export async function personOf(
    okta: Send,
    { login, index, user }: Pick<Answer, "login" | "index" | "user">,
    pins: Pins | undefined,
): Promise<Answer> {
    const key = loginKey(login);
    const pin = pins && Object.hasOwn(pins, key) ? pins[key] : undefined;
    const answer = { login, index, user, pin };
    if (pin === undefined) return { ...answer, person: hasLogin(answer) ? user : undefined };
    if (pin === "") return { ...answer, person: undefined };
    if (user?.id === pin) return { ...answer, person: user };
    const former = await findUser(okta, pin);
    return { ...answer, person: former?.id === pin ? former : undefined };
}

/** A person who cannot be read, and is in the group all the same, exists. */
export function seenIn(group: GroupWithMembers | undefined, answer: Answer): Answer {
    const member = answer.person ? undefined : group?.members.find(({ id }) => id === answer.pin);
    return member ? { ...answer, person: member } : answer;
}

/** Says that somebody else has the login now, and what to do. */
export function strangerReason({ login, user, pin, person }: Answer): string {
    const nobody = `"${login}" did not exist in Okta when this space was applied last, and is ${user?.id} now. `;
    const another = `"${login}" was ${pin} in Okta when this space was applied last, and is another person now, ${user?.id}. `;
    const renamed = person && `If ${pin} is meant, who has the login "${person.login}" now, write that. `;
    return (
        `${pin === "" ? nobody : another}${renamed ?? ""}If ${user?.id} is to have the access, take the login out, run ` +
        "`pulumi up`, and write it again."
    );
}

/** Says that somebody has a new login. */
export const renamedNote = ({ login, person }: Answer): string =>
    `"${login}" has the login "${person?.login}" in Okta now, and keeps the access. Write the new login.`;

/** Says that somebody is not there any more. */
export function goneNote({ login, pin }: Answer, groupName: string): string {
    const who = pin ? `: ${pin}, who had the login, was deleted` : "";
    return `"${login}" does not exist in Okta. It was left out of the group "${groupName}"${who}. Remove this login from the members.`;
}
