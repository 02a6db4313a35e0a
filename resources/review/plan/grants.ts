import { z } from "zod";
import { type EngineState, holdsSecret, holdsUnknownText, unknownText } from "../../engine/preview";
import type { DeclaredCondition } from "../../opa/security-policy/declared/condition";
import { grantKey } from "../checkout/rulings";
import { quoted } from "../page/words";
import type { Principal, Ruling, Spot } from "../rights/ruling";
import { wayOf } from "../rights/way";
import { type Folders, onlyFolder } from "./folders";
import type { PushedGroups } from "./groups";
import type { Planned } from "./planned";

const policyType = "pulumi-nodejs:dynamic/opa:SecurityPolicy";

const named = z.object({ name: z.string().optional(), id: z.string().optional() });

const condition = z.union([
    z.object({
        conditionType: z.literal("mfa"),
        reAuthFrequencyInSeconds: z.number(),
        acrValues: z.string(),
    }),
    z.object({
        conditionType: z.literal("access_request"),
        requestTypeId: z.string(),
        requestTypeName: z.string(),
        expiresAfterSeconds: z.number(),
    }),
]);

const policy = z.object({
    name: z.string(),
    active: z.boolean().default(true),
    principals: z.object({ userGroups: z.array(named).default([]), workloadRoles: z.array(named).default([]) }),
    rules: z
        .array(
            z.object({
                secretFolderId: z.string().optional(),
                secretId: z.string().optional(),
                raw: z.unknown().optional(),
                privileges: z.array(z.string()).default([]),
                conditions: z.array(condition).default([]),
            }),
        )
        .default([]),
});

/** A policy of a program, on one side of a change. */
export interface PlannedPolicy {
    /** Its key among everything that grants something. */
    readonly grant: string;
    /** By its name in OPA; undefined if that is not known. */
    readonly policy: string | undefined;
    readonly policyId: string | undefined;
    readonly team: string | undefined;
    /** Undefined for the team itself. */
    readonly level: string | undefined;
    readonly isActive: boolean;
    readonly principals: readonly Principal[];
    /** Where its rules are; undefined if that cannot be known. */
    readonly spots: readonly Spot[];
    readonly rulings: readonly Ruling[];
    /** What cannot be known of it before `up`, in a sentence. */
    readonly unclear: string | undefined;
}

/** The policies of a plan on one side. */
export function policiesOn(
    side: "was" | "is",
    all: readonly Planned[],
    groups: PushedGroups,
    folders: Folders,
    madeBy: (group: string) => readonly Principal[],
): readonly PlannedPolicy[] {
    return all.flatMap((one) => {
        const state = one[side];
        return one.type === policyType && state ? [policyOf(one, state, { groups, folders, madeBy })] : [];
    });
}

interface Known {
    readonly groups: PushedGroups;
    readonly folders: Folders;
    readonly madeBy: (group: string) => readonly Principal[];
}

function policyOf(planned: Planned, state: EngineState, known: Known): PlannedPolicy {
    const { urn, name, team } = planned;
    const level = team === undefined ? undefined : levelIn(name, team);
    const grant = team === undefined ? `policy ${urn}` : grantKey(team, level);
    const { inputs = {} } = state;
    const policyName = inputs["name"];
    const about = {
        ...{ grant, team, level, policyId: state.id },
        policy: typeof policyName === "string" && policyName !== unknownText ? policyName : undefined,
    };
    const nothing = { isActive: inputs["active"] !== false, principals: [], spots: [], rulings: [] };
    const { data } = policy.safeParse(inputs);
    if (!data || holdsSecret([inputs["rules"], inputs["principals"]])) {
        return { ...about, ...nothing, unclear: notShown(name, inputs) };
    }
    const principals = principalsOf(state, data.principals, known);
    const placed = data.rules
        .filter(({ secretId }) => secretId === undefined)
        .map((rule) => spotOf(state, rule, known));
    const spots = placed.flatMap((spot) => spot ?? []);
    const isWhole = principals !== undefined && spots.length === placed.length && !holdsUnknownText(rest(data.rules));
    if (!isWhole) return { ...about, ...nothing, unclear: notShown(name, inputs) };
    const rulings = data.active
        ? data.rules
              .filter(({ secretId }) => secretId === undefined)
              .flatMap(({ privileges, conditions }, index) => {
                  const spot = spots[index];
                  const way = wayOf(conditions as readonly DeclaredCondition[]);
                  return spot
                      ? principals.map((principal): Ruling => ({ ...spot, grant, principal, privileges, way }))
                      : [];
              })
        : [];
    return { ...about, isActive: data.active, principals, spots, rulings, unclear: undefined };
}

/** All of a rule but its folder, which is followed. */
const rest = (rules: z.infer<typeof policy>["rules"]) =>
    rules.map(({ privileges, conditions }) => ({ privileges, conditions }));

/** The name of a policy of a space is `<space>-policy`, or `<space>-policy/<level>`. */
function levelIn(name: string, team: string): string | undefined {
    const begin = `${team}-policy/`;
    return name.startsWith(begin) ? name.slice(begin.length) : undefined;
}

function notShown(name: string, inputs: Readonly<Record<string, unknown>>): string {
    const why = holdsSecret(inputs)
        ? "a part of it is a secret of Pulumi's, which the engine does not show"
        : JSON.stringify(inputs["rules"] ?? "").includes('"raw":')
          ? "a rule of it is given as raw, in OPA's own shape"
          : "it is known only in the `up`, or the snapshot does not have its folder or its group";
    return `What policy ${quoted(name)} lets whom do cannot be told: ${why}. No row is about it.`;
}

/** Undefined if one of them is not known. */
function principalsOf(
    state: EngineState,
    { userGroups, workloadRoles }: z.infer<typeof policy>["principals"],
    { groups, madeBy }: Known,
): readonly Principal[] | undefined {
    const pushes = (state.propertyDependencies?.["principals"] ?? []).flatMap((urn) => groups.nameOfPush(urn) ?? []);
    const ofGroups = userGroups.map(({ name, id }) => {
        if (name !== undefined && name !== unknownText) return name;
        if (id !== undefined && id !== unknownText) return groups.nameOfId.get(id);
        return pushes.length === 1 ? pushes[0] : undefined;
    });
    const roles = workloadRoles.map((one) => one.id ?? one.name);
    if ([...ofGroups, ...roles].some((one) => one === undefined || one === unknownText)) return undefined;
    return [
        ...ofGroups.flatMap((name) => madeBy(name ?? "")),
        ...roles.map((id): Principal => ({ kind: "workload role", id: id ?? "", name: id ?? "" })),
    ];
}

function spotOf(
    { propertyDependencies }: EngineState,
    { secretFolderId }: z.infer<typeof policy>["rules"][number],
    { folders }: Known,
): Spot | undefined {
    if (secretFolderId === undefined) return undefined;
    if (secretFolderId !== unknownText) return folders.ofId(secretFolderId);
    return onlyFolder(propertyDependencies?.["rules"], folders.ofUrn);
}
