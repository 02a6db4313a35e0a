import { createRequire } from "node:module";
import { programError } from "./program-error";

let isFound = false;

/**
 * Throws unless the text in state (`lifecycle/stored-resource.ts`) will find this package from the project's folder, as it looks
 * for it: Pulumi would make what a program declares before, and fail at the first resource of ours with Node's words alone.
 */
export function requireInProject(): void {
    // Tests with mocks run anywhere, and never call the text. Programs that Pulumi starts run in the folder it will run in.
    if (isFound || !process.env["PULUMI_NODEJS_MONITOR"]) return;
    const project = process.cwd();
    try {
        createRequire(`${project}/`).resolve("pulumi-okta-opa/provider");
        isFound = true;
    } catch {
        throw programError(notInProject(project));
    }
}

function notInProject(project: string): string {
    const described: unknown = createRequire(__filename)("pulumi-okta-opa/package.json");
    const itself = `pulumi-okta-opa@${(described as { version?: string }).version}`;
    return (
        `pulumi-okta-opa is not to be found from the folder of this project, ${project}: only a package that the project uses ` +
        "has it. Pulumi runs its resources from that folder, so none was made. Add it to the project's own dependencies, in " +
        `the version that is used: \`npm install ${itself}\`, \`pnpm add ${itself}\` or \`yarn add ${itself}\`, or with the path of its archive ` +
        "instead of the name."
    );
}
