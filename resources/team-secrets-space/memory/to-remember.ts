import type * as okta from "@pulumi/okta";
import { type ComponentResource, type CustomResource, type Output, output } from "@pulumi/pulumi";
import { asFarAsKnown } from "../../lifecycle/given";
import { declaredAs } from "../budget/declared-as";
import { ifMade } from "../known";
import type { Plan } from "../plan";
import type { Renamed } from "../teams/renamed";
import { lastAppliedOf } from "./last-applied";
import { type LastApplied, remembered } from "./record";

/** What a space is made of. */
interface Parts {
    readonly all: readonly CustomResource[];
    readonly memberships: readonly okta.GroupMemberships[];
}

/**
 * What is to be remembered of a space: known, and so written to state, once all of it is made. Where an update left a part of it
 * as it was (`--target`), what was remembered before stays.
 */
export function toRemember(
    space: ComponentResource,
    args: object,
    plan: Promise<Pick<Plan, "pins" | "userIds">>,
    { all, memberships }: Parts,
    { namedAfter, was, area }: Pick<Renamed, "namedAfter" | "was"> & { readonly area: string | undefined },
): Output<LastApplied | undefined> {
    const made = output(all.map((one) => ifMade(one, one.id)));
    const users = output(memberships.map((one) => ifMade(one, one.users)));
    return output({ declared: { ...args }, made, users }).apply(async (applied) => {
        const { pins, userIds } = await plan;
        const inGroups = new Set(applied.users.flatMap((ids) => ids ?? []));
        const isWhole =
            applied.made.every(Boolean) && userIds.flatMap((ids) => ids ?? []).every((id) => inGroups.has(id));
        const as = declaredAs(args, applied.declared);
        if (isWhole) return remembered(applied.declared, pins, { namedAfter, area, as });
        return lastAppliedOf((await asFarAsKnown(space.urn)) as string, was);
    });
}
