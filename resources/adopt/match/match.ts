import { resourceOf } from "../../lifecycle/run/owner-mark";
import type { LivePolicy } from "../look/live-policies";
import type { Folder, IsOwn } from "../look/seen";
import type { Behind } from "./principals";
import type { Reason } from "./verdict";

/** A policy of a team, and the one group that it is for, if it is for exactly one. */
export interface Granting {
    readonly policy: LivePolicy;
    /** Undefined for a workload role, or if the policy is not for exactly one. */
    readonly behind: Behind | undefined;
    /** The level that our own mark names; "" for the team itself. */
    readonly marked: string | undefined;
}

/** What belongs together: a folder, and the policies that name it or a folder in it. */
export interface Matched {
    readonly folder: Folder;
    /** Folders inside that a policy names or that carry our mark, with those on the way. */
    readonly inside: readonly Folder[];
    readonly team: Granting | undefined;
    readonly levels: readonly Granting[];
    readonly reasons: readonly Reason[];
}

/**
 * Assigns policies to the folder that their rules name. The team's own policy is the only one of a pushed group on
 * the whole folder or, among several, the only one whose names are made from the folder's. It never chooses between
 * equals.
 */
export function matched(
    folder: Folder,
    inside: readonly Folder[],
    policies: readonly LivePolicy[],
    behindOf: (group: LivePolicy["groups"][number]) => Behind,
    isOwn: IsOwn,
): Matched {
    const ids = new Set([folder.id, ...inside.map(({ id }) => id)]);
    const its = policies.filter(({ folderIds }) => [...ids].some((id) => folderIds.has(id)));
    const grantings = its.map((policy): Granting => {
        const [group] = policy.groups;
        const behind = group && policy.groups.length === 1 && policy.roles.length === 0 ? behindOf(group) : undefined;
        return { policy, behind, marked: markedLevel(policy, isOwn) };
    });
    const { team, reasons } = teamAmong(grantings, folder);
    return { folder, inside, team, levels: grantings.filter((one) => one !== team), reasons };
}

/** The resources of our own policies are called `<team>-policy` and `<team>-policy/<level>`. */
function markedLevel({ mark }: LivePolicy, isOwn: IsOwn): string | undefined {
    if (!mark || !isOwn(mark.owner)) return undefined;
    return /-policy(?:\/(?<level>[^/]+))?$/.exec(resourceOf(mark.owner))?.groups?.["level"] ?? "";
}

function teamAmong(
    all: readonly Granting[],
    folder: Folder,
): { readonly team: Granting | undefined; readonly reasons: readonly Reason[] } {
    const ours = all.filter(({ marked }) => marked === "");
    const unmarked = all.filter(({ marked }) => marked === undefined);
    const onAll = (ours.length > 0 ? ours : unmarked).filter(({ policy }) => policy.folderIds.has(folder.id));
    // A policy for several groups is reported as such.
    const candidates = onAll.filter(({ behind }) => behind?.kind !== "own" && behind !== undefined);
    const several = onAll.filter(({ policy }) => policy.groups.length > 1);
    const [only, another] = candidates.length > 0 ? candidates : several;
    if (only && !another) return { team: only, reasons: [] };
    if (!only) return { team: undefined, reasons: [missing(all, onAll, folder)] };
    const fitting = candidates.filter((one) => isCalledAfter(one, folder.name));
    const [fits, fitsToo] = fitting;
    if (fits && !fitsToo) return { team: fits, reasons: [] };
    const named = (fitting.length > 1 ? fitting : candidates).map(inShort).join(", ");
    const what = `More than one policy gives a pushed group the whole folder, and no name tells which group is the team: ${named}.`;
    const remedy = `Rename the team's group in Okta to "team-${folder.name}", or declare the team by hand.`;
    return { team: undefined, reasons: [{ verdict: "ambiguous", what, remedy }] };
}

function isCalledAfter({ policy, behind }: Granting, folderName: string): boolean {
    const group = behind?.kind === "pushed" ? behind.source.name : behind?.name;
    const stems = [folderName, `team-${folderName}`];
    return stems.some((stem) => stem === group || policy.name === `${stem} secrets`);
}

const inShort = ({ policy, behind }: Granting): string =>
    `"${policy.name}" (${policy.id}) for "${behind?.name ?? "several"}"`;

function missing(all: readonly Granting[], onAll: readonly Granting[], folder: Folder): Reason {
    const partial = (what: string, remedy: string): Reason => ({ verdict: "partial", what, remedy });
    if (all.length === 0) {
        return partial(
            `No policy names the folder "${folder.name}".`,
            "Give the team's group a policy on it in OPA; or declare the team, and name the folder in existing: the rest is made.",
        );
    }
    const own = onAll.find(({ behind }) => behind?.kind === "own");
    if (own) {
        return partial(
            `The group "${own.behind?.name}" of policy "${own.policy.name}" is not pushed from Okta, as far as is seen: there is no mapping.`,
            "Push the team's group from Okta, and give it the policy.",
        );
    }
    return partial(
        `No policy gives a pushed group the whole folder, only what is in it, or only others: ${all.map(inShort).join(", ")}.`,
        "Give the team's group a policy on the folder itself.",
    );
}
