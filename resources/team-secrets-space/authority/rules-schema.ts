import { z } from "zod";
import { isPlain } from "../../http/output/visible";
import { folderPath } from "../../opa/secret-folder/declared/schema";
import { asDay, isDay } from "../declared/day";
import { login } from "../declared/level";

/** What a rule does about what it finds. */
export const ruleLevels = ["ignore", "note", "warn", "block"] as const;

export type RuleLevel = (typeof ruleLevels)[number];

/** The rules of a review, and what each does by default. */
const usualRules = {
    /** Somebody gains the privilege to reveal. */
    "new-reveal": "note",
    /** The author of the change gains something. */
    "self-grant": "warn",
    /** Somebody who gains it, or has it under weaker conditions, can reveal without MFA. */
    "reveal-without-mfa": "warn",
    /** Secrets are deleted with their folder, or somebody gains the privilege to delete secrets. */
    "delete-for-good": "warn",
    /** Somebody gains something under conditions below the minimum that the stack has now. */
    "below-minimum": "warn",
    /** An existing group has more members than its `maxMembers`. */
    "group-above-cap": "warn",
    /** A policy that no declaration has made also lets people reveal or delete in a changed folder. */
    overlap: "note",
    /** An approval is never asked of some, who can reveal without it. */
    "approval-is-decoration": "warn",
    /** A service user has a privilege on secrets. It cannot be ignored. */
    "automation-holds-secrets": "warn",
    /** The day until which something was declared has passed. */
    ended: "warn",
} as const satisfies Readonly<Record<string, RuleLevel>>;

export type RuleName = keyof typeof usualRules;

export const ruleNames = Object.keys(usualRules) as readonly RuleName[];

const asLevel = `use one of ${ruleLevels.join(", ")}.`;

const level = z.enum(ruleLevels, { error: asLevel });

/** Whoever has the automation's key has what it may do, so nobody is to overlook that. */
const always = level.refine((one) => one !== "ignore", "cannot be ignored. Use note, warn or block.");

const words = (example: string) =>
    z
        .string({ error: `say it in words, for example "${example}".` })
        .min(1, "is empty. Say it, for whoever reads it later.")
        .max(200, "is longer than 200 characters.")
        .refine(isPlain, "holds characters that cannot be seen. Write plain text.");

const acceptedShape = z.strictObject(
    {
        rule: z.enum(ruleNames as [RuleName, ...RuleName[]], { error: `use one of ${ruleNames.join(", ")}.` }),
        /** A folder: what is found there and below it. Default: everywhere. */
        path: folderPath.optional(),
        /** Who it is about: a login, a group, a workload role, a policy. Default: everybody. */
        who: words("ana@acme.com").optional(),
        until: z.string({ error: asDay }).refine(isDay, asDay),
        why: words("the audit team reads it, SEC-12"),
    },
    { error: "give { rule: …, path: …, until: …, why: … }." },
);

const asHostName =
    "is no user's name on GitHub or GitLab. Write it as it stands in that person's profile, without \"@\".";

/** What the code host calls somebody: the host says it, so nobody can take another's. */
const nameOnHost = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/, asHostName);

/** The keys of the platform file about what a review finds. */
export const rulesShape = {
    /** What each rule does about what it finds; a rule that is left out has its default. */
    rules: z
        .strictObject(
            {
                ...(Object.fromEntries(ruleNames.map((name) => [name, level.optional()])) as RulesShape),
                "automation-holds-secrets": always.optional(),
            },
            { error: "give levels by rule, for example { self-grant: block }." },
        )
        .optional(),
    /** Findings that are known and accepted, until a day. */
    accepted: z.array(acceptedShape, { error: "give a list of what is accepted." }).optional(),
    /** Okta logins by user names of the code host, so that a review knows what the author of a change gains. */
    logins: z
        .record(nameOnHost, login, {
            error: ({ code }) =>
                code === "invalid_key"
                    ? asHostName
                    : "give logins by user names, for example { ana-acme: ana@acme.com }.",
        })
        .refine((all) => new Set(Object.keys(all).map(sameOnHost)).size === Object.keys(all).length, {
            error: "names somebody twice, in upper and lower case: for the code host that is the same. Take one out.",
        })
        .optional(),
};

type RulesShape = Readonly<Record<RuleName, z.ZodOptional<typeof level>>>;

/** Hosts do not tell upper from lower case in user names. */
const sameOnHost = (name: string): string => name.toLowerCase();

/** Whose login belongs to a user name of the code host; undefined if nothing says so. */
export function loginOnHost({ logins = {} }: DeclaredRules, name: string): string | undefined {
    const [, found] = Object.entries(logins).find(([one]) => sameOnHost(one) === sameOnHost(name)) ?? [];
    return found;
}

const declaredRules = z.object(rulesShape);

/** What the platform file says about findings. */
export type DeclaredRules = z.infer<typeof declaredRules>;

/** A finding that is known and accepted. */
export type Accepted = NonNullable<DeclaredRules["accepted"]>[number];

/** What a rule does, of these. */
export const levelOf = ({ rules }: DeclaredRules, name: RuleName): RuleLevel => rules?.[name] ?? usualRules[name];
