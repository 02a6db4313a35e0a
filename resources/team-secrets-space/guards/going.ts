import { getProject, getStack, runtime } from "@pulumi/pulumi";
import { z } from "zod";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { asMark, markIn, ownerOf } from "../../lifecycle/run/owner-mark";
import { messageOf } from "../../lifecycle/run/unfinished";
import { connectToOpa } from "../../opa/connection/connect";
import { type Looked, lookInto } from "../../opa/secret-folder/steps/look-into";
import { rememberedFrom, staysInOpa } from "../../opa/secret-folder/steps/state";
import { counts, firstTen, withoutFolders } from "../../opa/secret-folder/tree/contents";
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
    readonly folder: Kept;
    /** The path of the team's own folder. */
    readonly whole: string;
    /** Ids of all folders that go. */
    readonly with: ReadonlySet<string>;
}

const keptFolder = z.object({
    resourceGroupId: z.string(),
    projectId: z.string(),
    folderId: z.string(),
    ancestorIds: z.array(z.string()),
    path: z.string(),
    deleteContents: z.string().optional(),
});

interface Kept extends z.infer<typeof keptFolder> {
    readonly resource: string;
    readonly outputs: Properties;
}

const folderType = "pulumi-nodejs:dynamic/opa:SecretFolder";

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
        [...state.values()].flatMap(({ type, name, outputs }) => {
            const { data } = keptFolder.safeParse(type === folderType ? outputs : undefined);
            return data ? [[name, { ...data, resource: name, outputs }] as const] : [];
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
    folders: ReadonlyMap<string, Kept>,
): readonly GoingFolder[] {
    const own = `${team}-folder`;
    const begin = `${own}/`;
    const still = declared && new Set([own, ...foldersIn([...declared]).map((path) => `${begin}${path}`)]);
    const going = [...folders].filter(
        ([name]) => (name === own || name.startsWith(begin)) && still?.has(name) !== true,
    );
    // One that stays is something that the folder above holds.
    const ids = new Set(going.flatMap(([, { outputs, folderId }]) => (staysInOpa(outputs) ? [] : [folderId])));
    return going
        .filter(([, { ancestorIds }]) => !ids.has(ancestorIds.at(-1) ?? ""))
        .map(([name, folder]) => ({
            ...{ team, isTeamGone: !declared, folder, with: ids },
            inside: name === own ? undefined : name.slice(begin.length),
            whole: folders.get(own)?.path ?? folder.path,
        }));
}

async function look(going: GoingFolder): Promise<Going> {
    const { folder, team } = going;
    const { resource, outputs, folderId, resourceGroupId, projectId } = folder;
    const opa = connectToOpa(programConfig, "resource");
    const live = rememberedFrom(opa, { resourceGroupId, projectId, folderId }, outputs);
    // Without a mark in state, the folder's own would look like another resource's.
    const mark = markIn(outputs) ?? asMark(ownerOf(getProject(), getStack(), resource));
    try {
        return said(going, await lookInto({ ...live, mark }, false));
    } catch (failure) {
        const what = `what its folder "${folder.path}" holds`;
        if (staysInOpa(outputs)) {
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

function said(going: GoingFolder, looked: Looked): Going {
    const { folder, team } = going;
    const warned = (text: string): Going => ({ mistakes: [], warnings: [`${begin(going)} Folder "${text}`] });
    if (!looked) return warned(`${folder.path}" is gone already.`);
    if ("managedBy" in looked) return warned(`${folder.path}" stays: another resource manages it now.`);
    const { path } = looked;
    // A folder that goes itself, and is empty, is nothing that would be lost.
    const lost = withoutFolders(looked.contents, ({ id }) => going.with.has(id));
    const held = `${counts(lost)}${lost.paths.length > 0 ? `: ${firstTen(lost.paths)}` : ""}`;
    if (staysInOpa(folder.outputs)) return warned(`${path}" stays; it holds ${held}.`);
    if (lost.paths.length === 0) return warned(`${path}" holds nothing, and goes.`);
    if (folder.deleteContents === path) return warned(`${path}" is deleted WITH EVERYTHING IN IT, ${held}.`);
    return { mistakes: [{ property: `"${team}"`, reason: refusal(going, path, held) }], warnings: [] };
}

function refusal(going: GoingFolder, path: string, held: string): string {
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
