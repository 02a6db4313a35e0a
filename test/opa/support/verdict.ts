import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Life } from "../../support/life-of";

/**
 * What a user is told, as one word. `drift` is followed by the properties that the plan names; `done` is a run that did
 * what it was asked to.
 */
export type Verdict = "no change" | `drift ${string}` | "gone" | "permission" | "unavailable" | "refused" | "done";

/** What is run on one resource. */
export type Run = "preview --refresh" | "up" | "destroy";

/** The verdict, and the message of an error. */
export interface Told {
    readonly verdict: Verdict;
    readonly text: string;
}

/** What a user is told by a run. */
export async function told(life: Life, run: Run, declared: Properties): Promise<Told> {
    try {
        if (run === "destroy") await life.destroy();
        if (run === "up") await life.up(declared);
        if (run !== "preview --refresh") return { verdict: "done", text: "" };
        if (!(await life.refresh())) return { verdict: "gone", text: "" };
        const { op, properties } = await life.preview(declared);
        return { verdict: op === "same" ? "no change" : `drift ${properties.join(", ")}`, text: "" };
    } catch (thrown) {
        const text = (thrown as Error).message;
        return { verdict: verdictOf(text), text };
    }
}

/** By the remedy, which is there whatever form the service's own words have. */
function verdictOf(text: string): Verdict {
    if (/status\.okta\.com|proxy or portal|Check the network/.test(text)) return "unavailable";
    if (/OKTAPAM_KEY|give (its group|the service user)|add a rule without MFA/i.test(text)) return "permission";
    return "refused";
}
