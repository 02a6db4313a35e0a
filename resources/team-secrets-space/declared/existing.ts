import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { oktaId } from "../../okta/lookups/by-id";
import { describing, opaId, text } from "../../opa/declared-text";
import { folderPath } from "../../opa/secret-folder/declared/schema";
import type { ExistingSpaceFolder, ExistingSpaceLevel, SpaceExisting } from "./declared-team";
import { levelName } from "./level";
import { notPlain } from "./names";

/** Properties of the object that the space itself cannot declare. */
const description = describing.refine(isPlain, notPlain).optional();

const group = z.strictObject(
    { id: oktaId, description },
    { error: "give the id of Okta's group, for example { id: 00g… }." },
);

const mapping = z.strictObject({ id: oktaId }, { error: "give the id of the mapping, for example { id: gPm… }." });

const folder = z.strictObject(
    { id: opaId, description },
    { error: "give OPA's id of the folder, for example { id: 3b0f6c1e-… }." },
);

const policy = z.strictObject(
    {
        id: opaId,
        name: text(255).refine(isPlain, notPlain).optional(),
        description,
        rules: z
            .array(text(256).refine(isPlain, notPlain), { error: "give the names of its rules, in order." })
            .refine((names) => new Set(names).size === names.length, "names a rule twice.")
            .optional(),
    },
    { error: "give OPA's id of the policy, for example { id: 3b0f6c1e-… }." },
);

/** What exists already of a team, or of a level of access. */
const parts = { group: group.optional(), mapping: mapping.optional(), policy: policy.optional() };

const level = z.strictObject(parts, { error: "give what is there already of it, for example { policy: { id: … } }." });

/** Objects that a space takes over as they are. Each field is explained on `SpaceExisting`. */
export const existingSchema = z.strictObject(
    {
        ...parts,
        folder: folder.optional(),
        folders: z
            .record(folderPath, folder, { error: "give folders by path, for example { dev: { id: … } }." })
            .optional(),
        access: z
            .record(levelName, level, { error: "give levels by name, for example { owners: { policy: { id: … } } }." })
            .optional(),
    },
    { error: "give what is there already, for example { folder: { id: … }, policy: { id: … } }." },
) satisfies z.ZodType<SpaceExisting>;

/** What exists already of a level, or of the team (undefined). */
export function existingOf(
    existing: SpaceExisting | undefined,
    level: string | undefined,
): ExistingSpaceLevel | undefined {
    if (level === undefined) return existing;
    const { access = {} } = existing ?? {};
    return Object.hasOwn(access, level) ? access[level] : undefined;
}

/** What exists already of a folder inside. */
export function insideOf(existing: SpaceExisting | undefined, path: string): ExistingSpaceFolder | undefined {
    const { folders = {} } = existing ?? {};
    const key = Object.keys(folders).find((one) => one.replace(/^\/+|\/+$/g, "") === path);
    return key === undefined ? undefined : folders[key];
}

/** The description of an object: the one that the space declares, else that of the existing object. */
export const describedAs = (
    { description, isDescribed }: { readonly description: string; readonly isDescribed: boolean },
    there: { readonly description?: string | undefined } | undefined,
): string => (isDescribed ? description : (there?.description ?? description));

/** An object that is to be taken over, and where that is declared. */
export interface TakenOver {
    /** "existing.folder", "existing.access.owners.policy". */
    readonly property: string;
    readonly id: string;
}

/** Every object that a space takes over. */
export function takenOverBy(existing: SpaceExisting | undefined): readonly TakenOver[] {
    const { folder: own, folders = {}, access = {}, ...team } = existing ?? {};
    const within = (prefix: string, kinds: Readonly<Record<string, unknown>>): readonly TakenOver[] =>
        ["group", "mapping", "policy", "folder"].flatMap((kind) => {
            const { id } = Object(kinds[kind]) as { readonly id?: unknown };
            return typeof id === "string" ? [{ property: `${prefix}${kind}`, id }] : [];
        });
    return [
        ...within("existing.", { ...team, folder: own }),
        ...Object.entries(folders).flatMap(([path, { id }]) => [{ property: `existing.folders.${path}`, id }]),
        ...Object.entries(access).flatMap(([name, one]) => within(`existing.access.${name}.`, { ...one })),
    ];
}

/** The entries of `existing` that conflict with the rest of the declaration. */
export function existingMistakes({ existing, access, folders, ...team }: Beside): readonly Mistake[] {
    if (!existing) return [];
    const levels = Object.entries(existing.access ?? {}).flatMap(([name, one]) => {
        const at = `existing.access.${name}`;
        const declared = Object.hasOwn(access, name) ? access[name] : undefined;
        if (declared) return groupMistakes(`${at}.`, one, declared);
        return [
            { property: at, reason: "is not one of the space's levels of access. Declare it in access, or remove it." },
        ];
    });
    const paths = Object.keys(existing.folders ?? {})
        .filter((path) => !folders.includes(path))
        .map((path) => ({
            property: `existing.folders.${path}`,
            reason: "is not one of the space's folders. Declare it in folders, or remove it.",
        }));
    const all = takenOverBy(existing);
    const twice = all.flatMap(({ property, id }, index) => {
        const first = all.findIndex((one) => one.id.toLowerCase() === id.toLowerCase());
        const reason = `"${id}": is also ${all[first]?.property}. Each object is one thing of the space: write the right id.`;
        return first < index ? [{ property, reason }] : [];
    });
    return [...groupMistakes("existing.", existing, team), ...levels, ...paths, ...twice];
}

/** The part of the declaration that `existing` must fit. */
interface Beside {
    readonly existing?: SpaceExisting | undefined;
    readonly members?: unknown;
    readonly access: Readonly<Record<string, Properties>>;
    /** Each step of each path. */
    readonly folders: readonly string[];
}

/**
 * A space makes a group and its push only for `members`; the push of a group that Okta has belongs to the stack,
 * which finds it.
 */
function groupMistakes(
    prefix: string,
    { group: own, mapping: push }: Pick<SpaceExisting, "group" | "mapping">,
    { members }: { readonly members?: unknown },
): readonly Mistake[] {
    if (members !== undefined) return [];
    return Object.entries({ group: own, mapping: push })
        .filter(([, one]) => one !== undefined)
        .map(([kind]) => ({
            property: `${prefix}${kind}`,
            reason: "is declared, but there are no members. A group that Okta has is found by its name, and its push with it: remove this.",
        }));
}
