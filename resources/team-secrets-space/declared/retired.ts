import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { describing } from "../../opa/declared-text";
import { type Privilege, type PrivilegeSet, spelledOut } from "../../opa/security-policy/declared/privileges";
import { asDay, dayOf, isDay } from "./day";
import type { SpaceRetirement } from "./declared-team";
import { levelName } from "./level";
import { notPlain } from "./names";

/** A space that nobody has access to any more, although all of it is kept. */
export const retirement = z.strictObject(
    {
        reason: describing
            .min(1, "is empty. Say why, for whoever finds the folder years from now.")
            .max(200, "is longer than 200 characters.")
            .refine(isPlain, notPlain),
        until: z.string({ error: asDay }).refine(isDay, asDay).optional(),
        keeps: z.array(levelName, { error: "give a list of levels of access, for example [auditors]." }).optional(),
    },
    { error: 'give a reason, for example { reason: "moved to risk", until: "2033-12-31" }.' },
) satisfies z.ZodType<SpaceRetirement>;

/** Whether the team (undefined) or a level still has its access. */
export const hasAccess = (retired: SpaceRetirement | undefined, level: string | undefined): boolean =>
    retired === undefined || (level !== undefined && retired.keeps?.includes(level) === true);

/** The description of what is kept of a space: administrators of OPA see nothing else of the declaration. */
export function notedOn(description: string, retired: SpaceRetirement | undefined): string {
    if (!retired) return description;
    const until = retired.until === undefined ? "" : `, kept until ${retired.until}`;
    return `Retired${until}: ${retired.reason.replace(/\.$/, "")}. ${description}`.trimEnd();
}

/** What else a space declares that its retirement has to go with. */
interface Beside {
    readonly deleteContents?: string | undefined;
    readonly access: Readonly<Record<string, { readonly privileges: readonly (Privilege | PrivilegeSet)[] }>>;
}

/** What is declared beside a retirement and does not go with it. */
export function retirementMistakes(
    retired: SpaceRetirement | undefined,
    { deleteContents, access }: Beside,
    today = todayInUtc(),
): readonly Mistake[] {
    if (!retired || holdsUnknown(retired)) return [];
    const { until, keeps = [] } = retired;
    const early =
        `is declared, and the space is to be kept until ${until} (retired.until). Leave it out until then, ` +
        "or declare an earlier day.";
    return [
        ...keeps.flatMap((level, index) =>
            keepMistakes(level, access).map((reason) => ({ property: `retired.keeps[${index}]`, reason })),
        ),
        ...(deleteContents !== undefined && until !== undefined && today <= until
            ? [{ property: "deleteContents", reason: early }]
            : []),
    ];
}

function keepMistakes(level: string, access: Beside["access"]): readonly string[] {
    const declared = Object.hasOwn(access, level) ? access[level] : undefined;
    if (!declared)
        return [`"${level}": is not one of the space's levels of access. Declare it in access, or remove it.`];
    if (holdsUnknown(declared.privileges)) return [];
    const more = spelledOut(declared.privileges).filter((one) => one !== "list");
    if (more.length === 0) return [];
    return [`"${level}": grants ${more.join(", ")}. What a retired space keeps grants list and nothing else.`];
}

/** What to say once the day has passed until which a space is kept: nothing happens by itself. */
export function overdue(retired: SpaceRetirement | undefined, today = todayInUtc()): readonly string[] {
    if (!retired || holdsUnknown(retired) || retired.until === undefined || today <= retired.until) return [];
    return [
        `retired.until: the space was to be kept until ${retired.until}, which has passed. It stays as it is until its declaration is ` +
            "removed. If it is to be kept for longer, declare a later day.",
    ];
}

const todayInUtc = (): string => dayOf(Date.now());
