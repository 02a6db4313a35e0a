import type { z } from "zod";
import type { Answer, Call } from "../http/answer";
import type { PlainOperation } from "../http/serve";
import { Mistakes, understood, withoutUndefined } from "../mistakes";
import type { OAuthClientOptions, RegisteredOAuthClient } from "../okta/oauth/registration";
import type { TenantSettings } from "../settings";
import { accessIn } from "../verdict/access";
import type { World } from "../world";
import { type FaultOrder, faultOrder } from "./fault-orders";
import { clientOrder, clockOrder, settingsOrder } from "./orders";
import { stateOf } from "./state";

/** What a control call can make the tenant as a whole do. */
export interface Levers {
    reset(): void;
    expireTokens(): void;
    addOAuthClient(options: OAuthClientOptions): RegisteredOAuthClient;
}

const done: Answer = { status: 204 };

/** The calls that inspect and steer the tenant. They belong to neither API and are never logged. */
export function controlOperations(world: World, levers: Levers): readonly PlainOperation[] {
    const { log, store, faults, pushes, settings, clock } = world;
    return [
        { method: "GET", path: "/control/requests", answer: () => ({ status: 200, body: log.entries }) },
        { method: "DELETE", path: "/control/requests", answer: () => after(() => log.clear()) },
        { method: "GET", path: "/control/state", answer: () => ({ status: 200, body: stateOf(store) }) },
        {
            method: "GET",
            path: "/control/access",
            answer: () => ({ status: 200, body: accessIn(store, settings, clock.nowMs()) }),
        },
        { method: "GET", path: "/control/faults", answer: () => ({ status: 200, body: waiting(world) }) },
        { method: "POST", path: "/control/faults", answer: ordered(faultOrder, (order) => obey(order, world, levers)) },
        {
            method: "DELETE",
            path: "/control/faults",
            answer: () =>
                after(() => {
                    faults.clear();
                    pushes.faults.clear();
                    world.standing.clear();
                }),
        },
        { method: "GET", path: "/control/settings", answer: () => ({ status: 200, body: settings }) },
        {
            method: "PUT",
            path: "/control/settings",
            answer: ordered(settingsOrder, (values) => Object.assign(settings, values as Partial<TenantSettings>)),
        },
        { method: "POST", path: "/control/clock", answer: ordered(clockOrder, (order) => turnClock(order, world)) },
        {
            method: "POST",
            path: "/control/oauth-clients",
            answer: answered(clientOrder, (order) => ({
                status: 201,
                body: levers.addOAuthClient(withoutUndefined(order)),
            })),
        },
        { method: "POST", path: "/control/reset", answer: () => after(levers.reset) },
    ];
}

function after(act: () => void): Answer {
    act();
    return done;
}

/** Reads an order and carries it out, or answers what is wrong with it. */
function ordered<Schema extends z.ZodType>(schema: Schema, obeyIt: (order: z.output<Schema>) => void) {
    return answered(schema, (order) => after(() => obeyIt(order)));
}

function answered<Schema extends z.ZodType>(schema: Schema, answer: (order: z.output<Schema>) => Answer) {
    return ({ text }: Call): Answer => {
        try {
            return answer(understood(schema, parsed(text)));
        } catch (thrown) {
            if (!(thrown instanceof Mistakes)) throw thrown;
            const body = { error: "The tenant does not understand this order", errors: thrown.mistakes };
            return { status: 400, body };
        }
    };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new Mistakes(["It is not JSON."]);
    }
}

function waiting({ faults, pushes, standing }: World) {
    // The text as the order had it: a RegExp escapes slashes.
    const textOf = ({ source }: RegExp) => source.replaceAll("\\/", "/");
    const requests = faults.waiting.map((fault) => ({ ...fault, ...(fault.path ? { path: textOf(fault.path) } : {}) }));
    return { requests, pushes: pushes.faults.waiting, standing };
}

function obey(order: FaultOrder, world: World, levers: Levers): void {
    const { standing, store, faults, pushes } = world;
    if ("push" in order) {
        const { push: outcome, group, times } = order;
        pushes.faults.arm({ outcome, ...(group ? { group } : {}), ...(times ? { times } : {}) });
    } else if ("expireTokens" in order) levers.expireTokens();
    else if ("oktaRole" in order) standing.hasOktaRole = order.oktaRole;
    else if ("opaKey" in order) standing.hasOpaKey = order.opaKey;
    else if ("opaRoles" in order) {
        const automation = store.opaGroupNamed("automation");
        if (automation) automation.roles = order.opaRoles;
    } else faults.arm(withoutUndefined(order));
}

function turnClock({ speed, advanceMs, flush }: z.infer<typeof clockOrder>, { clock }: World): void {
    if (speed !== undefined) clock.setSpeed(speed);
    if (advanceMs !== undefined) clock.advance(advanceMs);
    if (flush) clock.flush();
}
