import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import { oktaId } from "../../okta/lookups/by-id";
import { describing, idOrName } from "../../opa/declared-text";
import { folderName, folderPath } from "../../opa/secret-folder/declared/schema";
import { conditionsOrNone } from "./conditions";
import { existingMistakes, existingSchema } from "./existing";
import { existingGroup, grants, levels, members } from "./level";
import { groupName, notPlain } from "./names";
import { retirement } from "./retired";

const failOrAdopt = z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail");

/** The declared shape of a space. Each field is explained on `TeamSecretsSpaceArgs`. */
export const spaceShape = {
    members: members.optional(),
    group: existingGroup.optional(),
    parentFolder: folderPath.optional(),
    resourceGroup: idOrName.optional(),
    project: idOrName.optional(),
    appId: oktaId.optional(),
    groupName: groupName.optional(),
    folderName: folderName.optional(),
    description: describing.refine(isPlain, notPlain).optional(),
    onExistingPush: failOrAdopt,
    onExisting: failOrAdopt,
    onDelete: z
        .enum(["if-created", "delete", "retain"], { error: 'use "if-created", "delete" or "retain".' })
        .default("if-created"),
    deleteContents: folderPath.optional(),
    allowReplacement: z.boolean({ error: "use true or false." }).default(false),
    retired: retirement.optional(),
    privileges: grants.default(["contribute"]),
    conditions: conditionsOrNone.optional(),
    folders: z
        .array(folderPath, { error: "give a list of folders, for example [dev, prod/eu]." })
        .refine(isEachOnce, "names a folder twice, or in upper and lower case. List each once, and always alike.")
        .default([]),
    access: levels.default({}),
    existing: existingSchema.optional(),
};

const spaceSchema = z.object(spaceShape);

/** A space that was checked by its shape. */
export type Space = z.infer<typeof spaceSchema>;

/** The declared shape of a team. */
export const teamSchema = z.object({ name: folderName, ...spaceShape });

/** A team that was checked by its shape. */
export type Team = z.infer<typeof teamSchema>;

/** A path as its schema makes it: without a slash at either end. */
export const asPath = (path: string): string => path.replace(/^\/+|\/+$/g, "");

/** Whether OPA tells upper from lower case in folders' names is not known. */
function isEachOnce(paths: readonly string[]): boolean {
    const isOnce = (all: readonly string[]) => new Set(all.map((path) => path.toLowerCase())).size === all.length;
    return isOnce(paths) && isOnce(foldersIn(paths));
}

/** All folders on these paths: "prod/eu" is two. Each once, the outer ones first. */
export function foldersIn(paths: readonly string[]): readonly string[] {
    const all = paths.flatMap((path) => {
        const steps = asPath(path).split("/");
        return steps.map((_, index) => steps.slice(0, index + 1).join("/"));
    });
    return [...new Set(all)].sort();
}

/** What is wrong with properties of a space together, although each alone is right. */
export function togetherMistakes(inputs: Properties): readonly Mistake[] {
    return [...whoMistakes(inputs), ...levelMistakes(inputs), ...folderMistakes(inputs), ...existingMistakesIn(inputs)];
}

/** What is wrong in its own shape is told by that. */
function existingMistakesIn({ existing, members, access, folders }: Properties): readonly Mistake[] {
    const own = existingSchema.safeParse(existing).data;
    const paths = Array.isArray(folders) ? folders.filter((one) => typeof one === "string") : [];
    return existingMistakes({
        existing: own,
        members,
        access: Object(access) as Record<string, Properties>,
        folders: foldersIn(paths),
    });
}

function whoMistakes({ members, group, groupName: name }: Properties): readonly Mistake[] {
    if (members === undefined && group === undefined) {
        const reason = "is missing. Declare who the team is: members, or the group that Okta has for it.";
        return [{ property: "members", reason }];
    }
    if (group === undefined) return [];
    const beside = (property: string, reason: string) => [{ property, reason }];
    return [
        ...(members === undefined
            ? []
            : beside("group", "is declared beside members. Declare one of them: two answers to who the team is.")),
        ...(name === undefined
            ? []
            : beside(
                  "groupName",
                  "is the name of a group that the space makes, and this one uses a group. Remove it.",
              )),
    ];
}

function levelMistakes({ access }: Properties): readonly Mistake[] {
    return Object.entries(Object(access) as Record<string, Properties>).flatMap(([name, level]) => {
        const property = `access.${name}`;
        const given = ["members", "group", "opaGroup", "workloadRole"].filter(
            (key) => Object(level)[key] !== undefined,
        );
        const who =
            given.length === 1
                ? []
                : [
                      {
                          property,
                          reason: `${given.length === 0 ? "names nobody" : `names ${given.join(" and ")}`}. Declare exactly one of members, group, opaGroup and workloadRole.`,
                      },
                  ];
        const { workloadRole, conditions } = Object(level) as Properties;
        const isAsked = workloadRole !== undefined && conditions !== undefined && !Object(conditions).none;
        const reason = "is for a workload, which can neither pass MFA nor ask for an approval. Remove them.";
        return [...who, ...(isAsked ? [{ property: `${property}.conditions`, reason }] : [])];
    });
}

/** A level is for the whole space, or for a folder that the space declares. */
function folderMistakes({ access, folders }: Properties): readonly Mistake[] {
    if (!Array.isArray(folders) || holdsUnknown(folders)) return [];
    const there = foldersIn(folders.filter((one) => typeof one === "string"));
    return Object.entries(Object(access) as Record<string, Properties>).flatMap(([name, level]) => {
        const { folder } = Object(level) as Properties;
        if (typeof folder !== "string" || holdsUnknown(folder) || there.includes(folder)) return [];
        const known = there.length > 0 ? `Those are: ${there.join(", ")}.` : "It declares none.";
        const reason = `"${folder}": is not one of the space's folders. ${known} Add it to folders, or leave it out for all of them.`;
        return [{ property: `access.${name}.folder`, reason }];
    });
}
