import { z } from "zod";
import { ownerOf } from "../../resources/lifecycle/run/owner-mark";
import { messageOf } from "../../resources/lifecycle/run/unfinished";
import type { OpaConnection } from "../../resources/opa/connection/connect";
import {
    type Fate,
    fateInWords,
    fateOf,
    folderType,
    goingIds,
    isTopmost,
    type Leaving,
    leavingIn,
} from "../../resources/opa/secret-folder/fate";
import { spaceType } from "../../resources/team-secrets-space/memory/record";

/** What a stack has made, as its state tells it. */
export interface WholeStack {
    /** How many objects there are of each type, as a program names the type; in order. */
    readonly objects: ReadonlyMap<string, number>;
    /** The names of its spaces, in order. */
    readonly spaces: readonly string[];
    /** Its folders, in order. */
    readonly folders: readonly Leaving[];
    /** How many of its resources Pulumi refuses to delete. */
    readonly protected: number;
}

const exported = z.object({
    deployment: z.object({
        resources: z
            .array(
                z.object({
                    urn: z.string(),
                    type: z.string(),
                    custom: z.boolean().default(false),
                    protect: z.boolean().default(false),
                    outputs: z.record(z.string(), z.unknown()).default({}),
                }),
            )
            .default([]),
    }),
});

/** Reads what `pulumi stack export` prints. Throws if a folder in it cannot be understood: nobody could say what it holds. */
export function wholeStackIn(text: string): WholeStack {
    const { resources } = exported.parse(JSON.parse(text)).deployment;
    const types = resources
        .filter(({ custom, type }) => custom && !type.startsWith("pulumi:"))
        .map(({ type }) => type.slice(type.lastIndexOf(":") + 1))
        .sort();
    const objects = new Map<string, number>();
    for (const type of types) objects.set(type, (objects.get(type) ?? 0) + 1);
    return {
        objects,
        spaces: resources
            .filter(({ type }) => type === spaceType)
            .map(({ urn }) => partsOf(urn).name)
            .sort(),
        folders: resources
            .filter(({ type }) => type === folderType)
            .map(({ urn, outputs }) => {
                const { project, stack, name } = partsOf(urn);
                const leaving = leavingIn(outputs, ownerOf(project, stack, name));
                if (leaving) return leaving;
                throw new Error(
                    `State does not say where folder ${name} is, so nobody can say what it holds. Nothing was deleted.`,
                );
            })
            .sort((one, other) => (one.path < other.path ? -1 : 1)),
        protected: resources.filter((one) => one.protect).length,
    };
}

/** Of `urn:pulumi:<stack>::<project>::<type>::<name>`. */
function partsOf(urn: string) {
    const [begin = "", project = "", , ...name] = urn.split("::");
    return { stack: begin.slice(begin.lastIndexOf(":") + 1), project, name: name.join("::") };
}

/** What becomes of a folder when the whole stack is deleted. */
export interface Told {
    readonly what: string;
    /** Pulumi would keep it, with nobody who can open it, or it could not be seen: so the deletion must not begin. */
    readonly stops: "it holds something" | "it was not seen" | undefined;
}

/** Looks into the folders that are in none of the others, by reads alone. */
export function fatesIn({ folders }: WholeStack, connect: () => OpaConnection): Promise<readonly Told[]> {
    const going = goingIds(folders);
    return Promise.all(
        folders
            .filter((folder) => isTopmost(folder, going))
            .map(async (folder) => {
                try {
                    return told(await fateOf(connect(), folder, going));
                } catch (failure) {
                    const what = `Folder "${folder.path}": what it holds could not be seen: ${messageOf(failure)}`;
                    return { what, stops: "it was not seen" as const };
                }
            }),
    );
}

function told(fate: Fate): Told {
    const what = fateInWords(fate);
    if (fate.end !== "full") return { what, stops: undefined };
    return {
        what: `${what} It would stay, with nobody who can open it, and the run would end with an error.`,
        stops: "it holds something",
    };
}
