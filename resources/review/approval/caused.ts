import { z } from "zod";
import { need } from "../page/document";
import { privilegeInWords, quoted, waysInWords } from "../page/words";
import type { Change as WholeChange } from "../review-of";
import type { Change, Right } from "../rights/change";

const ways = z.array(z.array(need)).nullable().describe("Any of these is enough; null: none of it.");

const spot = { resourceGroup: z.string(), project: z.string(), path: z.string() };

const right = z.strictObject({
    ...{ kind: z.string(), who: z.string(), ...spot },
    except: z.array(z.string()).describe("Folders below of which it says nothing."),
    ...{ privilege: z.string(), before: ways, after: ways },
    overlap: z.enum(["each-its-own", "strictest"]).describe("Which of overlapping conditions counts: unconfirmed."),
});

const loss = z.strictObject({ ...spot, what: z.string() });

/** What a change causes, in parts that can be compared: each right of each subject, and what no later change undoes. */
export const caused = z.strictObject({ rights: z.array(right), irreversible: z.array(loss) });

export type Caused = z.infer<typeof caused>;
type CausedRight = z.infer<typeof right>;

/** What a change causes. */
export const causedBy = ({ page, changes, strictest }: WholeChange): Caused => ({
    rights: [
        ...changes.flatMap((one) => rightsIn(one, "each-its-own")),
        ...strictest.flatMap((one) => rightsIn(one, "strictest")),
    ],
    irreversible: page.irreversible.map(({ resourceGroup, project, path, what }) => ({
        ...{ resourceGroup, project, path, what },
    })),
});

function rightsIn(change: Change, overlap: CausedRight["overlap"]): readonly CausedRight[] {
    const { subject, resourceGroup, project, path, except, before, after } = change;
    const [was, is] = [byPrivilege(before), byPrivilege(after)];
    return [...new Set([...was.keys(), ...is.keys()])]
        .sort()
        .map((privilege) => ({
            ...{ kind: subject.kind, who: subject.name, resourceGroup, project, path, except: except.toSorted() },
            ...{ privilege, before: was.get(privilege) ?? null, after: is.get(privilege) ?? null, overlap },
        }))
        .filter((one) => JSON.stringify(one.before) !== JSON.stringify(one.after));
}

const byPrivilege = (rights: readonly Right[]) =>
    new Map(
        rights.flatMap(({ privileges, ways: open }) =>
            privileges.map((one) => [one, open.map((needs) => needs.map((need) => ({ ...need })))] as const),
        ),
    );

/**
 * What of a change nobody has approved. It may cause less than what was approved: the rest is so already, because another
 * approved change did it.
 */
export function notApproved(now: Caused, approved: Caused): Caused {
    return {
        rights: missing(now.rights, approved.rights),
        irreversible: missing(now.irreversible, approved.irreversible),
    };
}

function missing<One>(all: readonly One[], known: readonly One[]): One[] {
    const texts = new Set(known.map(textOf));
    return all.filter((one) => !texts.has(textOf(one)));
}

/** One text for one thing, in whatever order its keys are. */
const textOf = (value: unknown): string =>
    JSON.stringify(value, (_key, one: unknown) =>
        one !== null && typeof one === "object" && !Array.isArray(one)
            ? Object.fromEntries(Object.entries(one).sort(([first], [second]) => (first < second ? -1 : 1)))
            : one,
    );

/** For people: a sentence for each. */
export function causedInWords({ rights, irreversible }: Caused): readonly string[] {
    const lines = rights.map(({ kind, who, path, privilege, before, after }) => {
        const change = before === null ? "nothing" : waysInWords(before);
        const then = after === null ? "nothing" : waysInWords(after);
        return `${kind} ${quoted(who)}, ${privilegeInWords(privilege)} in ${quoted(path)}: ${change} → ${then}`;
    });
    return [...new Set([...lines, ...irreversible.map(({ path, what }) => `the folder ${quoted(path)} ${what}`)])];
}
