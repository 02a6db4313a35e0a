import { z } from "zod";
import { isCommit, recordIn, spaceType } from "../../team-secrets-space/memory/record";
import { sha256 } from "../page/rows";

/** What the state of a stack says of its teams. */
export interface Applied {
    /** By name: each team that was once applied as a whole. */
    readonly teams: ReadonlyMap<string, AppliedTeam>;
    /** Of all resources in state: another one as soon as anything there changes. */
    readonly digest: string;
}

interface AppliedTeam {
    /** The commit from which it was applied; undefined if it was not a pipeline that did it. */
    readonly commit: string | undefined;
    /** The name that its objects are based on. */
    readonly namedAfter: string;
}

const exported = z.object({
    deployment: z.object({
        resources: z
            .array(
                z.looseObject({
                    urn: z.string(),
                    type: z.string(),
                    outputs: z.record(z.string(), z.unknown()).optional(),
                }),
            )
            .default([]),
        pending_operations: z.array(z.unknown()).default([]),
    }),
});

/** Reads what `pulumi stack export` prints: no credential is needed for it but that of the backend. */
export function appliedIn(text: string): Applied {
    const { deployment } = exported.parse(jsonIn(text));
    const { resources, pending_operations: pending } = deployment;
    const teams = new Map<string, AppliedTeam>();
    for (const { urn, type, outputs } of resources) {
        const record = recordIn(outputs);
        if (type !== spaceType || !record) continue;
        const name = urn.split("::").slice(3).join("::");
        // Two spaces of one name may be of two commits.
        const commit = teams.has(name) || !isCommit(record.commit ?? "") ? undefined : record.commit;
        teams.set(name, { commit, namedAfter: record.namedAfter ?? name });
    }
    return { teams, digest: sha256(JSON.stringify([resources, pending])) };
}

function jsonIn(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new Error("`pulumi stack export` printed no state, so what was applied last is not known.");
    }
}
