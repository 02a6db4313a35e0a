import { covers, type Ruling, type Spot, spotKey } from "./ruling";
import type { Ruled, Subject } from "./subjects";
import { easiest, sameText, type Way, withStrictestMfa } from "./way";

/**
 * How overlapping rules count: each by itself, or with the strictest MFA of all. It is unconfirmed which of these OPA
 * does.
 */
export type Overlap = "each-its-own" | "strictest";

/** Privileges that somebody has in the same ways. */
export interface Right {
    readonly privileges: readonly string[];
    /** Any of these is enough. */
    readonly ways: readonly Way[];
}

/** What changes for somebody in a folder, and in everything below it that is not excepted. */
export interface Change extends Spot {
    readonly subject: Subject;
    /** Folders below, by path, where this does not apply: something else changes there, or nothing. */
    readonly except: readonly string[];
    readonly before: readonly Right[];
    readonly after: readonly Right[];
    /** The rules that counted before, and those that will count. */
    readonly rulingsBefore: readonly Ruling[];
    readonly rulingsAfter: readonly Ruling[];
}

/** What somebody may do in a folder, by the rules that are for them. */
export function rightsIn(rulings: readonly Ruling[], spot: Spot, subject: Subject, overlap: Overlap): readonly Right[] {
    const ways = new Map<string, Way[]>();
    for (const { privileges, way, ...ruling } of rulings) {
        if (!covers(ruling, spot)) continue;
        for (const privilege of privileges) ways.set(privilege, [...(ways.get(privilege) ?? []), way]);
    }
    // There is nobody who could meet a condition (docs/contracts/opa-api.md 2.6, 9).
    const isAble = subject.kind === "person" || subject.kind === "group";
    const rights = new Map<string, Right & { readonly privileges: string[] }>();
    for (const [privilege, all] of [...ways].sort(([one], [other]) => (one < other ? -1 : 1))) {
        const counting = overlap === "strictest" ? withStrictestMfa(all) : all;
        const open = easiest(isAble ? counting : counting.filter((way) => way.length === 0));
        if (open.length === 0) continue;
        const key = sameText(open);
        const right = rights.get(key) ?? { privileges: [], ways: open };
        right.privileges.push(privilege);
        rights.set(key, right);
    }
    return [...rights.values()];
}

/** What changes for one subject, only for the folders where something changes. */
export function changesOf(before: Ruled | undefined, after: Ruled | undefined, overlap: Overlap): readonly Change[] {
    const subject = after?.subject ?? before?.subject;
    if (!subject) return [];
    const [was, is] = [before?.rulings ?? [], after?.rulings ?? []];
    if (isSame(was, is)) return [];
    const open: Node[] = [];
    for (const spot of spotsOf([...was, ...is])) {
        const node = {
            spot,
            before: rightsIn(was, spot, subject, overlap),
            after: rightsIn(is, spot, subject, overlap),
        };
        settle({ ...node, pair: sameText([node.before, node.after]), except: [] }, open);
    }
    return open
        .filter(isChanged)
        .filter(({ holder }) => holder === undefined)
        .map((node) => ({
            ...node.spot,
            subject,
            except: node.except,
            before: node.before,
            after: node.after,
            rulingsBefore: was.filter((one) => covers(one, node.spot)),
            rulingsAfter: is.filter((one) => covers(one, node.spot)),
        }));
}

interface Node {
    readonly spot: Spot;
    readonly before: readonly Right[];
    readonly after: readonly Right[];
    readonly pair: string;
    readonly except: string[];
    /** The change above that already covers this folder. */
    holder?: Node;
}

const isChanged = ({ before, after }: Node): boolean => sameText(before) !== sameText(after);

/** A folder with the same change as the folder above adds nothing; any other folder is an exception of that change. */
function settle(node: Node, open: Node[]): void {
    const above = open.findLast(({ spot }) => covers(spot, node.spot));
    const holder = above?.holder ?? above;
    open.push(node);
    if (!holder) return;
    if (holder.pair === node.pair) node.holder = holder;
    else holder.except.push(node.spot.path);
}

/** The folders that rules name, parents first. */
function spotsOf(rulings: readonly Ruling[]): readonly Spot[] {
    const each = new Map(
        rulings.map(({ resourceGroup, project, path }) => {
            const spot = { resourceGroup, project, path };
            return [spotKey(spot), spot] as const;
        }),
    );
    return [...each.values()].sort((one, other) => compare(one, other));
}

/** Sorts what is below a folder after it, and before its siblings. */
function compare(one: Spot, other: Spot): number {
    const steps = (spot: Spot) => [spot.resourceGroup, spot.project, ...spot.path.split("/")];
    const [mine, others] = [steps(one), steps(other)];
    const at = mine.findIndex((step, index) => step !== others[index]);
    if (at < 0) return mine.length - others.length;
    const [step = "", otherStep = ""] = [mine[at], others[at]];
    return others[at] === undefined || step > otherStep ? 1 : -1;
}

/** Whether two lists of rules grant the same, written in the same way. */
function isSame(one: readonly Ruling[], other: readonly Ruling[]): boolean {
    if (one.length !== other.length) return false;
    const others = other.map(textOf).sort();
    return one
        .map(textOf)
        .sort()
        .every((text, index) => text === others[index]);
}

/** A rule may be for many people. */
const texts = new WeakMap<Ruling, string>();

function textOf(ruling: Ruling): string {
    const text = texts.get(ruling) ?? JSON.stringify([spotKey(ruling), ruling.privileges, ruling.way]);
    texts.set(ruling, text);
    return text;
}
