import { z } from "zod";
import type { Properties } from "../../../lifecycle/declared/plain";
import type { Nothing } from "../../../lifecycle/declared/whole";
import { described, type Mark } from "../../../lifecycle/run/owner-mark";
import { requireSameId } from "../../declared-text";
import type { LiveFolder } from "../declared/effects";

/** A folder on the way from the top of a project. */
const step = z.object({ id: z.string(), name: z.string() });

const folderOnWire = z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullish(),
    // Optional: an answer whose path has another shape counts as one without a path.
    path: z.array(step).nullish().catch(undefined),
});

/** A folder as OPA answers it, its description without the mark. */
export interface Folder extends LiveFolder {
    readonly folderId: string;
    /** Which resource made or adopted it, as the end of its description says. */
    readonly mark: Mark | undefined;
    /**
     * The folders above it, root first. Undefined when OPA did not say: an answer may leave the path out, and may end
     * it with the folder itself (docs/contracts/opa-api.md 2.2).
     */
    readonly above: readonly { readonly id: string; readonly name: string }[] | undefined;
}

/** Reads a folder from the wire, the one with this id if one is given. Throws when the API breaks its own contract. */
export function folderFromWire(body: unknown, folderId?: string): Folder {
    const { id, name, description, path } = folderOnWire.parse(body);
    if (folderId !== undefined) requireSameId(id, folderId);
    const { text, mark } = described(description ?? "");
    return { folderId: id, name, description: text, mark, above: path?.filter((one) => one.id !== id) };
}

/** A folder as it is sent: its description with the mark, or null to clear it. */
export interface SentFolder extends Omit<LiveFolder, "description"> {
    readonly description: string | null;
}

/** All that OPA keeps of a folder and lets change in place, in its words. */
export function folderToWire({ name, description, ...rest }: SentFolder): Properties {
    rest satisfies Nothing;
    return { name, description };
}

const itemOnWire = z.object({
    id: z.string(),
    name: z.string(),
    type: z.string().nullish(),
    description: z.string().nullish(),
    project: z.object({ id: z.string() }).nullish(),
});

/** What is in a folder: another folder, or a secret of any type; its description without the mark. Never a value. */
export interface Item extends LiveFolder {
    readonly id: string;
    readonly isFolder: boolean;
    /** Whether OPA said what its description is, if only that there is none. */
    readonly isDescribed: boolean;
    readonly mark: Mark | undefined;
    /** Undefined when OPA did not say. */
    readonly projectId: string | undefined;
}

/** Reads an item of a listing from the wire. Throws when the API breaks its own contract. */
export function itemFromWire(body: unknown): Item {
    const { id, name, type, description, project } = itemOnWire.parse(body);
    const { text, mark } = described(description ?? "");
    const isDescribed = description !== undefined;
    return { id, name, isFolder: type === "folder", isDescribed, description: text, mark, projectId: project?.id };
}
