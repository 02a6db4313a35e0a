import type { ComponentResourceOptions, ResourceTransformation } from "@pulumi/pulumi";
import { programError } from "../../program-error";
import type { DeclaredTeam } from "../declared/declared-team";
import type { Grant, NamedSpace } from "../declared/grants";
import { pushedAs } from "../declared/names";
import { foldersIn } from "../declared/space-schema";
import { usualSettings } from "../declared/stack-settings";
import type { Plan } from "../plan";
import { type LastApplied, spaceType } from "./record";
import type { StateBefore } from "./state-before";

/** A space that stays as it is: what is declared of it cannot be planned. */
export interface Kept {
    readonly lastApplied: LastApplied;
    /** What it was declared as then, without conditions, which the stack may name otherwise by now. */
    readonly space: NamedSpace;
    readonly grants: readonly Grant[];
    readonly state: StateBefore;
}

/** By the `access` of a team: each team has one of its own, and a program that copies the properties copies it with them. */
const kept = new WeakMap<object, Kept>();

/** Notes that the space of a team is to stay as it is. */
export function keep({ access }: DeclaredTeam, as: Kept): void {
    if (access) kept.set(access, as);
}

/** How a space is to be kept, if it is. */
export function keptAs({ access }: { readonly access?: object | undefined }): Kept | undefined {
    return access && kept.get(access);
}

/** Whether state has all of it: of a team that was removed, whatever could not be deleted stays. */
export function isWholeInState(
    name: string,
    { space: { folders, appId }, grants, state }: Omit<Kept, "lastApplied">,
): boolean {
    const there = new Set([...state.values()].map((one) => `${shortType(one.type)} ${one.name}`));
    const parts = [
        `SecretFolder ${name}-folder`,
        ...foldersIn(folders).map((path) => `SecretFolder ${name}-folder/${path}`),
        ...grants.flatMap(({ level, members, group }) => {
            const of = level === undefined ? "" : `/${level}`;
            const made = [`Group ${name}-group${of}`, `GroupMemberships ${name}-members${of}`];
            const pushed = group === undefined ? [] : [`${pushedAs(group, appId)}-push`];
            const own = members ? [...made, `GroupPushMapping ${name}-push${of}`] : [];
            return [`SecurityPolicy ${name}-policy${of}`, ...own, ...pushed.map((one) => `GroupPushMapping ${one}`)];
        }),
    ];
    return parts.every((part) => there.has(part));
}

const shortType = (type: string): string => type.slice(type.lastIndexOf(":") + 1);

/** A plan without look-ups. None of it reaches a resource: they get what state has. */
export function planAsItWas({ space, grants, lastApplied }: Kept): Plan {
    const nothing = { appId: undefined, ambiguity: undefined, appCandidates: [], resourceGroupId: undefined };
    const notLooked = { projectId: undefined, parent: undefined, groupNow: undefined, unchecked: undefined };
    const { description = "" } = space as { readonly description?: string };
    return {
        ...space,
        ...nothing,
        ...notLooked,
        ...{
            description,
            isDescribed: true,
            emptyGroups: new Set<string>(),
            grants,
            settings: usualSettings,
            pins: lastApplied.people,
        },
        ...{ userIds: grants.map(() => undefined), warnings: [], later: [], seats: [], unassigned: new Set<string>() },
    };
}

/** Options with which every resource of a space is declared as state has it, whatever the program says. */
export function keeping({ state }: Kept, options: ComponentResourceOptions = {}): ComponentResourceOptions {
    const before = new Map([...state.values()].map((one) => [`${one.type} ${one.name}`, one.outputs]));
    const asItWas: ResourceTransformation = ({ type, name, props, opts }) => {
        if (components.has(type)) return undefined;
        const was = before.get(`${type} ${name}`);
        if (!was)
            throw programError(`"${name}" is not in state, so the team that it belongs to cannot be kept as it is.`);
        // Properties that a resource only gives out are passed as undefined, and become its outputs.
        const given = Object.entries(props as object).map(([key, value]) => [
            key,
            value === undefined ? value : was[key],
        ]);
        // A group that Okta has takes less than it has in state: what was found of it is noted there as well.
        const declared = given.flatMap(([key, value]) => (value === undefined ? [] : [key as string]));
        const ignoreChanges = type.endsWith(":ExistingGroup") ? declared : ["*"];
        return { props: Object.fromEntries(given) as object, opts: { ...opts, ignoreChanges } };
    };
    return { ...options, transformations: [...(options.transformations ?? []), asItWas] };
}

const components: ReadonlySet<string> = new Set([spaceType, "okta-opa:index:PushedGroup"]);
