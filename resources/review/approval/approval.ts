import { z } from "zod";
import { sha256 } from "../page/rows";
import { caused } from "./caused";

const shape = z.strictObject({
    format: z.literal(1),
    stack: z.string(),
    commit: z.string().describe("What is to be applied."),
    table: z.string().describe("The hash at the foot of the page."),
    caused,
});

/** What is approved: everything that a commit causes in a stack, as the page showed it. It holds no configuration and no state. */
export type Approval = z.infer<typeof shape>;

export const approvalText = (approval: Approval): string => `${JSON.stringify(shape.parse(approval))}\n`;

/** Stands for all of it: the page is shown with it, and what is handed on must have it. */
export const hashOf = (text: string): string => `approval:${sha256(text)}`;

/** Reads an approval that was handed on. Throws unless it is the one with this hash. */
export function approvalIn(text: string, hash: string): Approval {
    if (hashOf(text) !== hash) {
        throw new Error(`This is not what was approved: it has the hash ${hashOf(text)}, and approved is ${hash}.`);
    }
    return shape.parse(JSON.parse(text));
}
