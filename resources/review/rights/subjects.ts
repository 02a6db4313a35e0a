import { loginKey } from "../../okta/lookups/find-user";
import type { Principal, Ruling } from "./ruling";

/** Somebody who may have rights; also "whoever is in this group, and in no other". */
export interface Subject {
    readonly kind: "person" | "service user" | "group" | "workload role";
    readonly name: string;
}

/** A person of whom only Okta's id is known: no login begins so. */
export const namedById = (id: string): string => `Okta user ${id}`;

export const isNamedById = (name: string): boolean => name.startsWith(namedById(""));

/** A member of a group of OPA. */
export interface Member {
    readonly name: string;
    readonly isService: boolean;
}

/** The members of existing groups; undefined if they are not known. */
export type MembersOf = (group: string) => readonly Member[] | undefined;

/** A subject, with every rule that is for it. */
export interface Ruled {
    readonly subject: Subject;
    readonly rulings: readonly Ruling[];
}

/** Everybody for whom there is a rule, by a key that is the same on both sides. */
export function ruled(rulings: readonly Ruling[], membersOf: MembersOf): ReadonlyMap<string, Ruled> {
    const found = new Map<string, { subject: Subject; rulings: Ruling[] }>();
    for (const ruling of rulings) {
        for (const subject of subjectsOf(ruling.principal, membersOf)) {
            const key = keyOf(subject);
            const entry = found.get(key) ?? { subject, rulings: [] };
            // Somebody may be in several groups that a policy is for.
            if (entry.rulings.at(-1) !== ruling) entry.rulings.push(ruling);
            found.set(key, entry);
        }
    }
    return found;
}

/** The same text for the same subject: one person's login may be written in upper and lower case. */
export function keyOf({ kind, name }: Subject): string {
    return kind === "person" ? `person ${loginKey(name)}` : `${kind} ${name}`;
}

function subjectsOf(principal: Principal, membersOf: MembersOf): readonly Subject[] {
    if (principal.kind === "workload role") return [{ kind: "workload role", name: principal.id }];
    if (principal.kind === "people") return principal.people.map((name) => ({ kind: "person", name }));
    const members = membersOf(principal.group) ?? [];
    return [
        { kind: "group", name: principal.group },
        ...members.map(({ name, isService }): Subject => ({ kind: isService ? "service user" : "person", name })),
    ];
}
