import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is wrong with the changes to come: a line for each that does not say what it means for existing state. */
export function changesetFaults(folder: string): readonly string[] {
    return readdirSync(folder)
        .filter((name) => name.endsWith(".md") && name !== "README.md")
        .filter((name) => !saysState(readFileSync(join(folder, name), "utf8")))
        .map((name) => `${name}: add a paragraph that begins with "State:" and says what happens to existing state.`);
}

const saysState = (text: string) => /^State: \S/m.test(text);
