import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { cli, type GoModule } from "./places";

/** Since Go 1.21, Go downloads the version that a go.mod asks for; distributions switch that off. */
const env = {
    ...process.env,
    GOTOOLCHAIN: process.env["GOTOOLCHAIN"] ?? "auto",
    GOFLAGS: "-mod=readonly",
    CGO_ENABLED: "0",
};

/** Why Go cannot build the engine; undefined when it can. */
export function goProblem(): string | undefined {
    try {
        execFileSync("go", ["version"], { cwd: cli.folder, env, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
        // Before 1.21 `go version` ignores go.mod.
        const goes = execFileSync("go", ["env", "GOVERSION"], { cwd: cli.folder, env, encoding: "utf8" });
        const [major = 0, minor = 0] = goes.trim().replace(/^go/, "").split(".").map(Number);
        return major > 1 || minor >= 21 ? undefined : `${goes.trim()} is too old; 1.21 or later is needed`;
    } catch (failure) {
        if (failure instanceof Error && "code" in failure && failure.code === "ENOENT") return "there is no Go either";
        return `Go cannot be used: ${lastLine(failure instanceof Error ? failure.message : String(failure))}`;
    }
}

/** Downloads the sources of a module, checked against its go.sum, and returns the number of packages in it. */
export async function fetchPackages(module: GoModule, heard: (line: string) => void): Promise<number> {
    let packages = 0;
    await go(["list", "-deps", module.main], module, { out: () => packages++, err: heard });
    return packages;
}

/** Compiles a module into `file`; `heard` gets the name of each package compiled. */
export function compile(module: GoModule, file: string, heard: (line: string) => void): Promise<void> {
    const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${module.version}`;
    const flags = ["-v", "-ldflags", `-s -w -X ${version}`, "-o", file];
    return go(["build", ...flags, module.main], module, { out: heard, err: heard });
}

interface Ears {
    out(line: string): void;
    err(line: string): void;
}

function go(args: readonly string[], module: GoModule, ears: Ears): Promise<void> {
    const child = spawn("go", args, { cwd: module.folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const said: string[] = [];
    createInterface(child.stdout).on("line", ears.out);
    createInterface(child.stderr).on("line", (line) => {
        said.push(line);
        ears.err(line);
    });
    return new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code) => {
            if (code === 0) resolve();
            else reject(new Error(`go ${args[0]} failed in ${module.folder}:\n${said.slice(-10).join("\n")}`));
        });
    });
}

function lastLine(text: string): string {
    return text.trim().split("\n").at(-1) ?? "";
}
