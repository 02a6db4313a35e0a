import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HostedRepository } from "./repository";

/** What a `pulumi` in place of the real one answers. What its commands really do is shown on the engine. */
interface Answers {
    /** The document of each preview. */
    readonly preview: object;
}

/** Puts it on the PATH of a repository's jobs. Returns its calls so far, each with the commit that it was told. */
export function standInForPulumi({ folder }: HostedRepository, { preview }: Answers): () => readonly string[] {
    const [state, plan, calls] = ["state.json", "plan.json", "calls"].map((name) => join(folder, name)) as [
        string,
        string,
        string,
    ];
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources: [] } }));
    writeFileSync(plan, JSON.stringify(preview));
    const script = [
        ...["#!/bin/sh", `echo "$* @\${PULUMI_OKTA_OPA_COMMIT:-}" >>'${calls}'`, 'case "$*" in'],
        ...[`"stack export"*) cat '${state}' ;;`, `preview*--json*) cat '${plan}' ;;`],
        ...['preview*) echo "Previewing update" ;;', 'up*) echo "Updating" ;;', "*) exit 9 ;;", "esac"],
    ];
    const file = join(folder, "bin", "pulumi");
    writeFileSync(file, `${script.join("\n")}\n`);
    chmodSync(file, 0o755);
    return () => (existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n") : []);
}
