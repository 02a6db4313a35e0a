import type { ComponentResourceOptions, ResourceTransformation } from "@pulumi/pulumi";
import type { DeclaredTeam } from "../declared/declared-team";

/** What a team was called before, and what its objects are named after. */
export interface Renamed {
    /** The name after which its group, folder and policies are named, unless the team declares others. */
    readonly namedAfter: string;
    /** Names that its resources may have had. */
    readonly aliases: readonly string[];
    /** The name that it has in state, if that is another one still. */
    readonly was?: string | undefined;
}

/** By the `access` of a team: each team has one of its own, and a program that copies the properties copies it with them. */
const renamed = new WeakMap<object, Renamed>();

/** Notes what a team was called before. */
export function noteRenamed({ access }: DeclaredTeam, as: Renamed): void {
    if (access) renamed.set(access, as);
}

/** What a team was called before, if it was called otherwise. */
export function renamedAs({ access }: { readonly access?: unknown }): Renamed | undefined {
    return typeof access === "object" && access !== null ? renamed.get(access) : undefined;
}

/**
 * Options with which a space and every resource of it may have had former names. The engine hands a component's aliases on to what is in
 * it only in the run in which the component itself gets the new name; a run that was killed leaves some of them behind.
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
