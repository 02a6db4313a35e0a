import type { Review, Row } from "../page/document";
import { isGrave } from "../page/effects";
import { count, privilegesInWords, quoted, quotedList } from "../page/words";
import type { Reviewed, Sides } from "../reviewed";
import { membersByGroup } from "../snapshot";
import type { Finding } from "./finding";

/** Findings that take a look at what exists, besides the rows. */
export function findingsInOrg(reviewed: Reviewed, sides: Sides, page: Pick<Review, "rows" | "inherited">) {
    return [
        ...largeGroups(reviewed, page.rows),
        ...overlaps(page.inherited),
        ...automation(sides, page.rows),
    ] as readonly Finding[];
}

/** Groups with more members than they may have: nobody has to write anything for that to happen. */
function largeGroups({ head, live }: Reviewed, rows: readonly Row[]): readonly Finding[] {
    const members = membersByGroup(live);
    return Object.entries(head.settings.groups ?? {}).flatMap(([name, { maxMembers }]) => {
        const size = members.get(name)?.length;
        if (maxMembers === undefined || size === undefined || size <= maxMembers) return [];
        const isGaining = ({ groups, gains, weaker }: Row) =>
            gains.length + weaker.length > 0 && groups.some((group) => group.name === name);
        return [
            {
                ...({ rule: "group-above-cap", spot: undefined, who: [name] } as const),
                what: `Group ${quoted(name)} has ${count(size, "member")}, and may have ${maxMembers}.`,
                isOfChange: rows.some(isGaining),
            },
        ];
    });
}

/** Policies that no declaration has made, where something changes. */
function overlaps(inherited: Review["inherited"]): readonly Finding[] {
    return inherited.flatMap(({ policy, groups, workloadRoles, rights, resourceGroup, project, path }) => {
        const grave = rights.flatMap(({ privileges }) => privileges.filter(isGrave));
        const who = [...groups.map(({ name }) => name), ...workloadRoles];
        if (grave.length === 0 || who.length === 0) return [];
        return [
            {
                ...({ rule: "overlap", who: [policy, ...who], isOfChange: true } as const),
                spot: { resourceGroup, project, path },
                what: `Policy ${quoted(policy)}, which no declaration has made, lets ${quotedList(who, 3)} in ${quoted(path)}: ${privilegesInWords(grave)}.`,
            },
        ];
    });
}

/** Service users with a privilege on secrets: whoever has their key has it too. */
function automation({ subjectsAfter }: Sides, rows: readonly Row[]): readonly Finding[] {
    return [...subjectsAfter.values()].flatMap(({ subject: { kind, name }, rulings }) => {
        const held = rulings.filter(({ privileges }) => privileges.some((one) => one.startsWith("secret_")));
        const [first] = held;
        if (kind !== "service user" || !first) return [];
        const privileges = new Set(held.flatMap((one) => one.privileges.filter((it) => it.startsWith("secret_"))));
        const { resourceGroup, project, path } = first;
        const gains = ({ serviceUsers, gains, weaker }: Row) =>
            serviceUsers.includes(name) && [...gains, ...weaker].some((one) => one.startsWith("secret_"));
        return [
            {
                ...({ rule: "automation-holds-secrets", who: [name] } as const),
                spot: { resourceGroup, project, path },
                what: `Service user ${quoted(name)} has in ${quoted(path)}: ${privilegesInWords([...privileges])}. Whoever has its key has it too.`,
                isOfChange: rows.some(gains),
            },
        ];
    });
}
