import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import { shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { folderName } from "../../opa/secret-folder/declared/schema";

const policySuffix = " secrets";

/**
 * Characters that a group and a policy may have in their names (docs/contracts/okta-api.md 2.1,
 * docs/contracts/opa-api.md 3.2).
 */
const nameAtMost = 255;

/** What the group of a space is called unless that is declared. */
export const groupNameFor = (name: string): string => `team-${name}`;

/** What the group of a level of access is called, after that of the team. */
export const groupNameOfLevel = (groupName: string, level: string): string => `${groupName}-${level}`;

/** What the policy for a group is called. */
export const policyNameFor = (groupName: string): string => `${groupName}${policySuffix}`;

/** The group that a policy with such a name is for; undefined when the name is not made so. */
export const groupNameIn = (policyName = ""): string | undefined =>
    policyName.endsWith(policySuffix) ? policyName.slice(0, -policySuffix.length) : undefined;

const longest = nameAtMost - policySuffix.length;

/** Pulumi's Okta plugin gets these texts too, and Pulumi shows a text of several lines as it is. */
export const notPlain = "holds a control character, which a terminal would obey. Take it out.";

/** A group's name, from which the names of the pushed group and of the policy are made. */
export const groupName = z
    .string({ error: "must be text: the name of the group." })
    .min(1, "is empty. Give a name.")
    .max(
        longest,
        `has more than ${longest} characters: with "${policySuffix}" it names the policy, which may have ${nameAtMost}. Shorten it.`,
    )
    .refine((name) => name === name.trim(), "begins or ends with white space, which services strip. Remove it.")
    .refine(isPlain, notPlain);

/** What is wrong with the names that are made from a space's name, where no others are declared. Each name is reported once. */
export function nameMistakes(name: unknown, declared: Properties): readonly Mistake[] {
    const { folderName: folder, groupName: group } = declared;
    if (typeof name !== "string") return [];
    const ofFolder = folder === undefined ? wrongWith(folderName, name) : [];
    const ofGroup = group === undefined ? wrongWith(groupName, groupNameFor(name)) : [];
    const made = `the group would be ${shown(groupNameFor(name))}, which`;
    const reasons =
        ofFolder.length > 0
            ? ofFolder.map((message) => `${message} Or declare folderName.`)
            : ofGroup.map((message) => `${made} ${message} Or declare groupName.`);
    const own = reasons.map((reason) => ({ property: "name", reason: `${shown(name)}: ${reason}` }));
    return own.length > 0 ? own : levelNameMistakes(group ?? groupNameFor(name), declared);
}

/** What is wrong with the names that are made of a space's and a level's together. */
function levelNameMistakes(stem: unknown, { access }: Properties): readonly Mistake[] {
    if (typeof stem !== "string") return [];
    return Object.keys(Object(access) as object).flatMap((level) =>
        wrongWith(groupName, groupNameOfLevel(stem, level)).map((message) => ({
            property: `access.${level}`,
            reason: `the group would be ${shown(groupNameOfLevel(stem, level))}, which ${message}`,
        })),
    );
}

/** The declared property that this one is made from when it is not declared itself. */
export function asDeclared(property: string, { folderName: folder, groupName: group }: Properties): string {
    const isMade =
        (property === "folderName" && folder === undefined) || (property === "groupName" && group === undefined);
    return isMade ? "name" : property;
}

const wrongWith = (schema: z.ZodType, name: string): readonly string[] =>
    schema.safeParse(name).error?.issues.map(({ message }) => message) ?? [];

/** What the stack calls a group of Okta that it pushes, in the app that the team names, if it names one. */
export const pushedAs = (group: string, appId: string | undefined): string =>
    appId === undefined ? group : `${group} in ${appId}`;
