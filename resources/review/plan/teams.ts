import { folderType } from "../../opa/secret-folder/fate";
import { usualSettings } from "../../team-secrets-space/declared/stack-settings";
import { spaceType } from "../../team-secrets-space/memory/record";
import type { Shown, ShownGrant, ShownTeam } from "../reviewed";
import type { Spot } from "../rights/ruling";
import type { Folders } from "./folders";
import type { PlannedPolicy } from "./grants";
import type { Planned } from "./planned";

/** The teams of a plan on one side: the same that files declare, as far as the page tells of them. */
export function teamsOn(
    side: "was" | "is",
    all: readonly Planned[],
    policies: readonly PlannedPolicy[],
    folders: Folders,
): Shown {
    const spaces = all.filter((one) => one.type === spaceType && one[side]);
    const teams = spaces.flatMap(({ name }): (readonly [string, ShownTeam])[] => {
        const root = all.find((one) => one.type === folderType && one.team === name && isRoot(one, name) && one[side]);
        const spot = root && folders.ofUrn(root.urn);
        // A team whose place is not known is told of in `unclear`.
        if (!spot) return [];
        const grants = policies.filter(({ team }) => team === name).map((one) => grantOf(one, spot));
        return [[name, { space: { name, access: {} }, grants, spot }]];
    });
    return { teams: new Map(teams), settings: usualSettings, stackFile: undefined };
}

const isRoot = ({ name }: Planned, team: string): boolean => name === `${team}-folder`;

function grantOf({ level, policy, isActive, principals, spots }: PlannedPolicy, root: Spot): ShownGrant {
    const [principal] = principals;
    const [spot] = spots;
    const folder = spot?.path.startsWith(`${root.path}/`) ? spot.path.slice(root.path.length + 1) : undefined;
    const groupName = principal && principal.kind !== "workload role" ? principal.group : "";
    return {
        level,
        policyName: (policy ?? "") as ShownGrant["policyName"],
        hasAccess: isActive,
        folder,
        groupName,
        members: principal?.kind === "people" ? [...principal.people] : undefined,
        group: principal?.kind === "group" && !principal.isOfOpa ? principal.group : undefined,
        opaGroup: principal?.kind === "group" && principal.isOfOpa ? principal.group : undefined,
        workloadRole: principal?.kind === "workload role" ? principal.id : undefined,
    };
}
