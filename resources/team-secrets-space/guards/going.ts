import { getProject, getStack, runtime } from "@pulumi/pulumi";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { ownerOf } from "../../lifecycle/run/owner-mark";
import { messageOf } from "../../lifecycle/run/unfinished";
import { connectToOpa } from "../../opa/connection/connect";
import {
    type Fate,
    fateInWords,
    fateOf,
    folderType,
    goingIds,
    isTopmost,
    type Leaving,
    leavingIn,
} from "../../opa/secret-folder/fate";
import { staysInOpa } from "../../opa/secret-folder/steps/state";
import { programConfig } from "../../program-config";
import { foldersIn, type Space } from "../declared/space-schema";
import type { Memory } from "../memory/last-applied";
import type { Renames } from "../teams/renames";

/** What a preview says of folders that the next `up` deletes. */
export interface Going {
    /** About folders that hold anything, or may do: the `up` would be refused half-way. */
    readonly mistakes: readonly Mistake[];
    readonly warnings: readonly string[];
}

/** A folder that goes, as state has it. */
interface GoingFolder {
    readonly team: string;
    readonly isTeamGone: boolean;
    /** Its path in the space; undefined for the folder of the whole team. */
    readonly inside: string | undefined;
    readonly folder: Leaving;
    /** The path of the team's own folder. */
    readonly whole: string;
    /** Ids of all folders that go with the same team. */
    readonly with: ReadonlySet<string>;
}

/**
 * Looks, in a preview, into the folders of teams that are no longer declared, and of folders that teams no longer have. Pulumi asks no
 * provider about a deletion before it begins it. Only teams that `declaredTeams` made before are meant: a program may have others.
 */
export async function lookAtGoing(
    { ofSpace, state }: Memory,
    spaces: readonly (Pick<Space, "folders"> & { readonly name: string })[],
    renames: Renames,
): Promise<Going> {
    if (!runtime.isDryRun()) return { mistakes: [], warnings: [] };
    const folders = new Map(
        [...state.values()]
            .filter(({ type }) => type === folderType)
            .flatMap(({ name, outputs }) => {
                const leaving = leavingIn(outputs, ownerOf(getProject(), getStack(), name));
                return leaving ? [[name, leaving] as const] : [];
            }),
    );
    const stays = new Map(spaces.map((one) => [renames.get(one.name)?.was ?? one.name, one.folders]));
    // A program may call its spaces otherwise than its teams.
    const listed = [...ofSpace].flatMap(([space, { declaredAs: as }]) => (as ? [{ space, team: as.team }] : []));
    const going = listed.flatMap(({ space, team }) =>
        goingOf(space, stays.has(team) ? (stays.get(team) ?? []) : undefined, folders),
    );
    const told = await Promise.all(going.map(look));
    return {
        mistakes: told.flatMap(({ mistakes }) => mistakes),
        warnings: told.flatMap(({ warnings }) => warnings),
    };
}

/** @param declared The folders that the team still has; undefined for a team that goes. */
function goingOf(
    team: string,
    declared: readonly string[] | undefined,
    folders: ReadonlyMap<string, Leaving>,
): readonly GoingFolder[] {
    const own = `${team}-folder`;
    const begin = `${own}/`;
    const still = declared && new Set([own, ...foldersIn([...declared]).map((path) => `${begin}${path}`)]);
    const going = [...folders].filter(
        ([name]) => (name === own || name.startsWith(begin)) && still?.has(name) !== true,
    );
    const ids = goingIds(going.map(([, folder]) => folder));
    return going
        .filter(([, folder]) => isTopmost(folder, ids))
        .map(([name, folder]) => ({
            ...{ team, isTeamGone: !declared, folder, with: ids },
            inside: name === own ? undefined : name.slice(begin.length),
            whole: folders.get(own)?.path ?? folder.path,
        }));
}

async function look(going: GoingFolder): Promise<Going> {
    const { folder, team } = going;
    try {
        return said(going, await fateOf(connectToOpa(programConfig, "resource"), folder, going.with));
    } catch (failure) {
        const what = `what its folder "${folder.path}" holds`;
        if (staysInOpa(folder.outputs)) {
            return { mistakes: [], warnings: [`${begin(going)} It could not be seen ${what}: ${messageOf(failure)}`] };
        }
        const reason =
            `${gone(going)}, and ${what} could not be seen, so the run would end with an error after it had begun. ` +
            `${messageOf(failure)}`;
        return { mistakes: [{ property: `"${team}"`, reason }], warnings: [] };
    }
}

/** What goes, as the end of a sentence about the team. */
const gone = ({ isTeamGone, inside }: GoingFolder): string =>
    isTeamGone ? "is no longer declared" : `no longer has folder "${inside}"`;

const begin = (going: GoingFolder): string =>
    going.isTeamGone
        ? `Team "${going.team}" is no longer declared: its access ends, and its pushes and the groups that were made for it go.`
        : `Team "${going.team}" ${gone(going)}.`;

function said(going: GoingFolder, fate: Fate): Going {
    if (fate.end !== "full") return { mistakes: [], warnings: [`${begin(going)} ${fateInWords(fate)}`] };
    return { mistakes: [{ property: `"${going.team}"`, reason: refusal(going, fate) }], warnings: [] };
}

function refusal(going: GoingFolder, { path, held }: Fate): string {
    const { team, inside, isTeamGone } = going;
    if (!isTeamGone) {
        return (
            `${gone(going)}, and "${path}" holds ${held}. Pulumi would not delete it, and the run would end with an error. ` +
            "Declare the folder again, or move or delete these by hand first."
        );
    }
    const whole = inside === undefined ? path : going.whole;
    return (
        `is no longer declared, and its folder "${path}" holds ${held}. Its access would end, the folder would stay without anybody who can ` +
        'open it, and the run would end with an error. Declare the team again with retired: { reason: "…" }, which ends the access and keeps ' +
        "everything; or move or delete these by hand first; or, to delete everything for good, declare the team again with retired and " +
        `deleteContents: "${whole}" (of a team in a file the stack says that, pulumi-okta-opa:exceptions: { "${team}": { deleteContents: ` +
        `"${whole}" } }), run \`pulumi up\`, and then remove it.`
    );
}
