import fc from "fast-check";
import { type Declared, placed } from "../../../resources/review/checkout/read-checkout";
import { type Allowed, type Stops, stopsOf } from "../../../resources/review/stops/stops-of";
import { usualSettings } from "../../../resources/team-secrets-space/declared/stack-settings";
import { teamsIn } from "../../../resources/team-secrets-space/teams/teams-in";

type Team = Readonly<Record<string, unknown>>;
type Teams = Readonly<Record<string, Team>>;

/** An organisation before and after a normal change. */
export interface Organisation {
    readonly base: Teams;
    readonly head: Teams;
    readonly what: string;
}

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

function declaredIn(teams: Teams): Declared {
    const list = Object.entries(teams).map(([name, team]) => ({ name, ...team }));
    const { spaces, mistakes } = teamsIn(list, place, list.length === 0 ? "true" : undefined);
    if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
    const all = spaces.flatMap((one) => (one ? [[one.space.name, placed(one, place)] as const] : []));
    return {
        teams: new Map(all),
        namedAfter: new Map(all.map(([name]) => [name, name])),
        settings: usualSettings,
        stackFile: undefined,
    };
}

/** What stops a change under the default caps. */
export const stopsBetween = (base: Teams, head: Teams, allowed?: Allowed): Stops =>
    stopsOf({ base: declaredIn(base), head: declaredIn(head), limits: {}, nowMs: Date.UTC(2026, 10, 25), allowed });

const person = (number: number): string => `person.${number}@example.com`;

/** Two to twelve people, and now and then a group that Okta has; half of the teams have levels and folders. */
function teamOf(index: number, size: number): Team {
    const people = Array.from({ length: size }, (_, at) => person(index * 9 + at));
    const folders = index % 2 === 0 ? [] : ["dev", "prod/eu"];
    const owners = { members: people.slice(0, 2), privileges: "manage" };
    const oncall = { group: `OnCall-${index % 5}`, folder: "prod", privileges: "reveal" };
    return {
        ...(index % 7 === 6 ? { group: `WD-${index}` } : { members: people }),
        folders,
        access: index % 2 === 0 ? {} : { owners, oncall },
    };
}

/** So many teams of eight. */
export const manyOf = (count: number): Teams =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`team${index}`, teamOf(index, 8)]));

type Edit = (teams: Teams, name: string) => Teams;

const edited =
    (edit: (team: Team) => Team): Edit =>
    (teams, name) => ({ ...teams, [name]: edit(teams[name] ?? {}) });

const without = (teams: Teams, name: string): Teams =>
    Object.fromEntries(Object.entries(teams).filter(([one]) => one !== name));

const membersOf = ({ members }: Team): readonly string[] => (members as readonly string[] | undefined) ?? [];

/** What people ask for in a pull request. */
const edits: Readonly<Record<string, Edit>> = {
    "somebody joins": edited((team) =>
        team["members"] ? { ...team, members: [...membersOf(team), person(9999)] } : team,
    ),
    "somebody leaves": edited((team) => (team["members"] ? { ...team, members: membersOf(team).slice(1) } : team)),
    "the last two leave": edited((team) =>
        team["members"] ? { ...team, members: membersOf(team).slice(0, -2) } : team,
    ),
    "the last of a level leaves": edited(({ access, ...team }) => {
        const { owners, ...rest } = Object(access) as { readonly owners?: Team };
        return {
            ...team,
            access: owners ? { ...rest, owners: { ...owners, members: membersOf(owners).slice(0, 1) } } : rest,
        };
    }),
    "the last three move to a level": edited((team) => {
        const all = membersOf(team);
        if (!team["members"] || all.length < 4) return team;
        const leads = { members: all.slice(-3), privileges: "reveal" };
        return { ...team, members: all.slice(0, -3), access: { ...(team["access"] as object), leads } };
    }),
    "people are sorted": edited((team) => (team["members"] ? { ...team, members: membersOf(team).toSorted() } : team)),
    "one leaves and two join": edited((team) =>
        team["members"] ? { ...team, members: [...membersOf(team).slice(1), person(9997), person(9998)] } : team,
    ),
    "a new team": (teams) => ({
        ...teams,
        fresh: { members: Array.from({ length: 10 }, (_, at) => person(8000 + at)) },
    }),
    "a team is removed": without,
    "a team is retired": edited((team) => ({ ...team, retired: { reason: "moved" } })),
    "a level comes": edited((team) => ({
        ...team,
        access: { ...(team["access"] as object), audit: { members: [person(7000), person(7001)], privileges: "list" } },
    })),
    "the levels go": edited((team) => ({ ...team, access: {} })),
    "a level gets another name": edited(({ access, ...team }) => {
        const { owners, ...rest } = access as { readonly owners?: unknown };
        return { ...team, access: owners ? { ...rest, leads: owners } : rest };
    }),
    "the folders inside go, with their level": edited((team) => ({ ...team, folders: [], access: {} })),
    "less for a team": edited((team) => ({ ...team, privileges: "list" })),
    "more for a team": edited((team) => ({ ...team, privileges: "manage" })),
    "a description": edited((team) => ({ ...team, description: "Another" })),
    "a folder inside": edited((team) => ({ ...team, folders: [...(team["folders"] as string[]), "stage"] })),
};

/** Those that take access from a whole team: a pull request has one of them. */
const sweeping: readonly string[] = ["a team is removed", "a team is retired", "less for a team"];

/** Up to three of these at once, in an organisation of 2 to 60 teams. */
export const organisations: fc.Arbitrary<Organisation> = fc
    .record({
        sizes: fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 2, maxLength: 60 }),
        picks: fc.uniqueArray(fc.record({ what: fc.constantFrom(...Object.keys(edits)), at: fc.nat() }), {
            minLength: 1,
            maxLength: 3,
            selector: ({ what }) => (sweeping.includes(what) ? "sweeping" : what),
        }),
    })
    .map(({ sizes, picks }) => {
        const base: Teams = Object.fromEntries(sizes.map((size, index) => [`team${index}`, teamOf(index, size)]));
        const names = Object.keys(base);
        const free = [...names];
        let head = base;
        for (const { what, at } of picks) {
            const [name] = free.length > 0 ? free.splice(at % free.length, 1) : [];
            if (name !== undefined) head = edits[what]?.(head, name) ?? head;
        }
        return { base, head, what: picks.map(({ what }) => what).join(", ") };
    });
