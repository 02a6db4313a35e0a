import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { onPath } from "./installed";
import { engineFolder, oktaPlugin, oktaPluginVersion } from "./places";
import { note } from "./progress";

/** Set to "real" or "stand-in" to have that one, whatever can be had. */
const choiceVariable = "ENGINE_OKTA_PLUGIN";
/** Offline the download fails in 3 s; a network that swallows packets would keep us for minutes. */
const downloadTimeoutMs = 20_000;
/** Not to try again at every run of a machine without a network. */
const tryAgainMs = 3_600_000;

const ownHome = join(engineFolder, "home");
const lastFailure = join(engineFolder, "okta-plugin-not-to-be-had");
const standIn = join(__dirname, "okta-stand-in", oktaPlugin);

/** The Okta plugin to use: the real one when it is installed or can be downloaded, the stand-in otherwise. */
export function findOktaPlugin(pulumi: string): string {
    const choice = process.env[choiceVariable] ?? "";
    if (!["", "real", "stand-in"].includes(choice)) {
        throw new Error(`${choiceVariable} is "${choice}". Set it to "real" or "stand-in", or leave it out.`);
    }
    const real = choice === "stand-in" ? undefined : (findReal() ?? downloadReal(pulumi, choice === "real"));
    if (real) return real;
    if (choice === "real") throw new Error(`Pulumi's Okta plugin ${oktaPluginVersion()} can't be downloaded.`);
    note(
        `using the Okta stand-in: not Pulumi's Okta plugin ${oktaPluginVersion()}, which can't be had here, but a ` +
            "reimplementation of groups, memberships and the user look-up for the simulated tenant.",
    );
    return standIn;
}

function findReal(): string | undefined {
    const homes = [process.env["PULUMI_HOME"] ?? join(homedir(), ".pulumi"), ownHome];
    const major = `resource-okta-v${oktaPluginVersion().split(".")[0]}.`;
    const cached = homes.flatMap((home) => {
        const plugins = join(home, "plugins");
        if (!existsSync(plugins)) return [];
        const folders = readdirSync(plugins).filter(
            (name) => name.startsWith(major) && !/\.(lock|partial)$/.test(name),
        );
        return folders.map((name) => join(plugins, name, oktaPlugin));
    });
    return [...cached, onPath(oktaPlugin)].find((file) => file !== undefined && existsSync(file));
}

function downloadReal(pulumi: string, isInsisted: boolean): string | undefined {
    if (!isInsisted && existsSync(lastFailure) && Date.now() - statSync(lastFailure).mtimeMs < tryAgainMs)
        return undefined;
    note(`looking for Pulumi's Okta plugin ${oktaPluginVersion()} among its downloads`);
    mkdirSync(ownHome, { recursive: true });
    const env = { ...process.env, PULUMI_HOME: ownHome, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const args = ["plugin", "install", "resource", "okta", oktaPluginVersion()];
    spawnSync(pulumi, args, { env, stdio: "ignore", timeout: downloadTimeoutMs });
    const found = findReal();
    if (!found) writeFileSync(lastFailure, "Delete this file to have it looked for again.\n");
    return found;
}
