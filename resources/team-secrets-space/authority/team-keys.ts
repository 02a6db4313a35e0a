import { type Team, teamSchema } from "../declared/space-schema";
import type { StackException } from "../declared/stack-settings";
import { wordsOfStack } from "../files/stack-words";

/** A key that the file of a team may have. */
export type TeamKey = Exclude<keyof Team, keyof StackException | "existing">;

/** All of them but the name, which is the file's. */
export const teamKeys: readonly [string, ...string[]] = asSome(
    Object.keys(teamSchema.shape).filter((key) => key !== "name" && !wordsOfStack.includes(key)),
);

function asSome([first = "members", ...others]: readonly string[]): readonly [string, ...string[]] {
    return [first, ...others];
}
