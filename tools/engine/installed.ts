import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, realpathSync, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { binFolder, engineParts } from "./places";

/** The oldest version that the package itself accepts (`resources/require-pulumi.ts`). */
const oldest = [3, 227] as const;

/** An installed `pulumi` that can be used, or the reason why there is none. */
export type Installed = { readonly pulumi: string; readonly version: string } | { readonly reason: string };

/** Looks on PATH for a new enough `pulumi` that comes with what runs Node.js programs and dynamic resources. */
export function findInstalled(path = process.env["PATH"] ?? ""): Installed {
    const pulumi = onPath("pulumi", path);
    if (!pulumi) return { reason: "no pulumi on PATH" };
    const version = versionOf(pulumi);
    if (!version) return { reason: `${pulumi} does not tell its version` };
    if (!isNewEnough(version)) return { reason: `${pulumi} is ${version}, older than ${oldest.join(".")}` };
    const lacking = engineParts.filter(
        (part) => !existsSync(join(dirname(realpathSync(pulumi)), part)) && !onPath(part, path),
    );
    if (lacking.length > 0) return { reason: `${pulumi} comes without ${lacking.join(" and ")}` };
    return { pulumi, version };
}

/** The first executable with this name on PATH, except in the folder that this tool fills itself. */
export function onPath(name: string, path = process.env["PATH"] ?? ""): string | undefined {
    return path
        .split(delimiter)
        .filter((folder) => folder !== "" && folder !== binFolder)
        .map((folder) => join(folder, name))
        .find(isExecutable);
}

/** Whether the package works with `version` ("v3.259.0"). */
export function isNewEnough(version: string): boolean {
    const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
    return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

function versionOf(pulumi: string): string | undefined {
    try {
        const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
        const told = execFileSync(pulumi, ["version"], { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
        return /^v?\d+\.\d+\.\d+\S*/m.exec(told)?.[0];
    } catch {
        return undefined;
    }
}

function isExecutable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}
