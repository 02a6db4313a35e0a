import type { Review, Row } from "../../../resources/review/page/document";
import { type SecretPrivilege, secretPrivileges } from "../../../tenant/store/opa-records";
import { type EffectsSeen, effectsSeen, type Place, placesIn, type Seen, subjectsIn, wholePath } from "./seen";

type Both = readonly [before: Seen, after: Seen];

/**
 * What rows say that the tenant does not: about somebody or a folder that it does not know, or about a change that it does
 * not see there.
 */
export function wrongRows(rows: readonly Row[], both: Both): string[] {
    const places = new Map(placesIn(...both).map((place) => [place.path, place]));
    return rows.flatMap((row) => {
        const named = namedIn(row);
        const at = (path: string) => places.get(wholePath(row.resourceGroup, row.project, path));
        const place = at(row.path);
        const wrong = [
            ...(named.length === 0 ? ["is about nobody"] : []),
            ...(place ? named.flatMap((one) => wrongAbout(row, one, place, both)) : ["is about no folder"]),
            ...row.except.filter((one) => !one.startsWith(`${row.path}/`) || !at(one)).map((one) => `has no ${one}`),
            ...strangeIn(row).map((one) => `has no privilege ${one}`),
            ...row.groups
                .filter(({ name, members }) => members !== null && members !== both[0].sizes.get(name))
                .map(({ name, members }) => `has ${members} members of ${name}`),
        ];
        return wrong.map((what) => `the row of ${named.map(([name]) => name)} in ${row.path} ${what}`);
    });
}

type Named = readonly [subject: string, kind: string];

const namedIn = ({ people, serviceUsers, groups, workloadRoles }: Row): readonly Named[] => [
    ...people.map((login): Named => [login.toLowerCase(), "human"]),
    ...serviceUsers.map((name): Named => [name.toLowerCase(), "service"]),
    ...groups.map(({ name }): Named => [`group ${name}`, "group"]),
    ...workloadRoles.map(({ id }): Named => [`role ${id}`, "workload"]),
];

/** The page says the same of each privilege as the tenant, for somebody that the tenant knows as such. */
function wrongAbout(row: Row, [subject, kind]: Named, place: Place, both: Both): string[] {
    if (!both.some(({ subjects }) => subjects.get(subject) === kind)) return [`is about ${subject}, who is no ${kind}`];
    const seen = effectsSeen(both, subject, place);
    return (["gains", "loses", "weaker", "stricter"] as const).flatMap((effect) => {
        const [told, is] = [row[effect], seen[effect]].map((all) => JSON.stringify(all.toSorted()));
        return told === is ? [] : [`says ${subject} ${effect} ${told}, and the tenant ${is}`];
    });
}

const strangeIn = ({ before, after }: Row): readonly string[] =>
    [...before, ...after]
        .flatMap(({ privileges }) => privileges)
        .filter((one) => !(secretPrivileges as readonly string[]).includes(one));

const isReveal = (one: SecretPrivilege): boolean => one === "secret_reveal";
const isDelete = (one: SecretPrivilege): boolean => one === "secret_delete" || one === "folder_delete";
const isOther = (one: SecretPrivilege): boolean => !isReveal(one) && !isDelete(one);
const onlyOther = (...all: readonly SecretPrivilege[]): boolean => all.length > 0 && all.every(isOther);

/** Whom each number at the top of a page counts. */
const counted: Readonly<Record<keyof Review["counts"], (effects: EffectsSeen) => boolean>> = {
    gainReveal: ({ gains }) => gains.some(isReveal),
    gainDelete: ({ gains }) => gains.some(isDelete),
    weakerConditions: ({ weaker }) => !weaker.every(isOther),
    gainOther: ({ gains, weaker }) => onlyOther(...gains, ...weaker),
    loseReveal: ({ loses }) => loses.some(isReveal),
    loseDelete: ({ loses }) => loses.some(isDelete),
    loseOther: ({ loses }) => onlyOther(...loses),
    stricterConditions: ({ stricter }) => stricter.length > 0,
};

/** Where the numbers of a page are others than the tenant's. */
export function wrongCounts({ counts }: Review, both: Both): string[] {
    const places = placesIn(...both);
    const kindOf = (subject: string) => both.flatMap(({ subjects }) => subjects.get(subject) ?? [])[0];
    const each = subjectsIn(...both).map((subject) => ({
        kind: kindOf(subject),
        effects: places.map((place) => effectsSeen(both, subject, place)),
    }));
    return (Object.keys(counted) as (keyof typeof counted)[]).flatMap((what) => {
        const all = each.filter(({ effects }) => effects.some(counted[what])).map(({ kind }) => kind);
        const seen = {
            people: all.filter((kind) => kind === "human").length,
            workloads: all.filter((kind) => kind === "service" || kind === "workload").length,
        };
        const { people, workloads } = counts[what];
        if (people === seen.people && workloads === seen.workloads) return [];
        return [`${what}: page ${JSON.stringify({ people, workloads })}, tenant ${JSON.stringify(seen)}`];
    });
}
