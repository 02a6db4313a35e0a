import type { ConfigSource } from "./lifecycle/config-source";
import { type DynamicProvider, dynamicProvider } from "./lifecycle/dynamic-provider";
import type { Kind } from "./lifecycle/kind";
import { Claims } from "./lifecycle/run/claims";
import { Succession } from "./lifecycle/run/succession";
import { connectToOkta } from "./okta/connection/connect";
import { existingGroup } from "./okta/existing-group/provider";
import { groupPushMapping } from "./okta/group-push-mapping/provider";
import type { AskOpa, WhoUses } from "./okta/group-push-mapping/wire/in-opa";
import { connectToOpa, opaSettingFaults } from "./opa/connection/connect";
import { groupsOfName } from "./opa/groups/groups-now";
import { secretFolder } from "./opa/secret-folder/provider";
import { policiesForGroup } from "./opa/security-policy/policies-for-group";
import { securityPolicy } from "./opa/security-policy/provider";

const kinds: Readonly<Record<string, (config: ConfigSource) => Kind>> = {
    "okta:GroupPushMapping": (config) => groupPushMapping(() => connectToOkta(config), askOpa(config), whoUses(config)),
    "okta:ExistingGroup": (config) => existingGroup(() => connectToOkta(config)),
    "opa:SecretFolder": (config) => secretFolder(() => connectToOpa(config, "resource")),
    "opa:SecurityPolicy": (config) =>
        securityPolicy(
            () => connectToOpa(config, "security"),
            // Who administers security may not list resource groups, and need not be the same service user.
            () =>
                connectToOpa(config, opaSettingFaults(config, "resource").missing.length > 0 ? "security" : "resource"),
        ),
};

/** Whoever may see OPA's groups serves: which purpose that takes is not documented. */
function askOpa(config: ConfigSource): AskOpa {
    return async (name, freshMs) => {
        const purpose = (["resource", "security"] as const).find(
            (one) => opaSettingFaults(config, one).missing.length === 0,
        );
        if (!purpose) return { unknown: "there are no credentials for OPA" };
        const groups = await groupsOfName(connectToOpa(config, purpose), name, freshMs);
        return groups ? { groups } : { unknown: "OPA shows no groups to its credentials" };
    };
}

function whoUses(config: ConfigSource): WhoUses {
    return async (name) => {
        const isWithout = opaSettingFaults(config, "security").missing.length > 0;
        if (isWithout) return { unknown: "there are no credentials for OPA's security administration" };
        return policiesForGroup(connectToOpa(config, "security"), name);
    };
}

/** Kinds whose objects nobody manages, so that any number of resources may name one. */
const readOnly = ["okta:ExistingGroup"];

/** One for each kind, since ids are unique in a kind only; a process serves one stack. */
const claims = new Map<string, Claims>(
    Object.keys(kinds)
        .filter((kind) => !readOnly.includes(kind))
        .map((kind) => [kind, new Claims()]),
);
const successions = new Map(Object.keys(kinds).map((kind) => [kind, new Succession()]));

/** What a Pulumi CLI too old to hand over configuration leaves us with: the environment alone. */
const noConfig: ConfigSource = { get: () => undefined };

/** What answers for a text in state. */
export interface StoredProvider extends DynamicProvider {
    /** Only the call that creates this object waits for it, so it is done in its first tick. */
    configure(request: { readonly config: ConfigSource }): void;
}

/**
 * What the text in state calls, for ever: the provider of a kind of resource. The first text gave configuration here, at
 * each call; today's has Pulumi hand it to `configure`, once. Never rename this function or a kind, and never change what
 * they mean.
 */
export function provider(kind: string, config: ConfigSource = noConfig): StoredProvider {
    const make = kinds[kind];
    if (!make)
        throw new Error(
            `pulumi-okta-opa knows no resource "${kind}". Install the version that made this stack, or a later one.`,
        );
    let using = config;
    const answering = dynamicProvider(make({ get: (key) => using.get(key) }), claims.get(kind), successions.get(kind));
    return {
        ...answering,
        configure: (request) => {
            using = request.config;
        },
    };
}
