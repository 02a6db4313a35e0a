import { everyone } from "../../opa/security-policy/declared/principal-schema";
import type { NamedObject } from "../../opa/security-policy/wire/wire";
import type { OktaGroup, Push, Seen } from "../look/seen";
import type { Reason } from "./verdict";

/** What is behind a group that a policy names. */
export type Behind =
    /** An Okta group, by its push. */
    | { readonly kind: "pushed"; readonly name: string; readonly push: Push; readonly source: OktaGroup }
    /** OPA's own: nothing pushes it. */
    | { readonly kind: "own"; readonly name: string }
    /** Not known, or not something that a space can use. */
    | { readonly kind: "unclear"; readonly name: string; readonly reason: Reason };

/**
 * Finds what is behind the groups of policies. A policy names OPA's id of a group, a push names Okta's id of the
 * group in the app; the two are joined by the group's exact name in the app, which is also its name in OPA
 * (docs/contracts/okta-api.md 1.6).
 */
export function behindIn(seen: Seen): (group: NamedObject) => Behind {
    const { oktaGroups, pushes, opaGroups } = seen;
    const byTarget = listed(pushes, ({ targetGroupId }) => oktaGroups.get(targetGroupId)?.name);
    const bySource = listed(
        pushes.filter(({ isOfApp }) => isOfApp),
        ({ sourceGroupId }) => sourceGroupId,
    );
    return ({ id, name: said }) => {
        const name = opaGroups.get(id)?.name;
        if (name === undefined) {
            const shown = said ?? id;
            return unclear(
                shown,
                "partial",
                `The group "${shown}" (${id}), which a policy names, is gone from OPA, or is not shown.`,
            );
        }
        const all = byTarget.get(name) ?? [];
        const [push] = all;
        if (!push) return { kind: "own", name };
        if (all.length > 1) return unclear(name, "ambiguous", severalInto(name, all, oktaGroups), whichPush);
        return byPush(name, push, oktaGroups.get(push.sourceGroupId), bySource.get(push.sourceGroupId)?.length ?? 1);
    };
}

function byPush(name: string, push: Push, source: OktaGroup | undefined, timesPushed: number): Behind {
    if (!push.isOfApp) return unclear(name, "foreign", `The group "${name}" is pushed by another app, "${push.app}".`);
    if (!source) {
        const what = `The group ${push.sourceGroupId}, which is pushed into "${name}", is not seen in Okta.`;
        return unclear(name, "partial", what);
    }
    if (timesPushed === 1) return { kind: "pushed", name, push, source };
    const what = `The group "${source.name}" (${source.id}) is pushed more than once, also into another group than "${name}".`;
    return unclear(name, "ambiguous", what, whichPush);
}

const whichPush = "Delete the push that is not meant, in Okta.";

const unclear = (name: string, verdict: Reason["verdict"], what: string, remedy?: string): Behind => ({
    kind: "unclear",
    name,
    reason: { verdict, what, remedy },
});

function listed(
    pushes: readonly Push[],
    keyOf: (push: Push) => string | undefined,
): ReadonlyMap<string, readonly Push[]> {
    const lists = new Map<string, Push[]>();
    for (const push of pushes) {
        const key = keyOf(push);
        if (key !== undefined) lists.set(key, [...(lists.get(key) ?? []), push]);
    }
    return lists;
}

const severalInto = (name: string, pushes: readonly Push[], groups: Seen["oktaGroups"]): string =>
    `More than one push ends in the group "${name}": ${pushes.map((one) => ofSource(one, groups)).join(", ")}.`;

const ofSource = ({ sourceGroupId, mappingId, app }: Push, groups: Seen["oktaGroups"]): string =>
    `${mappingId} of "${groups.get(sourceGroupId)?.name ?? "?"}" (${sourceGroupId}) in "${app}"`;

/** Why no space can use this group; empty if one can. */
export function groupReasons(behind: Behind, seen: Seen, isShared: boolean): readonly Reason[] {
    if (behind.kind === "unclear") return [behind.reason];
    if (behind.kind === "own") {
        return behind.name === everyone
            ? [differs(`The group "${everyone}" of OPA is no principal that a space can have.`)]
            : [];
    }
    const { push, source, name } = behind;
    const isOfDirectory = source.appId !== undefined && seen.directories.has(source.appId);
    const isMade = source.type === "OKTA_GROUP" && !seen.ruled.has(source.id) && !isShared;
    return [
        ...(push.status === "ACTIVE"
            ? []
            : [
                  differs(
                      `The push ${push.mappingId} of "${source.name}" is ${push.status}, not ACTIVE.`,
                      "Activate it in Okta.",
                  ),
              ]),
        ...(source.type === "BUILT_IN" ? [differs(`"${source.name}" is Okta's group of everybody.`)] : []),
        ...(source.type === "APP_GROUP" && !isOfDirectory
            ? [differs(`"${source.name}" is a group of an app that is no directory.`)]
            : []),
        ...(isMade && name !== source.name
            ? [
                  differs(
                      `"${source.name}" is pushed into a group of another name, "${name}".`,
                      "Rename one of them in Okta.",
                  ),
              ]
            : []),
        ...(!isMade && seen.assigned.has(source.id)
            ? [
                  differs(
                      `"${source.name}" assigns the app to its people, and Okta does not support pushing the group that does that.`,
                      "Assign the app through another group.",
                  ),
              ]
            : []),
    ];
}

const differs = (what: string, remedy?: string): Reason => ({ verdict: "differs", what, remedy });
