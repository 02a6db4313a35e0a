import fc from "fast-check";
import type { RequestFault } from "../../../tenant";
import type { Kill } from "../../support/stack/simulation";
import { faults } from "./faults";
import type { TeamOfPeople } from "./teams";
import { place } from "./teams";

/** A team, by the name of its objects: what its space is called in the program is another matter. */
export type Team = "red" | "green" | "blue";

/** One part of a team's declaration that is written otherwise. */
type Edit = Partial<TeamOfPeople>;

/** What somebody does by hand to what is a team's. */
export type Deed =
    | "put a secret"
    | "rename the folder"
    | "describe the folder"
    | "delete the empty folder"
    | "switch the policy off"
    | "empty the policy"
    | "delete the policy"
    | "switch the push off"
    | "delete the push"
    | "delete the push with its group"
    | "add a member"
    | "take all members out"
    | "rename the group";

/** How one runs Pulumi, and what goes wrong meanwhile. */
export interface Run {
    readonly do: "up" | "up --refresh" | "preview" | "refresh" | "destroy";
    readonly fault?: RequestFault;
    readonly kill?: Kill;
    /** Parts of one team's space, as `--target`. */
    readonly target?: { readonly team: Team; readonly parts: readonly string[] };
}

/** What the program of another stack may declare. */
export type Single = "a" | "b" | "red's folder" | "red's policy";

/** A run of another stack: of single resources, of which two are the same folder, and two are the first stack's. */
export interface SideRun {
    readonly do: "side up" | "side destroy";
    readonly declared: readonly Single[];
    readonly targets?: readonly Single[];
}

/** One thing that happens: to the program, to the stack, by hand, or to the automation's rights. */
export type Event =
    | { readonly do: "declare"; readonly team: Team; readonly args: Edit }
    | { readonly do: "edit"; readonly team: Team; readonly args: Edit }
    | { readonly do: "declare no more"; readonly team: Team }
    | { readonly do: "rename the space"; readonly team: Team; readonly isAliased: boolean }
    | { readonly do: "by hand"; readonly team: Team; readonly deed: Deed }
    | { readonly do: "take"; readonly right: "role" | "privileges" | "everything" | "MFA" | "Okta role" | "OPA key" }
    | { readonly do: "give back all rights" }
    | SideRun
    | Run;

const team = fc.constantFrom<Team>("red", "green", "blue");
const members = fc.subarray(["ana@example.com", "ben@example.com", "chloe@example.com", "dario@example.com"]);

/** Mostly the careful defaults. */
const rarely = fc.integer({ min: 0, max: 5 }).map((one) => one === 0);

const edit: fc.Arbitrary<(team: Team) => Edit> = fc.oneof(
    members.map((members) => () => ({ members })),
    fc.boolean().map((isOther) => (team: Team) => ({ groupName: isOther ? `crew-${team}` : `team-${team}` })),
    fc.boolean().map((isOther) => (team: Team) => ({ folderName: isOther ? `vault-${team}` : team })),
    fc.constantFrom("one", "two").map((description) => () => ({ description })),
    fc.boolean().map((isSpare) => () => ({
        parentFolder: isSpare ? "teams/spare" : place.parentFolder,
        allowReplacement: true,
    })),
    fc.constantFrom("delete" as const, "retain" as const).map((onDelete) => () => ({ onDelete })),
    rarely.map((loses) => (team: Team) => ({ deleteContents: loses ? `${place.parentFolder}/${team}` : undefined })),
    fc.constantFrom("manage" as const, "reveal" as const).map((privilege) => () => ({ privileges: [privilege] })),
);

const edited = fc.tuple(team, edit).map(([team, edit]): Event => ({ do: "edit", team, args: edit(team) }));

/** Any 404 means to the Okta plugin that its group is gone. */
const { "a gateway's 404": _, ...toldApart } = faults;

const oneFault = fc
    .record({ fault: fc.constantFrom(...Object.values(toldApart)), nth: fc.integer({ min: 1, max: 40 }) })
    .map(({ fault, nth }) => ({ fault: { ...fault, nth } }));
const oneKill = fc
    .record({ at: fc.integer({ min: 1, max: 50 }), when: fc.constantFrom("before" as const, "after" as const) })
    .map((kill) => ({ kill }));
const someTarget = fc
    .record({
        team,
        parts: fc.subarray(["", "-group", "-members", "-push", "-folder", "-policy"], { minLength: 1 }),
    })
    .map((target) => ({ target }));

const run = (what: Run["do"]) =>
    fc
        .oneof(
            { weight: 4, arbitrary: fc.constant({}) },
            { weight: 2, arbitrary: oneFault },
            { weight: 2, arbitrary: oneKill },
            { weight: 1, arbitrary: someTarget },
        )
        .map((otherwise): Event => ({ do: what, ...otherwise }));

const byHand = fc.record({
    do: fc.constant("by hand" as const),
    team,
    deed: fc.constantFrom<Deed>(
        "put a secret",
        "put a secret",
        "rename the folder",
        "describe the folder",
        "delete the empty folder",
        "switch the policy off",
        "empty the policy",
        "delete the policy",
        "switch the push off",
        "delete the push",
        "delete the push with its group",
        "add a member",
        "take all members out",
        "rename the group",
    ),
});

const singles = fc.subarray<Single>(["a", "b", "red's folder", "red's policy"]);
const side = fc
    .record({
        do: fc.constantFrom("side up" as const, "side up" as const, "side destroy" as const),
        declared: singles,
        targets: fc.option(fc.subarray<Single>(["a", "b"], { minLength: 1 }), { nil: undefined, freq: 2 }),
    })
    .map(({ targets, ...rest }): Event => ({ ...rest, ...(targets ? { targets } : {}) }));

/** What happens, as often as it is to happen. */
const event = fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant("declare" as const), team, args: fc.record({ members }) }) },
    { weight: 6, arbitrary: edited },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("declare no more" as const), team }) },
    {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant("rename the space" as const), team, isAliased: fc.boolean() }),
    },
    { weight: 6, arbitrary: byHand },
    { weight: 8, arbitrary: run("up") },
    { weight: 2, arbitrary: run("up --refresh") },
    { weight: 1, arbitrary: run("preview") },
    { weight: 3, arbitrary: run("refresh") },
    { weight: 1, arbitrary: run("destroy") },
    { weight: 4, arbitrary: side },
    {
        weight: 1,
        arbitrary: fc.record({
            do: fc.constant("take" as const),
            right: fc.constantFrom(...(["role", "privileges", "everything", "MFA", "Okta role", "OPA key"] as const)),
        }),
    },
    { weight: 1, arbitrary: fc.constant<Event>({ do: "give back all rights" }) },
);

/** Two teams are there, one has a secret: so that there is something to lose. */
const opening: readonly Event[] = [
    { do: "declare", team: "red", args: { members: ["ana@example.com", "ben@example.com"] } },
    { do: "declare", team: "green", args: { members: ["chloe@example.com"] } },
    { do: "up" },
    { do: "by hand", team: "red", deed: "put a secret" },
];

/** What happens in one sequence. */
export const sequence = fc.array(event, { minLength: 3, maxLength: 10 }).map((events) => [...opening, ...events]);
