import type { Ignorer, NodePath } from "@stryker-mutator/api/ignore";

/** The calls whose arguments are messages for a user. */
const tellers = ["Error", "say", "sayOnStderr", "warn"];

/** The text of a message decides nothing, so it is not mutated; whether the message is sent is. */
class Said implements Ignorer {
    shouldIgnore(path: NodePath): string | undefined {
        const { node } = path as { node?: { type: string; callee?: { name?: string } } };
        const isCall = node?.type === "CallExpression" || node?.type === "NewExpression";
        return isCall && tellers.includes(node.callee?.name ?? "") ? "It is said to the user." : undefined;
    }
}

export const strykerPlugins = [{ kind: "Ignore", name: "said", injectableClass: Said }];
