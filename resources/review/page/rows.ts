import { createHash } from "node:crypto";
import type { Change } from "../rights/change";
import type { Subject } from "../rights/subjects";
import type { Row } from "./document";
import { effectsOf, riskOf, risks } from "./effects";

/** What rows say in addition to what changes. */
export interface Told {
    readonly because: (change: Change) => readonly string[];
    /** The team whose folder it is. */
    readonly teamAt: (change: Change) => string | null;
    /** How many people are in an existing group; null: not known. */
    readonly membersIn: (group: string) => number | null;
    readonly nameOfRole: (id: string) => string;
}

/**
 * Changes as rows: people with the same changes in the same folder, for the same reason, share one. The most severe
 * come first.
 */
export function rowsOf(changes: readonly Change[], told: Told): readonly Row[] {
    const alike = new Map<
        string,
        { readonly change: Change; readonly because: readonly string[]; subjects: Subject[] }
    >();
    for (const change of changes) {
        const because = told.because(change);
        const key = JSON.stringify([factsOf(change), because]);
        const entry = alike.get(key) ?? { change, because, subjects: [] };
        entry.subjects.push(change.subject);
        alike.set(key, entry);
    }
    return [...alike.values()].map((one) => rowOf(one.change, one.because, one.subjects, told)).sort(gravestFirst);
}

const factsOf = ({ resourceGroup, project, path, except, before, after }: Change) => [
    ...[resourceGroup, project, path],
    except.toSorted(),
    before.map(({ privileges, ways }) => [privileges, ways]),
    after.map(({ privileges, ways }) => [privileges, ways]),
];

function rowOf(change: Change, because: readonly string[], subjects: readonly Subject[], told: Told): Row {
    const named = (kind: Subject["kind"]) =>
        subjects.flatMap((one) => (one.kind === kind ? [one.name] : [])).sort(byText);
    const { resourceGroup, project, path, except, before, after } = change;
    const effects = effectsOf(change);
    const rights = (all: Change["before"]) =>
        all.map(({ privileges, ways }) => ({ privileges: [...privileges], ways: ways.map((way) => [...way]) }));
    return {
        people: named("person"),
        serviceUsers: named("service user"),
        groups: named("group").map((name) => ({ name, members: told.membersIn(name) })),
        workloadRoles: named("workload role").map((id) => ({ id, name: told.nameOfRole(id) })),
        ...{ resourceGroup, project, path },
        except: except.toSorted(),
        before: rights(before),
        after: rights(after),
        gains: [...effects.gains],
        loses: [...effects.loses],
        weaker: [...effects.weaker],
        stricter: [...effects.stricter],
        risk: riskOf(effects),
        because: [...because],
        team: told.teamAt(change),
    };
}

const byText = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);

function gravestFirst(one: Row, other: Row): number {
    const name = ({ groups, people, workloadRoles, serviceUsers }: Row) =>
        groups[0]?.name ?? people[0] ?? workloadRoles[0]?.name ?? serviceUsers[0] ?? "";
    return (
        risks.indexOf(one.risk) - risks.indexOf(other.risk) ||
        byText(name(one), name(other)) ||
        byText(one.path, other.path) ||
        byText(JSON.stringify(one), JSON.stringify(other))
    );
}

/**
 * A hash of who gains and loses what: the same for the same changes, whatever they are merged with and however they
 * are explained. The author of a change can try many, so it is long enough that nobody finds two with the same hash
 * (decision 0028).
 */
export function tableOf(changes: readonly Change[], ifStrictest: readonly Change[]): string {
    const facts = [changes, ifStrictest].map((all) =>
        all.map((change) => JSON.stringify([change.subject.kind, change.subject.name, ...factsOf(change)])).sort(),
    );
    return `access:${sha256(JSON.stringify(facts))}`;
}

/** 64 hexadecimal digits. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
