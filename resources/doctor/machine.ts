import { satisfies } from "semver";
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

/** The ranges of versions that the package asks for, as package.json writes them. */
export type Needed = Readonly<Record<"node" | "pulumi" | "@pulumi/pulumi" | "@pulumi/okta", string>>;

/** What runs here, compared with what the package asks for. */
export function examineMachine({ node, pulumi, packages, isDirectDependency }: Machine, needed: Needed): Finding[] {
    const installed = "https://www.pulumi.com/docs/install/";
    return [
        version("node", node, needed.node, `Install Node ${needed.node}.`),
        version("pulumi", pulumi, needed.pulumi, `Install Pulumi (${installed}) wherever the stack is run.`),
        version("pulumi-sdk", packages["@pulumi/pulumi"], needed["@pulumi/pulumi"], install("@pulumi/pulumi", needed)),
        version("okta-plugin", packages["@pulumi/okta"], needed["@pulumi/okta"], install("@pulumi/okta", needed)),
        dependency(isDirectDependency),
    ];
}

const install = (name: "@pulumi/pulumi" | "@pulumi/okta", needed: Needed): string =>
    `Run \`npm install "${name}@${needed[name]}"\` in the Pulumi project.`;

function version(code: Code, is: string | undefined, range: string, remedy: string): Finding {
    if (is === undefined) return found(code, "failed", `It was not found; ${range} is needed.`, remedy);
    const isFit = satisfies(is, range, { includePrerelease: true });
    return isFit ? found(code, "ok", is) : found(code, "failed", `${is}; ${range} is needed.`, remedy);
}

function dependency(isDirect: boolean | undefined): Finding {
    const code = "direct-dependency";
    if (isDirect) return found(code, "ok", "It does.");
    const remedy = "Run `npm install pulumi-okta-opa` in the folder of the Pulumi project.";
    return isDirect === undefined
        ? found(code, "failed", "There is no package.json here.", `Start this command in the Pulumi project. ${remedy}`)
        : found(code, "failed", "Its package.json does not name pulumi-okta-opa: Pulumi may not find it.", remedy);
}
