import { ApiFailure } from "../../../http/failure/api-failure";
import { waitUntil } from "../../../lifecycle/waiting/wait-until";
import { type App, getGroup } from "../../lookups/by-id";
import { catalogueName } from "../../lookups/find-opa-app";
import type { Declared } from "../declared/schema";
import { appGroupsNamed } from "../wire/apps-and-groups";
import type { Created } from "../wire/calls";
import type { Mapping } from "../wire/mapping";
import type { AppMappings } from "../wire/mapping-list";
import { mappingToWire, type Target } from "../wire/wire";
import { noSource } from "./preflight";

/** Seconds to wait until a target group that exists, as Okta says, appears in its search. */
const searchSeconds = 20;

/** A mapping that was created or adopted just now. */
export interface Fresh {
    readonly mapping: Mapping;
    /**
     * Present when Okta was given a name: a group that it created for the mapping is of this time or later. An older group
     * existed before, and the mapping links to it.
     */
    readonly targetMadeSince?: string;
    /** Whether the target group counts as one that existed before. */
    readonly targetAdopted: boolean;
    /** Whether it does so only because nothing proves the contrary. */
    readonly targetDoubtful?: true;
}

/**
 * Creates the mapping; one by name is INACTIVE until `converge` activates it. A request that may have taken effect unseen is never
 * repeated: its mapping is looked for.
 */
export async function make(mappings: AppMappings, declared: Declared, target: Target, app?: App): Promise<Fresh> {
    const first = { ...declared, status: firstStatus(declared, target, app) };
    const { mapping, tookMs, asked } = await requestMapping(mappings, first, target);
    if ("targetGroupId" in asked) return { mapping, targetAdopted: true };
    // Okta creates the group while the request runs. A mapping's time has no milliseconds.
    const longestMs = tookMs + 2000;
    const targetMadeSince = new Date(Date.parse(mapping.created) - longestMs).toISOString();
    return { mapping, targetMadeSince, targetAdopted: false };
}

/**
 * Asked by name, Okta may link to somebody else's group: nothing is pushed into it before it was seen to be ours. Once
 * something was pushed, OPA cannot tell any more whether it had a group of that name before.
 */
function firstStatus({ status, onExistingTarget }: Declared, target: Target, app?: App): Declared["status"] {
    const isToSee = onExistingTarget === "fail" || app?.name === catalogueName;
    return "targetGroupName" in target && isToSee ? "INACTIVE" : status;
}

/** What was created, and the target that was asked for in the end. */
interface Sent extends Created {
    readonly asked: Target;
}

async function requestMapping(mappings: AppMappings, declared: Declared, target: Target): Promise<Sent> {
    try {
        return { ...(await mappings.create(mappingToWire(declared, target))), asked: target };
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        const isRefused = failure.kind === "rejected" || failure.kind === "conflict";
        if (isRefused || failure.kind === "not-found") await requireSource(mappings, declared, failure);
        if (!isRefused && !failure.mayHaveHappened) throw failure;
        const made = await lookFor(mappings, declared, target);
        // How long Okta worked on the request is not known. With 0 a new group may be taken for an older one and kept;
        // with too much, somebody else's group could be taken for ours.
        if (made) return { mapping: made, tookMs: 0, asked: target };
        if (!isRefused) throw new Error(mayComeLater(failure, declared));
        return requestMapping(mappings, declared, await targetOfThatName(mappings, declared, target, failure));
    }
}

/** Throws when a refusal is because of the source group: the bodies of such refusals are unconfirmed. */
async function requireSource({ send }: AppMappings, declared: Declared, refusal: ApiFailure): Promise<void> {
    const isMissing = await getGroup(send, declared.sourceGroupId).then(
        (group) => group === undefined,
        () => false,
    );
    if (isMissing) throw new Error(`${noSource(declared)} ${refusal.message}`);
}

/** Some apps refuse a name that exists, although Okta documents that it links (docs/contracts/okta-api.md 1.2). */
async function targetOfThatName(
    mappings: AppMappings,
    { onExistingTarget }: Declared,
    target: Target,
    refusal: ApiFailure,
): Promise<Target> {
    if ("targetGroupId" in target || onExistingTarget !== "link") throw refusal;
    const targetGroupId = await existingTarget(mappings, target.targetGroupName);
    if (!targetGroupId) throw refusal;
    return { targetGroupId };
}

/** State will not know a mapping whose creation takes effect only now; the next run finds it by its source. */
function mayComeLater({ message }: ApiFailure, { sourceGroupId }: Declared): string {
    return (
        `${message} The mapping may come into being all the same. Run the same command again before you declare another source, or ` +
        `take this mapping out: it is found again by its source group, ${sourceGroupId}.`
    );
}

/** The mapping of this source to this target, as the app's list has it now. */
async function lookFor(mappings: AppMappings, declared: Declared, target: Target): Promise<Mapping | undefined> {
    for (const one of await mappings.all(0)) {
        if (one.sourceGroupId !== declared.sourceGroupId) continue;
        if ("targetGroupId" in target && one.targetGroupId === target.targetGroupId) return one.whole();
        if ("targetGroupName" in target) {
            const group = await getGroup(mappings.send, one.targetGroupId);
            if (group?.name === target.targetGroupName) return one.whole();
        }
    }
    return undefined;
}

function existingTarget({ send, appId }: AppMappings, name: string): Promise<string | undefined> {
    return waitUntil(
        { one: `the app's group "${name}" to appear in Okta's search`, many: "groups to appear in Okta's search" },
        async () => (await appGroupsNamed(send, appId, name))[0]?.id,
        { deadlineMs: searchSeconds * 1000, firstMs: 1000 },
    );
}
