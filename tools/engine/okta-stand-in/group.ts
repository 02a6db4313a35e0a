import { setTimeout } from "node:timers/promises";
import { field, type Okta, OktaError, toldAs } from "./okta";
import { isUnknown, type Properties, textIn } from "./properties";
import { beyondTheStandIn, type ResourceType, Unfinished } from "./resource";

/** How long the real plugin looks for a group that it has just created. */
const appearsWithinMs = 10_000;
const lookAgainMs = 500;

const profileKeys = ["name", "description"] as const;

/** `okta:group/group:Group`: the same calls in the same order as terraform-provider-okta 7, `resource_okta_group.go`. */
export const group: ResourceType = {
    check(news) {
        const unnamed = isUnknown(news["name"]) || textIn(news, "name") !== "";
        const missing = unnamed ? [] : [{ property: "name", reason: 'Missing required argument "name".' }];
        return [...missing, ...beyondTheStandIn(news, profileKeys)];
    },

    diff(olds, news) {
        const changed = profileKeys.filter((key) => isUnknown(news[key]) || textIn(olds, key) !== textIn(news, key));
        return new Map(changed.map((key) => [key, "update"]));
    },

    outputsOf: (inputs) => inputs,

    async create(okta, inputs) {
        const made = await toldAs("failed to create group", () =>
            okta.post("/api/v1/groups", { profile: profileOf(inputs) }),
        );
        const id = field(made, "id");
        await untilThere(okta, id);
        try {
            return { id, outputs: await readProfile(okta, id) };
        } catch (failure) {
            throw new Unfinished(id, inputs, failure);
        }
    },

    async read(okta, id) {
        try {
            const outputs = await readProfile(okta, id);
            return { outputs, inputs: outputs };
        } catch (failure) {
            if (failure instanceof OktaError && failure.status === 404) return undefined;
            throw failure;
        }
    },

    async update(okta, id, _olds, news) {
        await toldAs("failed to update group", () => okta.put(pathOf(id), { profile: profileOf(news) }));
        return readProfile(okta, id);
    },

    // Deleting a group that is already gone is an error, as in the real plugin.
    delete: (okta, id) => toldAs("failed to delete group", () => okta.delete(pathOf(id))),
};

function pathOf(id: string): string {
    return `/api/v1/groups/${encodeURIComponent(id)}`;
}

function profileOf(inputs: Properties): Record<string, string> {
    return { name: textIn(inputs, "name"), description: textIn(inputs, "description") };
}

async function untilThere(okta: Okta, id: string): Promise<void> {
    const giveUpMs = Date.now() + appearsWithinMs;
    for (;;) {
        try {
            await okta.get(pathOf(id));
            return;
        } catch (failure) {
            const isMissing = failure instanceof OktaError && failure.status === 404;
            if (!isMissing || Date.now() > giveUpMs) throw failure;
            await setTimeout(lookAgainMs);
        }
    }
}

async function readProfile(okta: Okta, id: string): Promise<Properties> {
    const body = await toldAs("failed to get group", () => okta.get(pathOf(id)));
    const profile: unknown = typeof body === "object" && body && "profile" in body ? body.profile : undefined;
    const description = typeof profile === "object" && profile && "description" in profile && profile.description;
    return { name: field(profile, "name"), ...(description ? { description: String(description) } : {}) };
}
