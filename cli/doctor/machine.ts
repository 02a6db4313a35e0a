import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import type { Machine, Needed } from "../../resources/doctor/machine";

const ownName = "pulumi-okta-opa";

const dependencies = z.record(z.string(), z.string()).default({});

const project = z.object({ name: z.string().optional(), dependencies, devDependencies: dependencies });

const own = z.object({ engines: z.object({ node: z.string() }), peerDependencies: z.record(z.string(), z.string()) });

/** What is installed here, seen from a Pulumi project's folder. */
export function machineAt(folder: string): Machine {
    const manifest = readIfThere(join(folder, "package.json"));
    const described = manifest === undefined ? undefined : project.parse(JSON.parse(manifest));
    const named = { ...described?.devDependencies, ...described?.dependencies };
    return {
        node: process.versions.node,
        pulumi: pulumiVersion(),
        packages: {
            "@pulumi/pulumi": versionOf(folder, "@pulumi/pulumi"),
            "@pulumi/okta": versionOf(folder, "@pulumi/okta"),
        },
        isDirectDependency: described && (ownName in named || described.name === ownName),
    };
}

/** The versions that the package needs, from its own package.json. The engine needs the same version as the SDK. */
export function neededBy(): Needed {
    const path = require.resolve(`${ownName}/package.json`);
    const { engines, peerDependencies } = own.parse(JSON.parse(readFileSync(path, "utf8")));
    const sdk = peerDependencies["@pulumi/pulumi"] ?? "*";
    return {
        node: engines.node,
        pulumi: sdk,
        "@pulumi/pulumi": sdk,
        "@pulumi/okta": peerDependencies["@pulumi/okta"] ?? "*",
    };
}

/** The version of the `pulumi` on PATH; undefined when there is none or it prints no version. */
function pulumiVersion(): string | undefined {
    try {
        const told = execFileSync("pulumi", ["version"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
        return /\d+\.\d+\.\d+\S*/.exec(told)?.[0];
    } catch {
        return undefined;
    }
}

function versionOf(folder: string, name: string): string | undefined {
    try {
        const path = createRequire(`${folder}/`).resolve(`${name}/package.json`);
        return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path, "utf8"))).version;
    } catch {
        return undefined;
    }
}

function readIfThere(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined;
    }
}
