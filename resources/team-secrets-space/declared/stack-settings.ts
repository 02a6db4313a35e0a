import { z } from "zod";
import type { ConfigSource } from "../../lifecycle/config-source";
import { checked } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { oktaId } from "../../okta/lookups/by-id";
import { text } from "../../opa/declared-text";
import { folderName } from "../../opa/secret-folder/declared/schema";
import { type Limits, limitsShape } from "../budget/limits-schema";
import { type Approval, conditionMistakes, conditionsSchema, duration } from "./conditions";
import type { SpaceConditions } from "./declared-team";
import { levelName } from "./level";
import { spaceShape } from "./space-schema";

/** An existing group that teams may name. */
export interface ListedGroup {
    readonly id: string;
    /** The most people that the group may have: a larger one is refused. */
    readonly maxMembers?: number | undefined;
}

const { onExisting, onExistingPush, onDelete, deleteContents, allowReplacement } = spaceShape;

/** Without their defaults, which would take the place of what is declared. */
const exception = z.strictObject(
    {
        onExisting: onExisting.removeDefault().optional(),
        onExistingPush: onExistingPush.removeDefault().optional(),
        onDelete: onDelete.removeDefault().optional(),
        deleteContents,
        allowReplacement: allowReplacement.removeDefault().optional(),
    },
    { error: "give what is to be so for this team, for example { onExisting: adopt }." },
);

/** What a stack says of a team that is declared in a file, and the file cannot. */
export type StackException = z.infer<typeof exception>;

/** What a stack says for all of its spaces. */
export interface StackSettings extends Limits {
    /** The conditions of every level that does not say otherwise. */
    readonly conditions: SpaceConditions;
    /** The least conditions of every level that lets people reveal secrets, or delete. */
    readonly minimum: { readonly reveal?: SpaceConditions | undefined; readonly delete?: SpaceConditions | undefined };
    /** Types of requests, by the names that declarations use. */
    readonly approvals: Readonly<Record<string, Approval>>;
    /** The existing groups that declarations may name; undefined: any. */
    readonly groups?: Readonly<Record<string, ListedGroup>> | undefined;
    /** By the names of teams that are declared in files. */
    readonly exceptions: Readonly<Record<string, StackException>>;
    /** The file that says what is there already of the teams that are declared in files; undefined: nothing. */
    readonly existing?: string | undefined;
    /** Whether members who are not assigned to the app are a mistake; else they are a warning. */
    readonly requireAssigned: boolean;
}

const approvalSchema = z.strictObject(
    { id: text(64), name: text(1024), lasts: duration.optional() },
    { error: 'give { id: "…", name: "…", lasts: "8h" }, as Okta Access Requests has the request type.' },
);

const listedGroup = z.strictObject(
    {
        id: oktaId,
        maxMembers: z.int({ error: "give a whole number of people." }).min(1, "give at least 1.").optional(),
    },
    { error: "give { id: 00g…, maxMembers: 60 }." },
);

/** The keys of the stack configuration, under `pulumi-okta-opa:`, and what each holds. */
const settingsShape = {
    conditions: conditionsSchema.default({}),
    minimum: z
        .strictObject(
            { reveal: conditionsSchema.optional(), delete: conditionsSchema.optional() },
            { error: "give { reveal: { mfa: any } }, or delete, or both." },
        )
        .default({}),
    approvals: z
        .record(levelName, approvalSchema, { error: "give request types by name, for example { oncall: { … } }." })
        .default({}),
    groups: z
        .record(z.string(), listedGroup, { error: "give groups by name, for example { WD-Payments: { id: 00g… } }." })
        .optional(),
    exceptions: z
        .record(folderName, exception, {
            error: "give exceptions by team, for example { payments: { onExisting: adopt } }.",
        })
        .default({}),
    existing: z.string({ error: "give the name of a file, for example existing.yaml." }).optional(),
    requireAssigned: z.boolean({ error: "use true or false." }).default(false),
    ...limitsShape,
};

/** Settings that are not maps: they need no hint how to write one. */
const plain: readonly string[] = ["existing", "requireAssigned"];

const settingsSchema = z.object(settingsShape) satisfies z.ZodType<StackSettings>;

/** Those of a stack that says nothing. */
export const usualSettings: StackSettings = settingsSchema.parse({});

/** Where a setting stands in the stack configuration. */
const keyOf = (setting: string): string => `pulumi-okta-opa:${setting}`;

/** The settings of a stack, and every mistake in them. */
interface ReadSettings {
    readonly settings: StackSettings;
    /** Told of their keys. */
    readonly mistakes: readonly Mistake[];
}

let last: { readonly texts: string; readonly read: ReadSettings } | undefined;

/** The settings of a stack, and every mistake in them. Every space of a program asks: the same texts are read once. */
export function stackSettings(config: ConfigSource): ReadSettings {
    const written = Object.keys(settingsShape).map((setting) => [setting, config.get(keyOf(setting))] as const);
    const texts = JSON.stringify(written);
    if (last?.texts !== texts) last = { texts, read: readSettings(written) };
    return last.read;
}

function readSettings(texts: readonly (readonly [string, string | undefined])[]): ReadSettings {
    const unreadable: Mistake[] = [];
    const given: Properties = Object.fromEntries(
        texts.flatMap(([setting, written]) => {
            if (written === undefined || written === "") return [];
            try {
                return [[setting, JSON.parse(written) as unknown]];
            } catch {
                if (plain.includes(setting)) return [[setting, written]];
                const reason = `is not JSON. Write it as YAML in the stack's file, or with \`pulumi config set --path\`.`;
                unreadable.push({ property: setting, reason });
                return [];
            }
        }),
    );
    const { inputs, mistakes: found } = checked(settingsSchema, given);
    const wrong = [...unreadable, ...found];
    const settings = wrong.length > 0 ? usualSettings : settingsSchema.parse(inputs);
    const { conditions, minimum, approvals } = settings;
    const layers = { conditions, "minimum.reveal": minimum.reveal, "minimum.delete": minimum.delete };
    wrong.push(
        ...Object.entries(layers).flatMap(([property, layer]) =>
            conditionMistakes(layer ?? {}, approvals).map((reason) => ({ property, reason })),
        ),
    );
    return { settings, mistakes: wrong.map(({ property, reason }) => ({ property: keyOf(property), reason })) };
}
