import { endsLikeMark, type Mark, resourceOf, resourceSaid } from "../../lifecycle/run/owner-mark";
import type { LivePolicy } from "../look/live-policies";
import type { Folder, IsOwn, Seen } from "../look/seen";
import { inWords } from "./grant-in-words";
import type { Matched } from "./match";
import type { Reason } from "./verdict";

/** The space to which a resource of this name belongs. */
export const spaceOf = (resource: string): string => resource.replace(/-(?:folder|policy)(?:\/.*)?$/s, "");

/** Why an object does not belong to this team; empty if it does. */
export function markReasons(what: string, mark: Mark | undefined, team: string, isOwn: IsOwn): readonly Reason[] {
    if (!mark) return [];
    const isOurs = isOwn(mark.owner);
    if (isOurs && spaceOf(resourceOf(mark.owner)) === team) return [];
    const whose = resourceSaid(mark.owner, undefined);
    const said = `${what} carries the mark of ${whose}, ${mark.isAdopted ? "which adopted it" : "which made it"}.`;
    const remedy = isOurs
        ? "It is another space's of the stack that asks: look which of the two it belongs to."
        : "If that stack lost its state, run this with --stack and its name, PROJECT/STACK. Else leave it: two stacks must not manage one object.";
    return [{ verdict: "foreign", what: said, remedy }];
}

/** Why a policy is not one that a space would make for a group on one of its folders. */
export function policyReasons(policy: LivePolicy, { folder, inside }: Matched, { parent }: Seen): readonly Reason[] {
    const { groups, roles, folderIds, resourceGroupId } = policy;
    const ids = [folder, ...inside].map(({ id }) => id);
    const elsewhere = [...folderIds].filter((id) => !ids.includes(id)).sort();
    const here = ids.filter((id) => folderIds.has(id));
    const who = [...groups, ...roles].map(({ id, name }) => `"${name ?? id}"`);
    const differs = (said: string, remedy?: string): Reason => ({
        verdict: "differs",
        what: `Policy "${policy.name}" (${policy.id}): ${said}.`,
        remedy,
    });
    const forEach = "Give each a policy of its own in OPA.";
    return [
        ...policy.unsayable.map((said) =>
            differs(said, policy.wire?.active || policy.unsayable.length > 1 ? undefined : activate),
        ),
        ...(resourceGroupId === undefined
            ? [differs("it is for every resource group, and a space's is for one", limit)]
            : []),
        ...(resourceGroupId !== undefined && resourceGroupId !== parent.resourceGroup.id
            ? [differs("it is for another resource group than that of the folder", limit)]
            : []),
        ...(who.length === 1
            ? []
            : [differs(`it is for ${who.join(" and ") || "nobody"}, and a space has a policy for each`, forEach)]),
        ...(elsewhere.length > 0
            ? [differs(`it is also on ${counted(elsewhere.length)} elsewhere: ${elsewhere.join(", ")}`, forEach)]
            : []),
        ...(here.length > 1
            ? [
                  differs(
                      `it is on ${counted(here.length)} of the team, and a space has a policy for each: ${pathsOf(here, folder, inside)}`,
                      forEach,
                  ),
              ]
            : []),
        ...(endsLikeMark(policy.description) ? [differs("its description ends like a mark that was cut off")] : []),
    ];
}

const activate = "Activate it in OPA, if the team is to have access.";

const limit = "Limit it in OPA to the resource group of the folder.";

const counted = (count: number): string => (count === 1 ? "1 folder" : `${count} folders`);

const pathsOf = (ids: readonly string[], folder: Folder, inside: readonly Folder[]): string =>
    ids
        .map((id) => [folder, ...inside].find((one) => one.id === id))
        .map((one) => `"${one?.path || one?.name}"`)
        .join(", ");

/** A policy as it is, as text for people, including what no space can express. */
export function asItIs(policy: LivePolicy, { folder, inside }: Matched): string {
    const place = (id: string) => {
        const found = [folder, ...inside].find((one) => one.id === id);
        return found ? `${folder.name}${found.path ? `/${found.path}` : ""}` : `folder ${id}`;
    };
    const who = [...policy.groups, ...policy.roles].map(({ id, name }) => `"${name ?? id}"`).join(" and ") || "nobody";
    const rules = policy.rules.map((rule) => `rule ${inWords(rule)} on ${place(rule.folderId)}`);
    return `Policy "${policy.name}" for ${who}: ${[...rules, ...policy.unsayable].join("; ")}.`;
}
