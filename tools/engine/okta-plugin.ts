import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { onPath } from "./installed";
import { engineFolder, oktaPlugin, oktaPluginVersion } from "./places";
import { pluginVersion } from "./plugin-version";
import { note } from "./progress";

/** Set it to "real" or "stand-in" to use that one, whatever is available. */
const choiceVariable = "ENGINE_OKTA_PLUGIN";
/** Offline, the download fails in 3 s; on a network that drops packets, it would take minutes. */
const downloadTimeoutMs = 20_000;
/** The wait after a failed download, so that a machine without a network does not try at every run. */
const tryAgainMs = 3_600_000;

const ownHome = join(engineFolder, "home");
const lastFailure = join(engineFolder, "okta-plugin-not-to-be-had");
const standIn = join(__dirname, "okta-stand-in", oktaPlugin);

/** The Okta plugin to use: the real one when it is installed or can be downloaded, the stand-in otherwise. */
export async function findOktaPlugin(pulumi: string): Promise<string> {
    const choice = process.env[choiceVariable] ?? "";
    if (!["", "real", "stand-in"].includes(choice)) {
        throw new Error(`${choiceVariable} is "${choice}". Set it to "real" or "stand-in", or leave it out.`);
    }
    const wanted = oktaPluginVersion();
    const real =
        choice === "stand-in" ? undefined : ((await findReal(wanted)) ?? downloadReal(pulumi, choice === "real"));
    if (real) {
        note(`using Pulumi's Okta plugin ${real.version}: ${real.file}`);
        return real.file;
    }
    if (choice === "real") throw new Error(`Pulumi's Okta plugin ${wanted} can't be downloaded.`);
    note(
        `using the Okta stand-in: not Pulumi's Okta plugin ${wanted}, which ${choice ? "is not wanted" : "can't be had"} here, but a ` +
            "reimplementation of groups, memberships and the user look-up for the simulated tenant.",
    );
    return standIn;
}

/** A plugin that exists on this machine. */
export interface FoundPlugin {
    readonly file: string;
    readonly version: string;
}

/**
 * The newest of Pulumi's downloads with the same major version as `wanted`, the version of `@pulumi/okta`; else the plugin
 * on PATH, if it reports such a version. Another major version has other resources.
 */
export async function findReal(
    wanted: string,
    homes: readonly string[] = [process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), ownHome],
    path?: string,
): Promise<FoundPlugin | undefined> {
    const [newest] = homes
        .flatMap(downloadsIn)
        .filter(({ version }) => isSameMajor(version, wanted))
        .sort(newestFirst);
    if (newest) return newest;
    const file = onPath(oktaPlugin, path);
    if (!file) return undefined;
    const version = await pluginVersion(file);
    if (version && isSameMajor(version, wanted)) return { file, version };
    note(
        `not using ${file}: it ${version ? `is ${version}` : "does not tell its version"}, and @pulumi/okta is ${wanted}`,
    );
    return undefined;
}

/** Reads the versions from the names that Pulumi gives the folders. */
function downloadsIn(home: string): readonly FoundPlugin[] {
    const plugins = join(home, "plugins");
    if (!existsSync(plugins)) return [];
    return readdirSync(plugins).flatMap((name) => {
        const version = /^resource-okta-v(\d+\.\d+\.\d+\S*?)$/.exec(name)?.[1];
        const file = join(plugins, name, oktaPlugin);
        return version && !/\.(lock|partial)$/.test(name) && existsSync(file) ? [{ file, version }] : [];
    });
}

function newestFirst(one: FoundPlugin, other: FoundPlugin): number {
    return other.version.localeCompare(one.version, "en", { numeric: true });
}

function isSameMajor(version: string, wanted: string): boolean {
    const majorOf = (text: string) => text.replace(/^v/, "").split(".")[0];
    return majorOf(version) === majorOf(wanted);
}

function downloadReal(pulumi: string, isInsisted: boolean): FoundPlugin | undefined {
    if (!isInsisted && existsSync(lastFailure) && Date.now() - statSync(lastFailure).mtimeMs < tryAgainMs)
        return undefined;
    note(`looking for Pulumi's Okta plugin ${oktaPluginVersion()} among its downloads`);
    mkdirSync(ownHome, { recursive: true });
    const env = { ...process.env, PULUMI_HOME: ownHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const args = ["plugin", "install", "resource", "okta", oktaPluginVersion()];
    spawnSync(pulumi, args, { env, stdio: "ignore", timeout: downloadTimeoutMs });
    const [found] = downloadsIn(ownHome).filter(({ version }) => version === oktaPluginVersion());
    if (!found) writeFileSync(lastFailure, "Delete this file to have it looked for again.\n");
    return found;
}
