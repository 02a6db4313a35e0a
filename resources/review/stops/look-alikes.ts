import { loginKey } from "../../okta/lookups/find-user";
import type { PlacedTeam } from "../checkout/read-checkout";

/** A team that goes, and one that comes with the same people. */
export interface LookAlike {
    readonly gone: string;
    readonly come: string;
}

/** Teams that go while another one comes for the same people: probably it got another name. */
export function lookAlikes(gone: readonly PlacedTeam[], come: readonly PlacedTeam[]): readonly LookAlike[] {
    const free = [...come];
    return gone.flatMap((team) => {
        const index = free.findIndex((other) => isAlike(team, other));
        const [other] = index < 0 ? [] : free.splice(index, 1);
        return other ? [{ gone: team.space.name, come: other.space.name }] : [];
    });
}

/** The same group, or at least as many people in both as are in one of them only. */
function isAlike({ space: one }: PlacedTeam, { space: other }: PlacedTeam): boolean {
    if (one.group !== undefined || other.group !== undefined) return one.group === other.group;
    const [mine, others] = [one, other].map(({ members = [] }) => new Set(members.map(loginKey)));
    if (!mine || !others || mine.size === 0) return false;
    const both = [...mine].filter((login) => others.has(login)).length;
    return both > 0 && both * 2 >= mine.size + others.size - both;
}
