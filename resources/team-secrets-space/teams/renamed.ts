import type { ComponentResourceOptions, ResourceTransformation } from "@pulumi/pulumi";
import type { DeclaredTeam } from "../declared/declared-team";

/** A team's former names, and the name that its objects are based on. */
export interface Renamed {
    /** The name that its group, folder and policies are based on, unless the team declares other names. */
    readonly namedAfter: string;
    /** Names that its resources may have had. */
    readonly aliases: readonly string[];
    /** The name that it has in state, if that is still another one. */
    readonly was?: string | undefined;
}

/** Keyed by a team's `access` object: each team has its own, and a program that copies the properties copies it too. */
const renamed = new WeakMap<object, Renamed>();

/** Notes the former names of a team. */
export function noteRenamed({ access }: DeclaredTeam, as: Renamed): void {
    if (access) renamed.set(access, as);
}

/** The former names of a team, if it had others. */
export function renamedAs({ access }: { readonly access?: unknown }): Renamed | undefined {
    return typeof access === "object" && access !== null ? renamed.get(access) : undefined;
}

/**
 * Options that give a space and each of its resources the former names as aliases. The engine passes a component's
 * aliases on to its children only in the run in which the component itself gets the new name; a killed run leaves
 * some children with the former name.
 */
export function withFormerNames(
    name: string,
    { aliases }: Renamed,
    options: ComponentResourceOptions = {},
): ComponentResourceOptions {
    const former = (own: string) => aliases.map((one) => ({ name: `${one}${own.slice(name.length)}` }));
    const named: ResourceTransformation = ({ name: own, props, opts }) =>
        own === name || own.startsWith(`${name}-`)
            ? { props, opts: { ...opts, aliases: [...(opts.aliases ?? []), ...former(own)] } }
            : undefined;
    return { ...options, transformations: [...(options.transformations ?? []), named] };
}
