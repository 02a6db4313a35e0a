import { say } from "../../http/output/say";
import { isSameMark, type Mark, type OwnMark, resourceOf, resourceSaid } from "./owner-mark";

/** Whose an existing object is, as its mark says, and how to go on: parts of the error that refuses to take it over. */
export interface Whose {
    /** Ends a sentence that begins with the object. */
    readonly said: string;
    /** What to do, beside declaring adoption or another name. */
    readonly fix: string;
}

/** Whether a run of this very resource made the object: one that was killed, since state does not know of it. */
export const isOwn = (live: Mark | undefined, own: Mark | undefined): boolean =>
    live !== undefined && isSameMark(live, own);

/** What the mark of an existing object says to a resource that may not simply take it. */
export function whoseIs(live: Mark | undefined, own: Mark | undefined): Whose {
    if (!live) return { said: "carries no mark of a Pulumi resource", fix: "" };
    if (live.owner === own?.owner) {
        const did = live.isAdopted ? "was adopted" : "was made";
        return { said: `${did} by an earlier run of this resource`, fix: "" };
    }
    const said = `is managed by ${resourceSaid(live.owner, own)}, as its description says`;
    return { said, fix: isSibling(live, own) ? `${siblingHasName}${renamed(live)}` : "" };
}

/** Whether the mark is that of another resource of the same stack. */
export const isSibling = (live: Mark | undefined, own: Mark | undefined): live is Mark =>
    live !== undefined && live.owner !== own?.owner && isSameStack(live, own);

/** What to do when another resource of the stack has the name that this one is to get. */
export const siblingHasName =
    "If the program gives that one another name too, run the same command again; to swap two names, give one of the two a third " +
    "name first. If the program has that one no more, leave out what needs its name for one `pulumi up`, so that it goes first. ";

function renamed({ owner }: Mark): string {
    const name = JSON.stringify(resourceOf(owner));
    return (
        `If it is the resource that has got another name in the program, give the new one the resource option aliases: [{ name: ${name} }]; ` +
        "inside a component give the component its old name so. "
    );
}

/** The mark of a resource that adopts an object with this mark, or without one. */
export function adoptedMark(own: Mark | undefined, live: Mark | undefined): OwnMark | undefined {
    const mark = own && { owner: own.owner, isAdopted: true };
    return mark && live && !isSameMark(live, mark) ? { ...mark, over: live } : mark;
}

/**
 * Says so when an object could not be marked: without the mark, no later run would know whose it is if this run is killed before
 * state knows of it.
 */
export function sayIfUnmarked(what: string, live: Mark | undefined, own: Mark | undefined): void {
    if (!own || live) return;
    say(
        `OPA did not keep the mark at the end of the description of ${what}. If a run is killed just after it created something, ` +
            'declare onExisting: "adopt" for the next one.',
    );
}

const isSameStack = (one: Mark, other: Mark | undefined): boolean => stackOf(one) === stackOf(other);

const stackOf = (mark: Mark | undefined): string | undefined => mark?.owner.split("/").slice(0, 2).join("/");
