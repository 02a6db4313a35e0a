import { runtime } from "@pulumi/pulumi";
import { z } from "zod";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { messageOf } from "../../lifecycle/run/unfinished";
import { connectToOpa } from "../../opa/connection/connect";
import { type Contents, contentsOf, counts, firstTen } from "../../opa/secret-folder/tree/contents";
import { programConfig } from "../../program-config";
import { foldersIn, type Space } from "../declared/space-schema";
import type { Memory } from "../memory/last-applied";
import type { Renames } from "../teams/renames";

/** What a preview says of folders that the next `up` deletes. */
export interface Going {
    /** About folders that hold anything: the `up` would be refused half-way. */
    readonly mistakes: readonly Mistake[];
    readonly warnings: readonly string[];
}

/** A folder that goes, as state has it. */
interface GoingFolder {
    readonly team: string;
    /** Its path in the space; undefined for the folder of the whole team. */
    readonly inside: string | undefined;
    readonly folder: Kept;
    /** Paths of folders in it that go as well. */
    readonly with: ReadonlySet<string>;
}

const keptFolder = z.object({
    resourceGroupId: z.string(),
    projectId: z.string(),
    folderId: z.string(),
    ancestorIds: z.array(z.string()),
    path: z.string(),
    onDelete: z.string().optional(),
    deleteContents: z.string().optional(),
    adoptedAt: z.string().optional(),
});

type Kept = z.infer<typeof keptFolder>;

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
            return data ? [[name, data] as const] : [];
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
    const begin = `${team}-folder/`;
    const inner = [...folders].filter(([name]) => name.startsWith(begin));
    if (!declared) {
        const folder = folders.get(`${team}-folder`);
        const all = new Set(inner.map(([, { path }]) => path));
        return folder ? [{ team, inside: undefined, folder, with: all }] : [];
    }
    const still = new Set(foldersIn([...declared]).map((path) => `${begin}${path}`));
    const gone = inner.filter(([name]) => !still.has(name));
    const paths = new Set(gone.map(([, { path }]) => path));
    const isTopmost = ({ path }: Kept) => !paths.has(path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    return gone
        .filter(([, folder]) => isTopmost(folder))
        .map(([name, folder]) => ({ team, inside: name.slice(begin.length), folder, with: paths }));
}

async function look(going: GoingFolder): Promise<Going> {
    const { resourceGroupId, projectId, folderId, ancestorIds, path } = going.folder;
    const project = { opa: connectToOpa(programConfig, "resource"), key: { resourceGroupId, projectId } };
    try {
        return said(going, await contentsOf({ project, folderIds: [...ancestorIds, folderId], path }));
    } catch (failure) {
        const text = `What folder "${path}" holds, which is to go with ${named(going)}, could not be seen: ${messageOf(failure)}`;
        return { mistakes: [], warnings: [text] };
    }
}

const named = ({ team, inside }: GoingFolder): string =>
    inside === undefined ? `team "${team}"` : `folder "${inside}" of team "${team}"`;

function said(going: GoingFolder, contents: Contents): Going {
    const { folder, inside, team } = going;
    const { path, onDelete, deleteContents, adoptedAt } = folder;
    // A folder that goes itself, and is empty, is nothing that would be lost.
    const lost = contents.paths.filter((one) => !going.with.has(one));
    const folders = contents.folders - (contents.paths.length - lost.length);
    const held = `${counts({ ...contents, folders })}${lost.length > 0 ? `: ${firstTen(lost)}` : ""}`;
    const isKept = onDelete === "retain" || (adoptedAt !== undefined && onDelete !== "delete");
    const begin =
        inside === undefined
            ? `Team "${team}" is no longer declared: its access ends, and its pushes and the groups that were made for it go.`
            : `Team "${team}" no longer has folder "${inside}".`;
    if (isKept) return { mistakes: [], warnings: [`${begin} Folder "${path}" stays; it holds ${held}.`] };
    if (lost.length === 0) return { mistakes: [], warnings: [`${begin} Folder "${path}" holds nothing, and goes.`] };
    if (deleteContents === path) {
        return { mistakes: [], warnings: [`${begin} Folder "${path}" is deleted WITH EVERYTHING IN IT, ${held}.`] };
    }
    return { mistakes: [{ property: `"${team}"`, reason: refusal(going, held) }], warnings: [] };
}

function refusal({ team, inside, folder: { path } }: GoingFolder, held: string): string {
    if (inside !== undefined) {
        return (
            `no longer has folder "${inside}", and "${path}" holds ${held}. Pulumi would not delete it, and the run would end with an error. ` +
            "Declare the folder again, or move or delete these by hand first."
        );
    }
    return (
        `is no longer declared, and its folder "${path}" holds ${held}. Its access would end, the folder would stay without anybody who can ` +
        'open it, and the run would end with an error. Declare the team again with retired: { reason: "…" }, which ends the access and keeps ' +
        "everything; or move or delete these by hand first; or, to delete everything for good, declare the team again with retired and " +
        `deleteContents: "${path}" (of a team in a file the stack says that, pulumi-okta-opa:exceptions: { "${team}": { deleteContents: ` +
        `"${path}" } }), run \`pulumi up\`, and then remove it.`
    );
}
