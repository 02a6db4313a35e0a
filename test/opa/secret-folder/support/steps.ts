import fc from "fast-check";
import type { Properties } from "../../../../resources/lifecycle/declared/plain";
import { type RequestFault, unconfirmed } from "../../../../tenant";
import type { DeclaredFolder, Key, Parent } from "./folder-stack";

/** One thing that happens: to the program, to the stack, to the folders by hand, or to the service user's rights. */
export type Step =
    | { readonly do: "declare"; readonly key: Key; readonly folder: DeclaredFolder }
    | { readonly do: "edit"; readonly key: Key; readonly change: Edit }
    | { readonly do: "declare no more"; readonly key: Key }
    | { readonly do: "be killed before noting"; readonly key: Key }
    | Run
    | { readonly do: "by hand"; readonly deed: Deed; readonly at: number; readonly word: string }
    | { readonly do: "take"; readonly right: "role" | "privileges" | "everything" | "MFA" }
    | { readonly do: "give back all rights" };

/** A run, and what goes wrong with one of its requests. */
export interface Run {
    readonly do: "up" | "refresh" | "destroy";
    readonly fault?: RequestFault | undefined;
    /** OPA knows the field for the parent by another name now, and makes every folder at the top. */
    readonly ignoresParents?: boolean;
}

/** One part of a folder's declaration that is written otherwise; what is left out stays. */
export interface Edit extends Partial<Omit<DeclaredFolder, "rest">> {
    readonly rest?: Properties;
}

/** `at` picks the folder or secret that somebody's hands are on, among those there are. */
export type Deed = "make folder" | "make secret" | "rename" | "describe" | "delete" | "move secret";

const key = fc.constantFrom<Key>("a", "b", "c", "d");
// Few names and words, so that they meet.
const name = fc.constantFrom("red", "green", "Green");
const description = fc.constantFrom("", "one", "two");

const path = fc.constantFrom<Parent>(
    { path: "teams" },
    { path: "teams" },
    { path: undefined },
    { path: "teams/red" },
    { path: "teams/green/red" },
);
const parent = fc.oneof(
    path,
    path,
    key.map((resource): Parent => ({ resource })),
);

/** Mostly the careful defaults: what loses contents is declared now and then. */
const rarely = fc.integer({ min: 0, max: 4 }).map((one) => one === 0);

const folderAt = (parent: fc.Arbitrary<Parent>) =>
    fc
        .record({
            parent,
            name,
            description,
            adopts: rarely,
            retains: rarely,
            loses: rarely,
            moves: rarely,
            makes: rarely,
        })
        .map(({ parent, name, description, adopts, retains, loses, moves, makes }): DeclaredFolder => {
            const rest = {
                resourceGroup: "platform",
                project: "team-secrets",
                name,
                description,
                ...(adopts ? { onExisting: "adopt" } : {}),
                ...(retains ? { onDelete: "retain" } : {}),
                ...(moves ? { allowReplacement: true } : {}),
                ...(makes ? { createParents: true } : {}),
            };
            return { parent, loses, rest };
        });

const edit = fc.oneof<fc.Arbitrary<Edit>[]>(
    name.map((name) => ({ rest: { name } })),
    description.map((description) => ({ rest: { description } })),
    fc.boolean().map((loses) => ({ loses })),
    fc.constantFrom("if-created", "delete", "retain").map((onDelete) => ({ rest: { onDelete } })),
    fc.constantFrom("fail", "adopt").map((onExisting) => ({ rest: { onExisting } })),
    fc.boolean().map((allowReplacement) => ({ rest: { allowReplacement } })),
    parent.map((parent) => ({ parent })),
    parent.map((parent) => ({ parent, rest: { allowReplacement: true, createParents: true } })),
);

// Mostly the first requests that match, and mostly 404, which means two things.
const nth = fc.constantFrom(1, 1, 1, 2, 3, 4);
const times = fc.constantFrom(1, 1, 6, 40);
const method = fc.constantFrom("GET", "GET", "POST", "PUT", "DELETE");
const refused = fc.record({
    method,
    path: fc.constantFrom(/\/secret_folders/, /\/secret_folders\/[^/]+$/, /\/items$/, /\/projects$/),
    nth,
    times,
    status: fc.constantFrom(401, 403, 404, 404, 404, 409, 500, 503),
});
const hidden = fc.record({
    method: fc.constant("GET"),
    path: fc.constant(/\/secret_folders\/[^/]+$/),
    nth,
    times,
    status: fc.constant(404),
});
const dropped = fc.record({ method, nth, times, drop: fc.constantFrom("before" as const, "after" as const) });
const unreadable = fc.record({ method: fc.constantFrom("GET", "POST"), nth, body: fc.constant("<html>") });
const anyFault = fc.option(fc.oneof<fc.Arbitrary<RequestFault>[]>(refused, hidden, dropped, unreadable), {
    nil: undefined,
    freq: 2,
});

const run = (what: Run["do"]) => anyFault.map((fault): Step => ({ do: what, fault }));

/** What happens, as often as it is to happen. */
const step = fc.oneof(
    { weight: 2, arbitrary: fc.record({ do: fc.constant("declare" as const), key, folder: folderAt(parent) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant("edit" as const), key, change: edit }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("declare no more" as const), key }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("be killed before noting" as const), key }) },
    { weight: 7, arbitrary: run("up") },
    { weight: 1, arbitrary: fc.constant<Step>({ do: "up", ignoresParents: true }) },
    { weight: 3, arbitrary: run("refresh") },
    { weight: 2, arbitrary: run("destroy") },
    {
        weight: 8,
        arbitrary: fc.record({
            do: fc.constant("by hand" as const),
            deed: fc.constantFrom<Deed>(
                "make folder",
                "make secret",
                "make secret",
                "rename",
                "describe",
                "delete",
                "move secret",
            ),
            at: fc.nat(99),
            word: fc.oneof(name, description),
        }),
    },
    {
        weight: 1,
        arbitrary: fc.record({
            do: fc.constant("take" as const),
            right: fc.constantFrom("role" as const, "privileges" as const, "everything" as const, "MFA" as const),
        }),
    },
    { weight: 1, arbitrary: fc.constant({ do: "give back all rights" as const }) },
);

/** How the tenant chooses where nobody knows. */
const choices = fc.record({
    folderUpdateStatus: fc.constantFrom(...unconfirmed.folderUpdateStatus.values),
    folderPath: fc.constantFrom(...unconfirmed.folderPath.values),
    listItemPath: fc.constantFrom(...unconfirmed.listItemPath.values),
    listItemDescription: fc.constantFrom(...unconfirmed.listItemDescription.values),
    clearedDescription: fc.constantFrom(...unconfirmed.clearedDescription.values),
    omittedDescription: fc.constantFrom(...unconfirmed.omittedDescription.values),
    descriptionCleared: fc.constantFrom(...unconfirmed.descriptionCleared.values),
    nonEmptyFolderDelete: fc.constantFrom(...unconfirmed.nonEmptyFolderDelete.values),
    folderNameCase: fc.constantFrom(...unconfirmed.folderNameCase.values),
    folderNameScope: fc.constantFrom(...unconfirmed.folderNameScope.values),
    conditionalList: fc.constantFrom(...unconfirmed.conditionalList.values),
    emptyLists: fc.constantFrom(...unconfirmed.emptyLists.values),
    topLevelFolderUpdate: fc.constantFrom(...unconfirmed.topLevelFolderUpdate.values),
    roleRefusal: fc.constantFrom(...unconfirmed.roleRefusal.values),
    errorBody: fc.constantFrom(...unconfirmed.errorBody.values),
});

const inTeams = fc.constant<Parent>({ path: "teams" });
const inFirst = fc.constant<Parent>({ resource: "a" });
const putSecret = fc.nat(99).map((at): Step => ({ do: "by hand", deed: "make secret", at, word: "key" }));

/** Two folders, one in the other, are made and get secrets: so that there is something to lose. */
const opening = fc
    .tuple(folderAt(inTeams), folderAt(fc.oneof(inFirst, inTeams)), fc.array(putSecret, { minLength: 1, maxLength: 4 }))
    .map(([first, second, secrets]): Step[] => [
        { do: "declare", key: "a", folder: first },
        { do: "declare", key: "b", folder: second },
        { do: "up" },
        ...secrets,
    ]);

/** A tenant and what happens in it. */
export const sequence = fc
    .record({ choices, opening, steps: fc.array(step, { minLength: 4, maxLength: 16 }) })
    .map(({ choices, opening, steps }) => ({ choices, steps: [...opening, ...steps] }));

export type Sequence = typeof sequence extends fc.Arbitrary<infer Value> ? Value : never;
