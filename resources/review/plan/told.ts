import { z } from "zod";
import { forReadersKey } from "../../lifecycle/declared/plain";
import { loginKey } from "../../okta/lookups/find-user";
import { folderType } from "../../opa/secret-folder/fate";
import { recordIn, spaceType } from "../../team-secrets-space/memory/record";
import type { Planned } from "./planned";

/** What the program tells the readers of its plan, beside the folder of a space (`memory/for-readers.ts`). */
const toldSchema = z.object({
    resourceGroup: z.string().optional(),
    project: z.string().optional(),
    parent: z.string().optional(),
    people: z.record(z.string(), z.string()).default({}),
});

export type ToldByProgram = z.infer<typeof toldSchema>;

/** What the program tells beside a folder, as it will be. */
export function toldBeside({ is, was }: Planned): ToldByProgram | undefined {
    return toldIn(is?.inputs?.[forReadersKey]) ?? toldIn(was?.inputs?.[forReadersKey]);
}

function toldIn(text: unknown): ToldByProgram | undefined {
    if (typeof text !== "string") return undefined;
    try {
        return toldSchema.safeParse(JSON.parse(text)).data;
    } catch {
        return undefined;
    }
}

const level = z.object({ members: z.array(z.string()).optional() });

const declared = z.object({
    members: z.array(z.string()).optional(),
    access: z.record(z.string(), level).optional(),
});

const user = z.object({ login: z.string() });

/** Logins by Okta's ids of users, as they are declared; first those of the one side. */
export function loginsIn(all: readonly Planned[], side: "was" | "is"): ReadonlyMap<string, string> {
    const declared = all.filter(({ type }) => type === folderType).map((one) => toldBeside(one)?.people ?? {});
    const next = declared.flatMap((people) => Object.entries(people).map(([login, id]) => [id, login] as const));
    const last = all.filter(({ type }) => type === spaceType).flatMap(({ was }) => lastLogins(was?.outputs));
    const users = all.flatMap(({ type, was, is }) => {
        const login = type === "okta:user/user:User" && user.safeParse((is ?? was)?.inputs).data?.login;
        return login && was?.id !== undefined ? [[was.id, login] as const] : [];
    });
    const inOrder = side === "is" ? [...next, ...last, ...users] : [...last, ...next, ...users];
    // The first one counts.
    return new Map(inOrder.reverse());
}

function lastLogins(outputs: Readonly<Record<string, unknown>> | undefined): (readonly [string, string])[] {
    const record = recordIn(outputs);
    const { data } = declared.safeParse(record?.declared);
    if (!record || !data) return [];
    const { members = [], access = {} } = data;
    const written = [...members, ...Object.values(access).flatMap((one) => one.members ?? [])];
    const spelling = new Map(written.reverse().map((login) => [loginKey(login), login]));
    return Object.entries(record.people).flatMap(([login, id]) =>
        id === "" ? [] : [[id, spelling.get(login) ?? login] as const],
    );
}
