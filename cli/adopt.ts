import { posix } from "node:path";
import { Command } from "commander";
import { type Adoption, adoption } from "../resources/adopt/adopt";
import { look, type Ways } from "../resources/adopt/look/look";
import type { Seen } from "../resources/adopt/look/seen";
import { type AdoptionDocument, adoptionJsonSchema, documentOf } from "../resources/adopt/output/document";
import { configText } from "../resources/adopt/output/file-texts";
import type { ConfigSource } from "../resources/lifecycle/config-source";
import { ownerOf } from "../resources/lifecycle/run/owner-mark";
import { appIdKey, configKeys, defaultPlace } from "../resources/team-secrets-space/declared/place";
import { stackSettings } from "../resources/team-secrets-space/declared/stack-settings";
import { countedWays } from "./adopt/counted-ways";
import { type PlatformWritten, platformNow, writePlatform } from "./adopt/platform-file";
import { reportOf } from "./adopt/report";
import { type NamedStack, stackNamed } from "./adopt/stack-file";
import { type Written, writeFiles } from "./adopt/write-files";
import { tell, tellAside } from "./terminal";

/** Exit code when something is left for a person to do. */
const leftForAPerson = 7;

const about =
    "Tells which groups, pushes, folders and policies that exist belong together as teams, by what names what, and which of them a space takes " +
    "over as they are. Reads only, in both services; --write writes files here and nothing there. Credentials come from the environment. " +
    "Every verdict is explained in docs/adopt.md. Ends with 0 if all teams are clean, with 7 if something is left for a person, with 1 when it " +
    "failed, with 2 when it was called wrongly.";

interface Options {
    readonly parent?: string;
    readonly match?: string;
    readonly write?: string;
    readonly area?: string;
    readonly schema?: string;
    readonly stack?: string;
    readonly resourceGroup?: string;
    readonly project?: string;
    readonly app?: string;
    readonly json?: true;
}

/** `pulumi-okta-opa adopt`: shows what exists as teams. */
export function adoptCommand(): Command {
    return new Command("adopt")
        .summary("tell which existing objects are teams, and declare them")
        .description(about)
        .option("--parent <path>", "the folder in OPA that holds the teams' folders; default: the stack's")
        .option("--match <pattern>", "only teams whose folder or group is called so, for example 'team-*'")
        .option(
            "--write <folder>",
            "write a file for each clean team, <folder>/<area>/<team>.yaml, and existing.yaml beside it",
        )
        .option("--area <name>", "the area of these teams; default: the name of the folder that holds them")
        .option("--schema <file>", "begin each file with the line by which editors find this JSON Schema")
        .option(
            "--stack <name>",
            "the stack they are for, PROJECT/STACK: its marks are its own, and its file here counts",
        )
        .option("--resource-group <name>", "id or name; default: the stack's, or the only one")
        .option("--project <name>", "id or name; default: the stack's, or the only one")
        .option("--app <id>", "Okta's id of the app; default: the stack's, or the only active one")
        .option("--json", "as JSON, see `adopt schema`")
        .action(run)
        .addCommand(
            new Command("schema")
                .description("Prints the JSON Schema of `adopt --json`.")
                .action(() => tell(JSON.stringify(adoptionJsonSchema(), undefined, 2))),
        );
}

async function run(options: Options, command: Command): Promise<void> {
    const stack = options.stack === undefined ? undefined : stackNamed(options.stack, process.cwd());
    if (stack && !stack.hasFile)
        tellAside(`There is no Pulumi.${stack.stack}.yaml here: nothing is known of what the stack is to hold.`);
    const config = stack?.config ?? { get: () => undefined };
    const parentFolder = options.parent ?? defaultPlace(config).parentFolder;
    if (parentFolder === undefined)
        command.error("error: give --parent, the folder in OPA that holds the teams' folders.");
    tellAside("Looking …");
    const { ways, count } = countedWays(config);
    const { found, seen } = await lookedAt(ways, options, { stack, config, parentFolder });
    const document = documentOf(found, seen);
    tell(options.json ? JSON.stringify(document, undefined, 2) : reportOf(document));
    const isSeen = document.incomplete.length === 0;
    // A team with a policy that could not be seen would look clean.
    if (options.write !== undefined && !isSeen) tellAside("Nothing was written, because not all could be seen.");
    const written =
        options.write === undefined || !isSeen ? undefined : writtenFor(document, options.write, options, config);
    if (written) tellWritten(written, document, config);
    tellAside(`${count.calls} reading calls, 0 writes.`);
    const isAllClean = document.teams.every(({ verdict }) => verdict === "clean");
    if (!isAllClean || !isSeen || (written?.left.length ?? 0) > 0) process.exitCode = leftForAPerson;
}

interface Given {
    readonly stack: NamedStack | undefined;
    readonly config: ConfigSource;
    readonly parentFolder: string;
}

async function lookedAt(
    ways: Ways,
    options: Options,
    { stack, config, parentFolder }: Given,
): Promise<{ readonly found: Adoption; readonly seen: Seen }> {
    const { settings, mistakes } = stackSettings(config);
    if (mistakes.length > 0) {
        const lines = mistakes.map(({ property, reason }) => `  ${property}: ${reason}`);
        throw new Error(["The stack's file is wrong, so nothing was looked at:", ...lines].join("\n"));
    }
    const { resourceGroup, project } = defaultPlace(config);
    const own = stack && ownerOf(stack.project, stack.stack, "-")?.slice(0, -1);
    const isOwn = (owner: string) => own !== undefined && owner.startsWith(own);
    const asked = {
        parentFolder: parentFolder.replaceAll(/^\/+|\/+$/g, ""),
        resourceGroup: options.resourceGroup ?? resourceGroup,
        project: options.project ?? project,
        appId: options.app ?? config.get(appIdKey),
    };
    const seen = await look(ways, asked, isOwn);
    const found = await adoption(seen, ways.okta, {
        ...{ settings, isOwn },
        isAsked: (names) => options.match === undefined || names.some(patternOf(options.match)),
        progress: (done, all) => {
            if (done % 50 === 0 && done < all) tellAside(`${done} of ${all} teams read …`);
        },
    });
    if (found.teams.length === 0) {
        throw new Error(
            `No folder in "${seen.parent.path}" is one of a team that is asked for (${found.leftOut.folders} are not).`,
        );
    }
    return { found, seen };
}

/** `*` matches any text, `?` matches one character; letter case matters. */
function patternOf(pattern: string): (name: string) => boolean {
    const source = pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll("*", ".*")
        .replaceAll("?", ".");
    const test = new RegExp(`^${source}$`, "s");
    return (name) => test.test(name);
}

const existingKey = "pulumi-okta-opa:existing";

function writtenFor(
    document: AdoptionDocument,
    given: string,
    { area, schema }: Options,
    config: ConfigSource,
): Written & { readonly existingFile: string; readonly platform: PlatformWritten } {
    const folder = given.replace(/(?<=.)\/+$/, "");
    const existingFile = config.get(existingKey) ?? posix.join(posix.dirname(folder), "existing.yaml");
    const places = { folder, area: area ?? posix.basename(document.parentFolder), schema, existingFile };
    const now = platformNow(folder);
    const files = writeFiles(document, places);
    const { settings } = stackSettings(config);
    const approvals = { ...settings.approvals, ...document.approvals };
    return { ...files, existingFile, platform: writePlatform(folder, now, files.files, { ...settings, approvals }) };
}

function tellWritten(
    { written, left, existingFile, platform }: ReturnType<typeof writtenFor>,
    document: AdoptionDocument,
    config: ConfigSource,
): void {
    for (const file of written) tellAside(`${file}: written`);
    if (platform.isWritten) tellAside(`${platform.file}: written`);
    for (const one of left) tellAside(one);
    if (platform.toAdd !== undefined) {
        tellAside(`Files may not say all of this yet. Key by key, have ${platform.file} say:\n${platform.toAdd}`);
    }
    const { approvals, resourceGroup, project, parentFolder } = document;
    const known = stackSettings(config).settings.approvals;
    const isNewApproval = Object.keys(approvals).some((name) => !Object.hasOwn(known, name));
    const wanted: Readonly<Record<string, unknown>> = {
        [existingKey]: existingFile,
        [configKeys.resourceGroup]: resourceGroup.name,
        [configKeys.project]: project.name,
        [configKeys.parentFolder]: parentFolder,
    };
    const lines = {
        ...Object.fromEntries(Object.entries(wanted).filter(([key]) => config.get(key) === undefined)),
        ...(isNewApproval ? { "pulumi-okta-opa:approvals": approvals } : {}),
    };
    if (Object.keys(lines).length > 0) tellAside(`Add to the stack's file:\n${configText(lines)}`);
}
