import type { Access } from "../../access/document";
import { type EngineState, unknownText } from "../../engine/preview";
import { folderIdIn } from "../../opa/secret-folder/declared/schema";
import { folderType } from "../../opa/secret-folder/fate";
import { spaceType } from "../../team-secrets-space/memory/record";
import type { Spot } from "../rights/ruling";
import type { Planned } from "./planned";
import { toldBeside } from "./told";

/** Where folders are, on one side of a change. */
export interface Folders {
    /** By the folder's URN; undefined if it cannot be known. */
    readonly ofUrn: (urn: string) => Spot | undefined;
    /** By OPA's id of the folder. */
    readonly ofId: (id: string) => Spot | undefined;
}

/** The names behind ids of resource groups and projects, and the paths behind those of folders that no program makes. */
export interface Places {
    readonly nameOf: (idOrName: string) => string;
    readonly pathOf: (folderId: string) => string | undefined;
    /** Where a folder is that no program makes. */
    readonly spotOf: (folderId: string) => Spot | undefined;
}

/** Gathers them from what the program tells, from folders declared by names, and from the snapshot. */
export function placesIn(all: readonly Planned[], seen: Access | undefined): Places {
    const live = new Map([...(seen?.rows ?? []), ...(seen?.folders ?? [])].map((one) => [one.folderId, one]));
    const folders = all.filter(({ type }) => type === folderType);
    const spaces = all.filter(({ type }) => type === spaceType);
    const names = first([
        ...folders.flatMap(namesBeside),
        ...folders.flatMap(({ was }) => [...namesIn(was), ...namesOf(was, live.get(lastOf(was?.id ?? "")))]),
        ...spaces.flatMap((space) => namesOf(folderOf(space, folders)?.was, placeOf(space))),
    ]);
    const paths = first([
        ...[...live.values()].map(({ folderId, path }) => [folderId, path] as const),
        ...folders.flatMap((one) => [...pathBeside(one), ...pathAboveIn(one.was)]),
    ]);
    return {
        nameOf: (one) => names.get(one) ?? one,
        pathOf: (id) => paths.get(id),
        spotOf: (id) => {
            const row = live.get(id);
            return row && { resourceGroup: row.resourceGroup, project: row.project, path: row.path };
        },
    };
}

type Pair = readonly [id: unknown, name: unknown];

/** What stands first counts; ids themselves are no names. */
const first = (pairs: readonly Pair[]): ReadonlyMap<string, string> =>
    new Map(
        pairs
            .filter((pair): pair is [string, string] => pair.every((one) => typeof one === "string"))
            .filter(([id, name]) => id !== name)
            .reverse(),
    );

interface Named {
    readonly resourceGroup?: unknown;
    readonly project?: unknown;
}

/** By what the program tells beside the folder of a space. */
function namesBeside(folder: Planned): readonly Pair[] {
    const told = toldBeside(folder);
    const { resourceGroup, project } = folder.is?.inputs ?? {};
    return [
        [resourceGroup, told?.resourceGroup],
        [project, told?.project],
    ];
}

/** By a folder that is declared with names. */
const namesIn = (state: EngineState | undefined): readonly Pair[] => namesOf(state, state?.inputs ?? {});

/** By the id of a folder, of which the names are known. */
function namesOf(state: EngineState | undefined, named: Named | undefined): readonly Pair[] {
    const [groupId, projectId] = state?.id?.split("/") ?? [];
    return [
        [groupId, named?.resourceGroup],
        [projectId, named?.project],
    ];
}

const folderOf = ({ name }: Planned, folders: readonly Planned[]): Planned | undefined =>
    folders.find(({ team }) => team === name);

/** What a space has registered of its place. */
function placeOf({ was }: Planned): Named | undefined {
    const place = was?.outputs?.["place"];
    return typeof place === "object" && place !== null ? place : undefined;
}

const pathBeside = (folder: Planned): readonly Pair[] => [
    [folder.is?.inputs?.["parentFolder"], toldBeside(folder)?.parent],
];

/** The path of the folder above one that exists. */
function pathAboveIn(state: EngineState | undefined): readonly Pair[] {
    const { path, parentFolderId } = state?.outputs ?? {};
    return typeof path === "string" ? [[parentFolderId, aboveOf(path)]] : [];
}

const aboveOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Where the folders of a plan are on one side. */
export function foldersOn(
    side: "was" | "is",
    all: readonly Planned[],
    { nameOf, pathOf, spotOf: spotElsewhere }: Places,
): Folders {
    const folders = all.filter((one) => one.type === folderType && one[side]);
    // One that an earlier replacement has left behind comes after the folder that counts.
    const byUrn = new Map(folders.map((one) => [one.urn, one] as const).reverse());
    const byId = new Map(
        folders.flatMap((one) => (one[side]?.id ? [[lastOf(one[side].id), one] as const] : [])).reverse(),
    );
    const spots = new Map<string, Spot | undefined>();

    function ofUrn(urn: string): Spot | undefined {
        const folder = byUrn.get(urn);
        if (!folder) return undefined;
        if (!spots.has(urn)) spots.set(urn, spotOf(folder));
        return spots.get(urn);
    }

    function spotOf(folder: Planned): Spot | undefined {
        const { id, inputs = {}, outputs = {} } = folder[side] ?? {};
        const [groupId, projectId] = id?.split("/") ?? [];
        const group = groupId ?? inputs["resourceGroup"];
        const project = projectId ?? inputs["project"];
        const path = side === "was" && typeof outputs["path"] === "string" ? outputs["path"] : pathNext(folder);
        if (path === undefined || typeof group !== "string" || typeof project !== "string") return undefined;
        if ([group, project].includes(unknownText)) return undefined;
        return { resourceGroup: nameOf(group), project: nameOf(project), path };
    }

    /** The path as it will be, from the folder above and its own name. */
    function pathNext(folder: Planned): string | undefined {
        const { inputs = {}, propertyDependencies } = folder[side] ?? {};
        const { name, parentFolder } = inputs;
        if (typeof name !== "string" || name === unknownText) return undefined;
        const above =
            parentFolder === unknownText
                ? onlyFolder(propertyDependencies?.["parentFolder"], ofUrn)?.path
                : pathAbove(parentFolder);
        return above === undefined ? undefined : [above, name].filter(Boolean).join("/");
    }

    function pathAbove(parentFolder: unknown): string | undefined {
        if (parentFolder === undefined) return "";
        if (typeof parentFolder !== "string") return undefined;
        const id = folderIdIn(parentFolder);
        if (id === undefined) return parentFolder.replaceAll(/^\/+|\/+$/g, "");
        const own = byId.get(id);
        return own ? ofUrn(own.urn)?.path : pathOf(id);
    }

    return {
        ofUrn,
        ofId: (id) => {
            const own = byId.get(folderIdIn(id) ?? id);
            return own ? ofUrn(own.urn) : spotElsewhere(folderIdIn(id) ?? id);
        },
    };
}

/** The folder that a value depends on; undefined if there are several, since it is not known which one is meant. */
export function onlyFolder(
    urns: readonly string[] | null | undefined,
    ofUrn: (urn: string) => Spot | undefined,
): Spot | undefined {
    const found = (urns ?? []).flatMap((urn) => ofUrn(urn) ?? []);
    return found.length === 1 ? found[0] : undefined;
}

const lastOf = (id: string): string => id.split("/").at(-1) ?? id;
