import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import { loginKey } from "../../okta/lookups/find-user";
import { opaId, text } from "../../opa/declared-text";
import { folderPath } from "../../opa/secret-folder/declared/schema";
import { privilegeList } from "../../opa/security-policy/declared/privilege-schema";
import { conditionsOrNone } from "./conditions";
import { notPlain } from "./names";

/** Each org chooses what its logins look like; these limits are the same for all (docs/contracts/okta-api.md 2.3). */
export const login = z
    .string({ error: "is not a login. Write it as it stands in Okta, for example ana@example.com." })
    .min(5, "is not a login: Okta's have at least 5 characters. Write it as it stands in Okta.")
    .max(100, "is not a login: Okta's have at most 100 characters. Write it as it stands in Okta.")
    .refine((text) => text === text.trim(), "begins or ends with white space. Remove that.")
    // Half of a surrogate pair cannot be sent.
    .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text), "holds a character that nobody can type. Write it anew.");

/** People, by their logins. */
export const members = z
    .array(login, { error: "give a list of logins, for example [ana@example.com]." })
    .refine(
        (logins) => new Set(logins.map(loginKey)).size === logins.length,
        "names somebody twice. List each person once.",
    );

/** A group that Okta has, by its exact name or its id. */
export const existingGroup = z
    .string({ error: "must be text: the exact name of an Okta group, or its id." })
    .min(1, "is empty. Give the exact name of an Okta group, or its id.")
    .max(255, "is longer than 255 characters, which no group's name is.")
    .refine((name) => name === name.trim(), "begins or ends with white space, which services strip. Remove it.")
    .refine(isPlain, notPlain);

/** One word, or a list of them. */
export const grants = z.preprocess(
    (value) => (typeof value === "string" ? [value] : value),
    privilegeList("nobody could do anything."),
);

/** A level of access of a space, beside that of the team itself. */
const levelSchema = z.strictObject(
    {
        members: members.optional(),
        group: existingGroup.optional(),
        opaGroup: text(255).optional(),
        workloadRole: opaId.optional(),
        privileges: grants,
        folder: folderPath.optional(),
        conditions: conditionsOrNone.optional(),
    },
    { error: "give who it is for and its privileges, for example { members: [ana@example.com], privileges: manage }." },
);

const asName =
    'is not a name for a level of access. Use small letters, digits and "-", at most 40, for example owners.';

/** What a level is called: it becomes a part of the names of its group and its policy. */
export const levelName = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, asName);

/** Levels of access by name: adding one, or writing them in another order, touches no other. */
export const levels = z.record(levelName, levelSchema, {
    error: ({ code }) => (code === "invalid_key" ? asName : "give levels by name, for example { owners: { … } }."),
});
