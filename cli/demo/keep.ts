import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { say, step } from "./narrate";

export interface Kept {
    readonly home: string;
    readonly project: string;
    readonly engineFolder: string;
    readonly settings: Record<string, string>;
    readonly tenantPid: number | undefined;
    readonly control: string;
}

/** Leaves the tenant and the stack to the user, and prints how to go on and how to stop. */
export function leaveToUser({ home, project, engineFolder, settings, tenantPid, control }: Kept): void {
    const file = join(home, "env");
    const lines = Object.entries(settings).map(([name, value]) => `export ${name}=${quoted(value)}`);
    const path = `export PATH=${quoted(engineFolder)}:"$PATH"`;
    // The file holds credentials, even if only of a simulated tenant.
    writeFileSync(file, `${[path, ...lines].join("\n")}\n`, { mode: 0o600 });
    step("The tenant and the stack are yours");
    say(`. ${file}
cd ${project}
pulumi up --refresh --run-program     # corrects the drift
pulumi preview                        # edit the teams in Pulumi.dev.yaml and see
curl ${control}/state                 # what the tenant holds

pulumi destroy && kill ${tenantPid} && rm -r ${home}     # stops it all`);
}

function quoted(value: string): string {
    return `'${value.replaceAll("'", "'\\''")}'`;
}
