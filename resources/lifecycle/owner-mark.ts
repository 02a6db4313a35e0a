import { ownerKey, type Properties } from "./plain";

/**
 * Which resource made an object, or adopted it: `[pulumi:project/stack/resource]` or `[pulumi:project/stack/resource adopted]`
 * at the very end of the object's description.
 */
export interface Mark {
    /** Project, stack and name of the resource, percent-encoded. */
    readonly owner: string;
    readonly isAdopted: boolean;
}

/** A description as one would declare it, and the mark behind it. */
export interface Described {
    readonly text: string;
    readonly mark: Mark | undefined;
}

const begin = "[pulumi:";
const adoptedEnd = " adopted";

/** A resource in the form that marks have; undefined outside of Pulumi, where nothing has a name. */
export function ownerOf(project: string, stack: string, resource: string): string | undefined {
    const parts = [project, stack, resource];
    return parts.includes("") ? undefined : parts.map(encoded).join("/");
}

/** The description of a live object in its two parts. What only looks like a mark belongs to the text. */
export function described(description: string): Described {
    const at = description.lastIndexOf(begin);
    const mark = at >= 0 && description.endsWith("]") ? markFrom(description.slice(at + begin.length, -1)) : undefined;
    if (!mark || (at > 0 && description[at - 1] !== " ")) return { text: description, mark: undefined };
    return { text: description.slice(0, Math.max(at - 1, 0)), mark };
}

/** The description to send. */
export function withMark(text: string, mark: Mark | undefined): string {
    if (!mark) return text;
    return `${text === "" ? "" : `${text} `}${begin}${noted(mark)}]`;
}

/** The mark as the outputs keep it. */
export const noted = ({ owner, isAdopted }: Mark): string => `${owner}${isAdopted ? adoptedEnd : ""}`;

/** The mark that inputs or outputs keep. */
export function markIn({ [ownerKey]: mark }: Properties): Mark | undefined {
    return typeof mark === "string" ? markFrom(mark) : undefined;
}

export const isSameMark = (one: Mark | undefined, other: Mark | undefined): boolean =>
    one?.owner === other?.owner && one?.isAdopted === other?.isAdopted;

/** Whether an object is marked as that of another resource than the one that state knows it by. */
export const isAnothers = (live: Mark | undefined, known: Mark | undefined): boolean =>
    live !== undefined && live.owner !== known?.owner;

/** Whether a text ends like a mark: that is never a text of somebody's own. */
export const endsLikeMark = (text: string): boolean => /\[\s*pulumi\s*:[^[\]]*\]?\s*$/i.test(text);

function markFrom(inner: string): Mark | undefined {
    const isAdopted = inner.endsWith(adoptedEnd);
    const owner = isAdopted ? inner.slice(0, -adoptedEnd.length) : inner;
    const parts = owner.split("/");
    return parts.length === 3 && parts.every(isEncoded) ? { owner, isAdopted } : undefined;
}

/** Pulumi takes any text as a resource's name; a lone surrogate becomes the character that stands for what is unreadable. */
const encoded = (part: string): string => encodeURIComponent(Buffer.from(part).toString());

function isEncoded(part: string): boolean {
    try {
        return part !== "" && encoded(decodeURIComponent(part)) === part;
    } catch {
        return false;
    }
}

/** A resource as people name it. */
export function resourceSaid(owner: string, own: Mark | undefined): string {
    const [project, stack, name] = owner.split("/").map(decodeURIComponent);
    const [ownProject, ownStack] = own?.owner.split("/").map(decodeURIComponent) ?? [];
    const isHere = project === ownProject && stack === ownStack;
    return `resource ${JSON.stringify(name)} of ${isHere ? "this stack" : `stack ${project}/${stack}`}`;
}

/** The bag with this mark instead of the one it keeps. */
export const noting = (bag: Properties, mark: Mark | undefined): Properties => ({
    ...bag,
    [ownerKey]: mark && noted(mark),
});

/** Live inputs: they say which resource it is, not how it came by its object. */
export function asInputs(bag: Properties): Properties {
    const mark = markIn(bag);
    return mark ? noting(bag, { ...mark, isAdopted: false }) : bag;
}
