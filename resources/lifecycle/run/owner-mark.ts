import { ownerKey, type Properties } from "../declared/plain";

/**
 * Which resource made an object, or adopted it: `[pulumi:project/stack/resource]` or `[pulumi:project/stack/resource adopted]`
 * at the very end of the object's description.
 */
export interface Mark {
    /** Project, stack and name of the resource, percent-encoded. */
    readonly owner: string;
    readonly isAdopted: boolean;
}

/** The mark of a resource's own. */
export interface OwnMark extends Mark {
    /** The mark of another resource, which this one still has to replace: the object is being adopted from that resource. */
    readonly over?: Mark | undefined;
}

/** A description as one would declare it, and the mark behind it. */
export interface Described {
    readonly text: string;
    readonly mark: Mark | undefined;
}

const begin = "[pulumi:";
const adoptedEnd = " adopted";
const overBegin = " over ";

/** A resource in the form that marks have; undefined outside of Pulumi, where nothing has a name. */
export function ownerOf(project: string, stack: string, resource: string): string | undefined {
    const parts = [project, stack, resource];
    return parts.includes("") ? undefined : parts.map(encoded).join("/");
}

/** The mark of what the resource made. */
export const asMark = (owner: string | undefined): Mark | undefined =>
    owner === undefined ? undefined : { owner, isAdopted: false };

/** The name of the resource in that form. */
export const resourceOf = (owner: string): string => decodeURIComponent(owner.split("/")[2] ?? "");

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
    return `${text === "" ? "" : `${text} `}${begin}${inner(mark)}]`;
}

/** The mark for an object: what it has stays, unless it is being adopted from there; one without gets that of its resource. */
export function markFor(own: OwnMark | undefined, live: Mark | undefined): Mark | undefined {
    return isOver(own, live) ? own : (live ?? own);
}

/** Whether the object still has the mark that this resource's own mark is to replace. */
export const isOver = (own: OwnMark | undefined, live: Mark | undefined): boolean =>
    own?.over !== undefined && isSameMark(own.over, live);

/** The mark that inputs or outputs keep. */
export function markIn({ [ownerKey]: mark }: Properties): OwnMark | undefined {
    if (typeof mark !== "string") return undefined;
    const [own = "", over] = mark.split(overBegin);
    const found = markFrom(own);
    return found && { ...found, ...(over === undefined ? {} : { over: markFrom(over) }) };
}

/** The bag with this mark instead of the one it keeps. */
export const noting = (bag: Properties, mark: OwnMark | undefined): Properties => ({
    ...bag,
    [ownerKey]: mark && `${inner(mark)}${mark.over ? `${overBegin}${inner(mark.over)}` : ""}`,
});

/** The bag of a resource whose object is as declared: its mark is the one that it was to get. */
export function settled(bag: Properties): Properties {
    const mark = markIn(bag);
    return mark?.over ? noting(bag, { ...mark, over: undefined }) : bag;
}

export const isSameMark = (one: Mark | undefined, other: Mark | undefined): boolean =>
    one?.owner === other?.owner && one?.isAdopted === other?.isAdopted;

/** Whether the object's mark names another resource than the one that state knows it by. */
export const isAnothers = (live: Mark | undefined, known: Mark | undefined): boolean =>
    live !== undefined && live.owner !== known?.owner;

/** Whether a text ends like a mark. No text that a person writes does. */
export const endsLikeMark = (text: string): boolean => /\[\s*pulumi\s*:[^[\]]*\]?\s*$/i.test(text);

const inner = ({ owner, isAdopted }: Mark): string => `${owner}${isAdopted ? adoptedEnd : ""}`;

function markFrom(text: string): Mark | undefined {
    const isAdopted = text.endsWith(adoptedEnd);
    const owner = isAdopted ? text.slice(0, -adoptedEnd.length) : text;
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

/** Live inputs: they say which resource it is, but not whether it made or adopted its object. */
export function asInputs(bag: Properties): Properties {
    const mark = markIn(bag);
    return mark ? noting(bag, { owner: mark.owner, isAdopted: false }) : bag;
}
