import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import { repositoryFiles } from "../../../cli/init/repository";
import type { Settings } from "../../../cli/init/settings";
import { writeNew } from "../../../cli/init/write";

/** What a repository is told that is to be tried with the simulated org. */
export const usual: Settings = {
    ...{ host: "github", name: "acme-secrets", stack: "dev", org: "acme.okta.com", opaTeam: "example" },
    ...{ resourceGroup: "platform", project: "team-secrets", app: "", owners: "@acme/platform" },
};

/** The files of a new repository. */
export const filesOf = (settings: Partial<Settings> = {}): ReadonlyMap<string, string> =>
    repositoryFiles({ ...usual, ...settings }, checkout, "0.1.0");

/** Makes a repository in a new folder, and removes it in the end. */
export async function inRepository<Result>(
    settings: Partial<Settings>,
    work: (folder: string) => Promise<Result> | Result,
): Promise<Result> {
    const folder = mkdtempSync(join(tmpdir(), "init-test-"));
    try {
        writeNew(folder, filesOf(settings));
        return await work(folder);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
