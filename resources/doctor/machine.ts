import { type Code, type Finding, found } from "./finding";

/** What is installed, as far as it was found. */
export interface Machine {
    /** "22.3.0" */
    readonly node: string;
    /** Of the `pulumi` on PATH; undefined when there is none. */
    readonly pulumi: string | undefined;
    /** Versions of the packages that the project finds. */
    readonly packages: Readonly<Record<"@pulumi/pulumi" | "@pulumi/okta", string | undefined>>;
    /** Whether the project's package.json names this package; undefined when there is no package.json. */
    readonly isDirectDependency: boolean | undefined;
}

/** What is asked for: the least version, and the first that is too new. */
export interface Needed {
    readonly node: Range;
    readonly pulumi: Range;
    readonly "@pulumi/pulumi": Range;
    readonly "@pulumi/okta": Range;
}

interface Range {
    readonly least: string;
    readonly before?: string;
}

/** What runs here, compared with what the package asks for. */
export function examineMachine({ node, pulumi, packages, isDirectDependency }: Machine, needed: Needed): Finding[] {
    return [
        version("node", node, needed.node, "Install a later Node."),
        version(
            "pulumi",
            pulumi,
            needed.pulumi,
            "Install Pulumi (https://www.pulumi.com/docs/install/) wherever the stack is run.",
        ),
        version(
            "pulumi-sdk",
            packages["@pulumi/pulumi"],
            needed["@pulumi/pulumi"],
            `Run \`npm install @pulumi/pulumi@${majorOf(needed["@pulumi/pulumi"].least)}\` in the Pulumi project.`,
        ),
        version(
            "okta-plugin",
            packages["@pulumi/okta"],
            needed["@pulumi/okta"],
            `Run \`npm install @pulumi/okta@${majorOf(needed["@pulumi/okta"].least)}\` in the Pulumi project.`,
        ),
        dependency(isDirectDependency),
    ];
}

function version(code: Code, is: string | undefined, range: Range, remedy: string): Finding {
    const wanted = `${range.least} or later${range.before ? `, before ${range.before}` : ""}`;
    if (is === undefined) return found(code, "failed", `It was not found; ${wanted} is needed.`, remedy);
    const isTooNew = range.before !== undefined && !isBefore(is, range.before);
    if (isBefore(is, range.least) || isTooNew) return found(code, "failed", `${is}; ${wanted} is needed.`, remedy);
    return found(code, "ok", is);
}

function dependency(isDirect: boolean | undefined): Finding {
    const code = "direct-dependency";
    if (isDirect) return found(code, "ok", "It does.");
    const remedy = "Run `npm install pulumi-okta-opa` in the folder of the Pulumi project.";
    return isDirect === undefined
        ? found(code, "failed", "There is no package.json here.", `Start it in the Pulumi project. ${remedy}`)
        : found(code, "failed", "Its package.json does not name pulumi-okta-opa: Pulumi may not find it.", remedy);
}

const majorOf = (text: string): string => text.split(".")[0] ?? text;

/** By number, part by part; what follows a hyphen does not count. */
function isBefore(one: string, other: string): boolean {
    const [first, second] = [one, other].map((text) => (text.split("-")[0] ?? "").split(".").map(Number));
    for (const part of [0, 1, 2]) {
        const difference = (first?.[part] ?? 0) - (second?.[part] ?? 0);
        if (difference !== 0) return difference < 0;
    }
    return false;
}
