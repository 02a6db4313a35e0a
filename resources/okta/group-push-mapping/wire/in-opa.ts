import { ApiFailure } from "../../../http/failure/api-failure";
import { waitUntil } from "../../../lifecycle/waiting/wait-until";
import type { App } from "../../lookups/by-id";
import { catalogueName } from "../../lookups/find-opa-app";
import type { Declared } from "../declared/schema";
import { appGroupsNamed } from "./apps-and-groups";
import type { AppMappings } from "./mapping-list";

/** A group as OPA has it. Nothing in it says whether it was pushed. */
export interface GroupInOpa {
    readonly name: string;
    /** Whoever is in the group has them. */
    readonly roles: readonly string[];
}

/** The groups that OPA has by a name at this moment, or why that cannot be known. */
export type InOpa = { readonly groups: readonly GroupInOpa[] } | { readonly unknown: string };

/** Asks OPA for its groups of this name. The answer was asked for at most `freshMs` milliseconds before the call; 0: after it. */
export type AskOpa = (name: string, freshMs: number) => Promise<InOpa>;

/** Stands in where there is no connection to OPA. */
export const askNobody: AskOpa = async () => ({ unknown: "there is no way to ask OPA" });

/** Which policies in OPA name the group of this name, or why that cannot be known. */
export type WhoUses = (
    groupName: string,
) => Promise<{ readonly policies: readonly string[] } | { readonly unknown: string }>;

/** Stands in where there is no connection to OPA. */
export const nobodyKnows: WhoUses = async () => ({ unknown: "there is no way to ask OPA" });

/** Asks the app's own service about a name. Throws only failures that pass by themselves. */
export async function inService(
    { name: appName, label }: App,
    name: string,
    ask: AskOpa,
    freshMs: number,
): Promise<InOpa> {
    if (appName !== catalogueName) return { unknown: `app "${label}" is not Okta Privileged Access` };
    try {
        return await ask(name, freshMs);
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || ["unavailable", "rate-limited"].includes(failure.kind)) throw failure;
        return { unknown: `OPA's groups cannot be read: ${failure.message}` };
    }
}

/**
 * Seconds that Okta's search may take to know a group, and OPA to delete one (docs/contracts/okta-api.md 2.1; measured
 * for neither).
 */
const settleSeconds = 20;

/** What a name is asked of. */
export interface Asked {
    readonly mappings: AppMappings;
    readonly app: App;
    readonly ask: AskOpa;
    /** Whether a former mapping was deleted along with its group of this very name, which OPA deletes later. */
    readonly isDying: boolean;
}

/**
 * Throws when OPA has a group of this name that Okta does not know in the app: one of OPA's own. To push onto it would
 * give its roles to the members. Waits while it may be one that Okta's search does not know yet, or one on its way out.
 */
export async function refuseOpasOwn(declared: Declared, name: string, asked: Asked): Promise<void> {
    const { mappings, app, ask, isDying } = asked;
    const mayLink = declared.onExistingTarget === "link";
    if (mayLink && !isDying) return;
    let last: GroupInOpa | undefined;
    const look = async () => {
        // A group made within this second is noticed once the mapping exists, before anything is pushed.
        const seen = await inService(app, name, ask, 1000);
        last = "groups" in seen ? seen.groups[0] : undefined;
        if (!last) return true;
        const [known] = isDying ? [] : await appGroupsNamed(mappings.send, mappings.appId, name);
        return known ? true : undefined;
    };
    const isFree = await waitUntil(
        isDying
            ? { one: `OPA to delete its former group "${name}"`, many: "former groups to be deleted by OPA" }
            : { one: `Okta's search to know group "${name}" of OPA`, many: "groups of OPA to appear in Okta's search" },
        look,
        { deadlineMs: settleSeconds * 1000, firstMs: 1000, longestMs: 5000 },
    );
    if (!isFree && last && !mayLink) throw new Error(isDying ? stillThere(last) : isOpasOwn(last, name));
}

/** The error about a group of OPA's own: what it would give, and both ways to continue. */
export function isOpasOwn({ name, roles }: GroupInOpa, wanted: string): string {
    const having = roles.length > 0 ? `with the roles ${roles.join(", ")}` : "without roles";
    const butCase = name === wanted ? "" : ` ("${wanted}" may be the same to OPA)`;
    return (
        `OPA has a group "${name}", ${having}${butCase}, that Okta does not know in the app: it is one of OPA's own, or another app ` +
        "pushed it. Pushing onto it would give the members what it is allowed. Declare another targetGroupName, or " +
        'onExistingTarget: "link" if that is what you want.'
    );
}

function stillThere({ name }: GroupInOpa): string {
    return (
        `OPA still has the group "${name}" that was deleted along with the former mapping, and may delete it with the new members in ` +
        "it. Run the same command again. If it stays, OPA failed to delete it: delete it there."
    );
}
