import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../declared/plain";
import { unknownValue } from "../declared/unknown";

/** The resource that a new one replaces, as state had it. */
export interface Replaced {
    readonly id: string;
    readonly outputs: Properties;
}

/** A declaration, and the inputs that state had for it. */
interface Checked {
    readonly news: Properties;
    readonly olds: Properties;
}

/** What replaces a resource that is about to be deleted. */
export interface Successor {
    readonly declared: Properties;
    /** Whether it was made already; otherwise it is made as soon as the old one is deleted. */
    readonly isMade: boolean;
}

interface Compared extends Replaced {
    readonly declared: Properties;
    /** Whether it is replaced, and whether that has been done. */
    readonly replacement?: "to come" | "made";
}

/**
 * Which resource of state a new one replaces. The engine does not say so to `create`; but it has compared the old one with
 * the very inputs of the new one before, even when a killed run had already deleted the old one.
 */
export class Succession {
    readonly #compared = new Map<string, Compared>();
    readonly #checked: Checked[] = [];
    /** The object of each resource of the program, as far as it is known. */
    readonly #declared = new Map<string, string | undefined>();

    /** Notes that the program declares this resource, as marks name it, and which object it has, if it has one. */
    declares(resource: string | undefined, id?: string): void {
        if (resource !== undefined) this.#declared.set(resource, id ?? this.#declared.get(resource));
    }

    /**
     * Whether an object is deleted only because its resource is replaced: the program declares that still. The engine does not
     * tell `delete`, and asks no `diff` where a user has it replaced; but it checks what is declared before it deletes for it.
     */
    replacementOf(resource: string | undefined, id: string): "to come" | "made" | undefined {
        const isDeclared = resource !== undefined && this.#declared.has(resource);
        const living = isDeclared ? this.#declared.get(resource) : undefined;
        if (living !== undefined && living !== id) return "made";
        // A resource that is deleted along with what it depends on is compared first and declared only afterwards.
        return isDeclared || this.#compared.has(id) ? "to come" : undefined;
    }

    /**
     * The inputs that state has for a declaration. The engine checks what replaces a resource a second time, without them
     * (docs/contracts/pulumi-engine.md 2.2).
     */
    oldInputs(news: Properties, olds: Properties): Properties {
        if (Object.keys(olds).length > 0) {
            this.#checked.push({ news, olds });
            return olds;
        }
        const [known = olds, ...more] = this.#checked
            .filter((one) => isDeepStrictEqual(one.news, news))
            .map((one) => one.olds);
        // Nobody can tell then which of them it is.
        return more.every((one) => isDeepStrictEqual(one, known)) ? known : olds;
    }

    /**
     * Notes that a resource of state was compared with what the program declares for it now, and whether it is to be replaced.
     */
    note(id: string, outputs: Properties, declared: Properties, isLeaving = false): void {
        this.#compared.set(id, { id, outputs, declared, ...(isLeaving ? { replacement: "to come" } : {}) });
    }

    /** Notes that its replacement was made. */
    isReplaced(id: string): void {
        const compared = this.#compared.get(id);
        if (compared) this.#compared.set(id, { ...compared, replacement: "made" });
    }

    /** What replaces a resource of state, if anything does. */
    successorOf(id: string): Successor | undefined {
        const { declared, replacement } = this.#compared.get(id) ?? {};
        return declared && replacement ? { declared, isMade: replacement === "made" } : undefined;
    }

    /** Undefined when there is none, and when there are several: nobody can tell then which of them it is. */
    replacedBy(inputs: Properties): Replaced | undefined {
        const [one, another] = [...this.#compared.values()].filter(({ declared }) => isSame(declared, inputs));
        return one && !another ? { id: one.id, outputs: one.outputs } : undefined;
    }
}

/** What was not known yet may have become anything. */
function isSame(declared: unknown, now: unknown): boolean {
    if (declared === unknownValue) return true;
    if (Array.isArray(declared) && Array.isArray(now)) {
        return declared.length === now.length && declared.every((one, index) => isSame(one, now[index]));
    }
    if (!isBag(declared) || !isBag(now)) return isDeepStrictEqual(declared, now);
    const keys = new Set([...Object.keys(declared), ...Object.keys(now)]);
    return [...keys].every((key) => isSame(declared[key], now[key]));
}

const isBag = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);
