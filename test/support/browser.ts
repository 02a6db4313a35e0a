import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** Starts the Chromium of this machine, without a window; undefined when there is none on the PATH. */
export async function startBrowser(): Promise<Browser | undefined> {
    const executablePath = findBrowser(process.env["PATH"] ?? "");
    // Chromium refuses to run its sandbox as root, which a container's user often is.
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    return executablePath ? chromium.launch({ executablePath, args }) : undefined;
}

/** What to say when there is no browser. */
export const noBrowser = `skipped: no browser. Install Debian's package chromium, or put one of ${names.join(", ")} on the PATH.`;

function findBrowser(path: string): string | undefined {
    const places = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
    return places.find(isExecutable);
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
