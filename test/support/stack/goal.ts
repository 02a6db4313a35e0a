import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { partsOf } from "./state";

const rootType = "pulumi:pulumi:Stack";

/** A resource as the program declares it. */
export interface Goal {
    readonly urn: string;
    readonly type: string;
    readonly isCustom: boolean;
    readonly inputs: Properties;
    readonly parent: string;
    readonly dependencies: readonly string[];
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly isRetained: boolean;
    /** Undefined leaves it to the provider. */
    readonly deleteBeforeReplace: boolean | undefined;
    readonly aliases: readonly Alias[];
    /** By the resource option `ignoreChanges`: what state has is declared again. */
    readonly isEverythingIgnored: boolean;
}

/** What the SDK asks to register, as the engine understands it. */
export function goalIn(request: RegisterResourceRequest, project: string, stack: string): Goal {
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const dependencies = [...request.getPropertydependenciesMap().entries()].map(
        ([property, urns]) => [property, urns.getUrnsList()] as const,
    );
    return {
        urn: urnOf({ project, stack, type, name, parent }),
        type,
        isCustom: request.getCustom(),
        inputs: (request.getObject()?.toJavaScript() ?? {}) as Properties,
        parent,
        dependencies: request.getDependenciesList(),
        propertyDependencies: Object.fromEntries(dependencies),
        isRetained: request.getRetainondelete() ?? false,
        deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
        aliases: request.getAliasesList(),
        isEverythingIgnored: request.getIgnorechangesList().includes("*"),
    };
}

interface UrnParts {
    readonly project: string;
    readonly stack: string;
    readonly type: string;
    readonly name: string;
    readonly parent: string;
}

function urnOf({ project, stack, type, name, parent }: UrnParts): string {
    const { qualifiedType } = partsOf(parent);
    const within = qualifiedType === "" || qualifiedType === rootType ? "" : `${qualifiedType}$`;
    return `urn:pulumi:${stack}::${project}::${within}${type}::${name}`;
}

/**
 * The URNs that a resource may have had: those its aliases say, and what comes of an alias that its parent had (a child
 * whose name begins with the parent's is renamed with it).
 *
 * @param aliased URN before, by URN now, of what was found by an alias in this run.
 */
export function formerUrns(goal: Goal, project: string, stack: string, aliased: ReadonlyMap<string, string>): string[] {
    const { type, parent } = goal;
    const { name } = partsOf(goal.urn);
    const own = goal.aliases.map((alias) => {
        if (alias.getUrn() !== "") return alias.getUrn();
        const spec = alias.getSpec();
        const asked = spec?.getParenturn() || parent;
        return urnOf({
            project: spec?.getProject() || project,
            stack: spec?.getStack() || stack,
            type: spec?.getType() || type,
            name: spec?.getName() || name,
            parent: spec?.getNoparent() ? "" : (aliased.get(asked) ?? asked),
        });
    });
    const before = aliased.get(parent);
    if (before === undefined) return own;
    const parentName = partsOf(parent).name;
    const inherited = (type: string, name: string) =>
        urnOf({
            project,
            stack,
            type,
            name: name.startsWith(parentName) ? partsOf(before).name + name.slice(parentName.length) : name,
            parent: before,
        });
    return [...own, inherited(type, name), ...own.map((urn) => inherited(partsOf(urn).type, partsOf(urn).name))];
}
