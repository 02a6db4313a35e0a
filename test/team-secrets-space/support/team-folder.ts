import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Runs `act` in a folder of its own that holds these files, and takes the folder away. */
export async function inFolderWith<Result>(
    files: Readonly<Record<string, string | Buffer>>,
    act: (home: string) => Result | Promise<Result>,
): Promise<Result> {
    const home = mkdtempSync(join(tmpdir(), "teams-"));
    try {
        for (const [path, content] of Object.entries(files)) {
            mkdirSync(dirname(join(home, path)), { recursive: true });
            writeFileSync(join(home, path), content);
        }
        return await act(home);
    } finally {
        rmSync(home, { recursive: true, force: true });
    }
}
