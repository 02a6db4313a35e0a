import type { ApiResponse, Send } from "../../../resources/http/send";
import type { Tamper } from "./connected";
import type { Wire } from "./policy-hand";

/** What a later version of OPA keeps in a policy beside what this one knows, by place. */
export interface Extras {
    policy?: Wire;
    principals?: Wire;
    rule?: Wire;
    privilegeValue?: Wire;
    conditionValue?: Wire;
}

/** The places of a policy with one rule, one privilege and one condition. */
const places: Readonly<Record<keyof Extras, (policy: Wire) => Wire>> = {
    policy: (policy) => policy,
    principals: (policy) => policy.principals,
    rule: (policy) => policy.rules[0],
    privilegeValue: (policy) => policy.rules[0].privileges[0].privilege_value,
    conditionValue: (policy) => policy.rules[0].conditions?.[0]?.condition_value,
};

/**
 * OPA in a later version: answers hold these fields too, in every policy of this name, and a `PUT` stores what it is
 * sent of them, so that what it leaves out is gone from `extras`.
 */
export function newerOpa(extras: Extras, name = "team-payments secrets"): Tamper {
    return (send: Send) => async (request) => {
        const isPolicy = request.path.includes("/security_policy");
        if (isPolicy && request.method === "PUT") keep(extras, request.body);
        const response = await send(request);
        return isPolicy && request.method === "GET" ? { ...response, body: richer(response, extras, name) } : response;
    };
}

function keep(extras: Extras, policy: Wire): void {
    for (const place of Object.keys(extras) as (keyof Extras)[]) {
        const sent = places[place](policy) ?? {};
        const kept = Object.keys(extras[place]).filter((key) => key in sent);
        extras[place] = Object.fromEntries(kept.map((key) => [key, sent[key]]));
    }
}

function richer({ body }: ApiResponse, extras: Extras, name: string): unknown {
    const copy = structuredClone(body) as Wire;
    for (const policy of copy.list ?? [copy]) {
        if (policy.name !== name) continue;
        for (const place of Object.keys(extras) as (keyof Extras)[]) {
            Object.assign(places[place](policy) ?? {}, extras[place]);
        }
    }
    return copy;
}
