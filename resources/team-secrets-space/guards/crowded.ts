import type { Prerequisites } from "../lookups/prerequisites";

/** OPA links a person to this many groups of one project at most (docs/contracts/opa-api.md 4.3). */
const most = 20;

/** From this many on, people are warned before it is too late. */
const many = 15;

/** The people of the groups that a space makes, and the project whose policies name these. */
export type Crowd = Pick<Prerequisites, "projectId" | "seats">;

/** Somebody in many groups of one project. */
export interface Crowded {
    /** What tells the person and the project from others. */
    readonly key: string;
    readonly login: string;
    /** Groups of teams and levels that are made of `members`. */
    readonly groups: number;
    /** The last space that names the person, and where. */
    readonly space: number;
    readonly property: string;
}

/** Who is in many groups of one project. Groups that Okta has, and other stacks, are not counted: it may be more. */
export function crowded(spaces: readonly Crowd[]): readonly Crowded[] {
    const people = new Map<string, Crowded>();
    for (const [space, crowd] of spaces.entries()) {
        for (const { key, seat } of keyed(crowd)) {
            const { login, property } = seat;
            people.set(key, { key, login, groups: (people.get(key)?.groups ?? 0) + 1, space, property });
        }
    }
    return [...people.values()].filter(({ groups }) => groups >= many);
}

/** What tells each seat's person and project from others, with the seat; none where the project is not known. */
const keyed = ({ projectId, seats }: Crowd) =>
    projectId === undefined ? [] : seats.map((seat) => ({ key: `${projectId} ${seat.id}`, seat }));

/** The groups of all people, counted as one space after the other is looked up: each costs no more for those before it. */
export class Crowds {
    readonly #last = new Map<object, Crowd>();
    readonly #groups = new Map<string, number>();

    /** Counts a space anew, and returns those of its people who are now in many groups. */
    add(space: object, crowd: Crowd): readonly Crowded[] {
        const before = this.#last.get(space);
        if (before) this.#count(before, -1);
        this.#last.set(space, crowd);
        this.#count(crowd, 1);
        const people = keyed(crowd).map(({ key, seat: { login, property } }) => {
            return { key, login, groups: this.#groups.get(key) ?? 0, space: this.#last.size - 1, property };
        });
        return [...new Map(people.map((one) => [one.key, one])).values()].filter(({ groups }) => groups >= many);
    }

    #count(crowd: Crowd, by: 1 | -1): void {
        for (const { key } of keyed(crowd)) this.#groups.set(key, (this.#groups.get(key) ?? 0) + by);
    }
}

/** Whether it is more than OPA takes. */
export const isTooMany = ({ groups }: Crowded): boolean => groups > most;

/** What a warning, or a mistake, says of it. */
export const crowdedReason = ({ login, groups }: Crowded): string =>
    `"${login}" is in at least ${groups} groups of teams and levels in one project, and OPA links a person to at most ${most} groups of ` +
    "a project. Give some of the teams, such as those of one area, another project, or name in them a group that Okta has " +
    "and many share (group in place of members).";
