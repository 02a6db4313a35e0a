import { z } from "zod";
import { isPlain } from "../http/visible";
import type { Mistake } from "../lifecycle/mistake";
import { folderName, folderPath } from "../opa/secret-folder/schema";
import { privilegeWords } from "../opa/security-policy/privileges";
import type { DeclaredTeam } from "./declared-team";

const login = z
    .string({ error: "is not a login. Write it as it stands in Okta, for example ana@example.com." })
    .regex(/^[^\s@]+@[^\s@]+$/, "is not a login. Write it as it stands in Okta, for example ana@example.com.");

const idOrName = z
    .string({ error: "must be text: its id or exact name." })
    .min(1, "is empty. Give its id or exact name.");

const failOrAdopt = z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail");

/** Pulumi's Okta plugin gets these texts too, and Pulumi shows a text of several lines as it is. */
const notPlain = "holds a control character, which a terminal would obey. Take it out.";

/** The declared shape of a space. Each field is explained on `TeamSecretsSpaceArgs`. */
export const spaceShape = {
    members: z
        .array(login, { error: "give a list of logins, for example [ana@example.com]." })
        // Okta's logins are the same in upper and lower case.
        .refine(
            (logins) => new Set(logins.map((one) => one.toLowerCase())).size === logins.length,
            "names somebody twice. List each person once.",
        ),
    parentFolder: folderPath.optional(),
    resourceGroup: idOrName.optional(),
    project: idOrName.optional(),
    appId: z.string({ error: "is not an app id. It looks like 0oa1emaKYZTWRYYRRTSK." }).optional(),
    groupName: z
        .string()
        .min(1, "is empty. Give a name.")
        .max(255, "is longer than 255 characters.")
        .refine(isPlain, notPlain)
        .optional(),
    folderName: folderName.optional(),
    description: z.string({ error: "must be text." }).refine(isPlain, notPlain).optional(),
    onExistingPush: failOrAdopt,
    onExisting: failOrAdopt,
    onDelete: z.enum(["delete", "retain"], { error: 'use "delete" or "retain".' }).default("delete"),
    deleteContents: folderPath.optional(),
    allowReplacement: z.boolean({ error: "use true or false." }).default(false),
    privileges: z
        .array(z.enum(privilegeWords, { error: `use any of ${privilegeWords.join(", ")}.` }), {
            error: `give a list of ${privilegeWords.join(", ")}.`,
        })
        .min(1, "is empty: the team could do nothing. List at least one privilege.")
        .default(["manage"]),
};

/** What the group of a space is called unless that is declared. */
export const groupNameFor = (name: string): string => `team-${name}`;

/** The declared shape of a team. */
export const teamSchema = z.object({ name: folderName, ...spaceShape }) satisfies z.ZodType<DeclaredTeam>;

/** What is wrong with a space's name as the name of its folder. */
export function folderNameMistakes(name: string): readonly Mistake[] {
    const result = folderName.safeParse(name);
    if (result.success) return [];
    return result.error.issues.map((issue) => ({
        property: "name",
        reason: `"${name}": ${issue.message} Or declare folderName.`,
    }));
}
