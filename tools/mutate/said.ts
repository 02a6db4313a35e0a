import type { Ignorer, NodePath } from "@stryker-mutator/api/ignore";

/** The calls whose arguments are what a user is told. */
const tellers = ["Error", "say", "sayOnStderr", "warn"];

/** What a message says decides nothing; whether it is said is changed all the same. */
class Said implements Ignorer {
    shouldIgnore(path: NodePath): string | undefined {
        const { node } = path as { node?: { type: string; callee?: { name?: string } } };
        const isCall = node?.type === "CallExpression" || node?.type === "NewExpression";
        return isCall && tellers.includes(node.callee?.name ?? "") ? "It is said to the user." : undefined;
    }
}

export const strykerPlugins = [{ kind: "Ignore", name: "said", injectableClass: Said }];
