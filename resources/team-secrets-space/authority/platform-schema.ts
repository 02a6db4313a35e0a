import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import { oktaId } from "../../okta/lookups/by-id";
import { describing, idOrName, opaId, text } from "../../opa/declared-text";
import { folderName, folderPath } from "../../opa/secret-folder/declared/schema";
import { limitsShape } from "../budget/limits-schema";
import { conditionsSchema } from "../declared/conditions";
import { asDay, isDay } from "../declared/day";
import { existingGroup, grants } from "../declared/level";
import { groupName, notPlain } from "../declared/names";
import { asOwner, isOwner } from "./owner-name";
import { rulesShape } from "./rules-schema";
import { teamKeys } from "./team-keys";

/** A list of the values that are allowed; each entry is compared exactly as it is written. */
const listOf = <Item extends z.ZodType>(item: Item, example: string) =>
    z.array(item, { error: `give a list, for example ${example}.` });

/** Who approves changes of files, in the form of code owners. */
const owners = listOf(z.string({ error: asOwner }).refine(isOwner, asOwner), '["@acme/platform"]').min(
    1,
    "is empty. Name somebody, or leave it out.",
);

/** A place for folders. A key that is left out here must be left out in the file too: the stack's value applies. */
const place = z
    .strictObject(
        { resourceGroup: idOrName.optional(), project: idOrName.optional(), parentFolder: folderPath.optional() },
        { error: "give a place, for example { parentFolder: teams/payments }." },
    )
    .refine((given) => Object.keys(given).length > 0, "is empty: the stack's place needs no entry. Take it out.");

/** What files may say: the bounds of each key. If a key is left out, that of `default` applies. */
const boundsShape = {
    /** Keys that files may not have, although files may have them by default. */
    mayNot: listOf(z.enum(teamKeys, { error: `use any of ${teamKeys.join(", ")}.` }), "[access, retired]").optional(),
    /** The most that the team, or a level, may be granted. */
    privileges: grants.optional(),
    /** Existing groups of Okta. Default: those of the stack's `pulumi-okta-opa:groups`. */
    groups: listOf(existingGroup, "[WD-Payments]").optional(),
    /** Groups that OPA has. */
    opaGroups: listOf(text(255), "[auditors]").optional(),
    /** OPA's ids of workload roles. */
    workloadRoles: listOf(opaId, "[3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11]").optional(),
    /** Where folders may be: `parentFolder` also stands for everything below it. */
    places: listOf(place, "[{ parentFolder: teams/payments }]").optional(),
    appIds: listOf(oktaId, "[0oa…]").optional(),
    /** Group names, exactly; a name that ends with "*" stands for all names that begin like it and are longer. */
    groupNames: listOf(groupName, "[payments-*]").optional(),
    /** Whether files may declare `folderName`. */
    folderNames: z.boolean({ error: "use true or false." }).optional(),
    /** The minimum of conditions. Default: the stack's `pulumi-okta-opa:conditions`. */
    minimum: conditionsSchema.optional(),
    /** Teams that may come here from another area. */
    takes: listOf(folderName, "[cards]").optional(),
};

const asBounds = "give what files may say, for example { privileges: manage }.";

/** A policy that no team declares and that is meant to be there, for example for emergencies. */
const known = z.strictObject(
    {
        policy: text(255).refine(isPlain, notPlain),
        why: describing
            .min(1, "is empty. Say what the policy is for.")
            .max(200, "is longer than 200 characters.")
            .refine(isPlain, notPlain),
        until: z.string({ error: asDay }).refine(isDay, asDay).optional(),
    },
    {
        error: 'give a policy and the reason, for example { policy: break-glass, why: "four people, for emergencies" }.',
    },
);

/** The declared shape of `platform.yaml`. */
export const platformSchema = z.object({
    owners: owners.optional(),
    ...limitsShape,
    ...rulesShape,
    default: z.strictObject(boundsShape, { error: asBounds }).optional(),
    areas: z
        .record(folderName, z.strictObject({ owners: owners.optional(), ...boundsShape }, { error: asBounds }), {
            error: ({ code }) =>
                code === "invalid_key"
                    ? 'is not the name of an area. Use only letters, digits, "-", "_" and ".".'
                    : "give what files may say by area, for example { payments: { privileges: manage } }.",
        })
        .default({}),
    /** Policies beside those of teams that are meant to be there. They stay on every page; `until` is the last day. */
    known: listOf(known, '[{ policy: break-glass, why: "four people, for emergencies" }]').optional(),
});

/** What `platform.yaml` declares. */
export type DeclaredPlatform = z.infer<typeof platformSchema>;

/** A policy that is meant to be there, as it is written. */
export type KnownPolicy = z.infer<typeof known>;

/** Bounds as they are written. */
export type DeclaredBounds = z.infer<z.ZodObject<typeof boundsShape>>;
