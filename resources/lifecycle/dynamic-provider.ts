import { randomUUID } from "node:crypto";
import type { dynamic } from "@pulumi/pulumi";
import { say } from "../http/output/say";
import { internals, type Properties, plain, withoutInternals } from "./declared/plain";
import { formatMark, remembered, stateFormat } from "./declared/remembered";
import type { Claim, Kind } from "./kind";
import type { Claims } from "./run/claims";
import { asGiven, withoutExistingId } from "./run/existing";
import { markIn as ownerIn } from "./run/owner-mark";
import { type Replaced, Succession } from "./run/succession";
import { messageOf, Unfinished } from "./run/unfinished";
import { visibly } from "./visibly";

/** A kind as Pulumi's dynamic provider calls it. */
export type DynamicProvider = Required<
    Pick<dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">
>;

/**
 * Where the outputs keep a resource's mark (see `Claims`). Pulumi shows nothing whose name begins with two underscores
 * (docs/contracts/pulumi-engine.md 1.1).
 */
const markKey = "__mark";

/**
 * Puts a kind behind Pulumi's calls: Pulumi's own properties are kept away from it, results are made plain, and errors
 * reach the user as one message, without a stack. No two resources with the same `claims` manage one object; `succession`
 * tells a new resource which one it replaces. What state keeps is read in one way only, `kept`, and is of this `format`.
 */
export function dynamicProvider(
    kind: Kind,
    claims?: Claims,
    succession = new Succession(),
    format = stateFormat,
): DynamicProvider {
    const claimedBy = (id: string): string => kind.claimed?.(id) ?? id;
    const kept = (bag: Properties): Properties => remembered(kind.declared, format, bag);
    const written = formatMark(format);
    return visibly({
        check: (olds: Properties = {}, news: Properties) =>
            answering(async () => {
                const declared = withoutInternals(news);
                const there = succession.oldInputs(declared, kept(olds));
                succession.declares(ownerIn(declared)?.owner);
                succession.declares(ownerIn(there)?.owner);
                // An object is taken over by a resource that state does not have, and by no other.
                const isNew = Object.keys(there).length === 0;
                const checked = kind.check(isNew ? declared : withoutExistingId(declared), there);
                const looked = checked.mistakes.length > 0 ? undefined : await kind.look?.(checked.inputs, there);
                const { inputs, mistakes } = looked ?? checked;
                return {
                    inputs: plain({ ...internals(news), ...inputs, ...written }),
                    failures: mistakes.map(({ property, reason }) => ({ property: asGiven(property), reason })),
                };
            }),
        diff: (id, olds: Properties, news: Properties) =>
            answering(async () => {
                // After a refresh the engine compares with the inputs that state keeps, which may be of an older version too.
                const [there, declared] = [kept(olds), kept(news)];
                const { changes, replaces, deleteBeforeReplace } = kind.diff(there, declared);
                if (replaces.length > 0) await kind.lookBeforeReplacing?.(id, there, declared, replaces);
                // A resource that is replaced lets go of its object, unless an earlier run has deleted that already.
                if (replaces.length === 0) claims?.hold(claimedBy(id), markIn(olds));
                succession.declares(ownerIn(there)?.owner, id);
                succession.note(id, { ...there, ...markOf(olds) }, declared, replaces.length > 0);
                return { changes, replaces: [...replaces], deleteBeforeReplace };
            }),
        create: (inputs: Properties) => {
            const mark = claims ? { [markKey]: randomUUID() } : {};
            const own = { ...mark, ...written };
            return answering(
                async () => {
                    const declared = withoutInternals(inputs);
                    const replaced = succession.replacedBy(declared);
                    const claim: Claim = (object, isReplacedGone = false) => {
                        const heirOf = isReplacedGone && replaced ? markIn(replaced.outputs) : undefined;
                        claims?.hold(object, markIn(mark), heirOf);
                    };
                    try {
                        const { id, outputs } = await kind.create(declared, claim, replaced && shown(replaced));
                        if (replaced) succession.isReplaced(replaced.id);
                        succession.declares(ownerIn(outputs)?.owner, id);
                        return { id, outs: plain({ ...withoutExistingId(outputs), ...own }) };
                    } catch (thrown) {
                        if (!(thrown instanceof Unfinished)) claims?.releaseAll(markIn(mark));
                        throw thrown;
                    }
                },
                { ...internals(inputs), ...own },
            );
        },
        read: (id, outputs: Properties = {}) =>
            answering(async () => {
                const found = await kind.read(id, kept(outputs));
                if (!found) return {};
                const props = plain({ ...found.outputs, ...markOf(outputs), ...written });
                return { id: found.id, props, inputs: plain({ ...found.inputs, ...written }) };
            }),
        update: (id, olds: Properties, news: Properties) =>
            answering(
                async () => {
                    const outputs = await kind.update(id, kept(olds), withoutInternals(news));
                    return { outs: plain({ ...outputs, ...markOf(olds), ...written }) };
                },
                { ...internals(news), ...markOf(olds), ...written },
            ),
        delete: (id, outputs: Properties) =>
            answering(async () => {
                const there = kept(outputs);
                const [object, mark] = [claimedBy(id), markIn(outputs)];
                if (claims?.isHeldByAnother(object, mark)) {
                    say(`Kept ${id}: another resource of this program manages it now.`);
                    return;
                }
                // Nobody may take over what is being deleted.
                claims?.hold(object, mark);
                const replacement = succession.replacementOf(ownerIn(there)?.owner, id);
                await kind.delete(id, there, succession.successorOf(id), replacement);
                claims?.releaseAll(mark);
            }),
    });
}

const markOf = ({ [markKey]: mark }: Properties): Properties => (mark === undefined ? {} : { [markKey]: mark });

const markIn = (outputs: Properties): string => String(outputs[markKey] ?? "");

const shown = ({ id, outputs }: Replaced): Replaced => ({ id, outputs: withoutInternals(outputs) });

async function answering<T>(answer: () => Promise<T>, kept: Properties = {}): Promise<T> {
    try {
        return await answer();
    } catch (thrown) {
        throw toldToEngine(thrown, kept);
    }
}

/**
 * An unfinished object without `__provider` could be neither refreshed nor deleted
 * (docs/contracts/pulumi-engine.md 2.4).
 */
function toldToEngine(thrown: unknown, kept: Properties): Error {
    const told = new Error(messageOf(thrown));
    // The SDK prints message and stack (docs/contracts/pulumi-engine.md 2.4): the stack would say the message again.
    told.stack = "";
    if (!(thrown instanceof Unfinished)) return told;
    const { id, properties, reasons } = thrown;
    const shown = withoutExistingId({ ...properties, ...kept });
    return Object.assign(told, { id, properties: plain(shown), reasons: [...reasons] });
}
