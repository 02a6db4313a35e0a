import type { dynamic } from "@pulumi/pulumi";
import type { Claims } from "./claims";
import type { Kind, Made } from "./kind";
import { type Properties, plain, withoutInternals } from "./plain";
import { messageOf, Unfinished } from "./unfinished";

/** A kind as Pulumi's dynamic provider calls it. */
export type DynamicProvider = Required<
    Pick<dynamic.ResourceProvider, "check" | "diff" | "create" | "read" | "update" | "delete">
>;

/**
 * Puts a kind behind Pulumi's calls: Pulumi's own properties are kept away from it, results are made plain, and errors
 * reach the user as one message, without a stack. No two resources with the same `claims` stand for one object.
 */
export function dynamicProvider(kind: Kind, claims?: Claims): DynamicProvider {
    return {
        check: (_olds: Properties, news: Properties) =>
            answering(async () => {
                const { inputs, mistakes } = kind.check(withoutInternals(news));
                return {
                    inputs: plain({ ...internals(news), ...inputs }),
                    failures: mistakes.map((one) => ({ ...one })),
                };
            }),
        diff: (id, olds: Properties, news: Properties) =>
            answering(async () => {
                claims?.hold(id);
                const { changes, replaces, deleteBeforeReplace } = kind.diff(
                    withoutInternals(olds),
                    withoutInternals(news),
                );
                return { changes, replaces: [...replaces], deleteBeforeReplace };
            }),
        create: (inputs: Properties) =>
            answering(async () => {
                const { id, outputs } = await claimed(() => kind.create(withoutInternals(inputs)), claims);
                return { id, outs: plain(outputs) };
            }, inputs),
        read: (id, outputs: Properties = {}) =>
            answering(async () => {
                claims?.notice(id);
                const found = await kind.read(id, withoutInternals(outputs));
                if (!found) return {};
                return { id: found.id, props: plain(found.outputs), inputs: plain(found.inputs) };
            }),
        update: (id, olds: Properties, news: Properties) =>
            answering(
                async () => ({ outs: plain(await kind.update(id, withoutInternals(olds), withoutInternals(news))) }),
                news,
            ),
        delete: (id, outputs: Properties) =>
            answering(async () => {
                if (claims?.isTakenOver(id)) {
                    console.log(`${id} stays: another resource of this run stands for it now`);
                    return;
                }
                await kind.delete(id, withoutInternals(outputs));
                claims?.release(id);
            }),
    };
}

/** What was created, finished or not, unless another resource stands for it: then it is that one's, and nothing is kept. */
async function claimed(create: () => Promise<Made>, claims: Claims | undefined): Promise<Made> {
    try {
        const made = await create();
        claims?.take(made.id);
        return made;
    } catch (thrown) {
        if (thrown instanceof Unfinished) claims?.take(thrown.id);
        throw thrown;
    }
}

async function answering<T>(answer: () => Promise<T>, bag: Properties = {}): Promise<T> {
    try {
        return await answer();
    } catch (thrown) {
        throw toldToEngine(thrown, bag);
    }
}

/** An unfinished object without `__provider` could be neither refreshed nor deleted (engine: "code must be a string"). */
function toldToEngine(thrown: unknown, bag: Properties): Error {
    const told = new Error(messageOf(thrown));
    // The SDK prints message and stack, so the stack would only say the message again.
    told.stack = "";
    if (!(thrown instanceof Unfinished)) return told;
    const { id, properties, reasons } = thrown;
    return Object.assign(told, { id, properties: plain({ ...properties, ...internals(bag) }), reasons: [...reasons] });
}

function internals(bag: Properties): Properties {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => key.startsWith("__")));
}
