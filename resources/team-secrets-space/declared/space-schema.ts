import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import { oktaId } from "../../okta/group-push-mapping/declared/schema";
import { loginKey } from "../../okta/lookups/find-user";
import { describing, idOrName } from "../../opa/declared-text";
import { folderName, folderPath } from "../../opa/secret-folder/declared/schema";
import { privilegeList } from "../../opa/security-policy/declared/privilege-schema";
import type { DeclaredTeam } from "./declared-team";
import { groupName, notPlain } from "./names";

/** An org chooses what its logins look like; these are the limits of all (docs/contracts/okta-api.md 2.3). */
const login = z
    .string({ error: "is not a login. Write it as it stands in Okta, for example ana@example.com." })
    .min(5, "is not a login: Okta's have at least 5 characters. Write it as it stands in Okta.")
    .max(100, "is not a login: Okta's have at most 100 characters. Write it as it stands in Okta.")
    .refine((text) => text === text.trim(), "begins or ends with white space. Remove that.")
    // Half of a surrogate pair cannot be sent.
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "holds a character that nobody can type. Write it anew.");

const failOrAdopt = z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail");

/** The declared shape of a space. Each field is explained on `TeamSecretsSpaceArgs`. */
export const spaceShape = {
    members: z
        .array(login, { error: "give a list of logins, for example [ana@example.com]." })
        .refine(
            (logins) => new Set(logins.map(loginKey)).size === logins.length,
            "names somebody twice. List each person once.",
        ),
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
    privileges: privilegeList("the team could do nothing.").default(["manage"]),
};

/** The declared shape of a team. */
export const teamSchema = z.object({ name: folderName, ...spaceShape }) satisfies z.ZodType<DeclaredTeam>;
