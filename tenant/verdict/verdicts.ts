import type { TenantSettings } from "../settings";
import { type SecretPrivilege, secretPrivileges, type WorkloadRole } from "../store/opa-records";
import type { Store } from "../store/store";
import type { Given } from "./conditions";
import { Grants, type Item } from "./grants";
import { Rights } from "./rights";
import { type Subject, userAsSubject, workloadAsSubject } from "./subject";
import { judge, type Refusal, refusedFor, type Verdict } from "./verdict";
import { rolesOf, type WorkloadToken } from "./workloads";

/** The subject of a question: a login or a service user's name; a workload by its token, or by its role's name. */
export type Who = { readonly person: string } | { readonly workloadRole: string } | WorkloadToken;

/** Who would do what where, and what they have already fulfilled. */
export type Question = Who &
    Given & {
        /** A folder's or a secret's path in its project, for example `teams/payments`, or its id. */
        readonly path: string;
        readonly privilege: SecretPrivilege;
    };

/** A verdict, and what it is on. */
export interface VerdictOn extends Verdict {
    /** The login of a person, or the name of a service user or a workload role. */
    readonly subject: string;
    readonly kind: Subject["kind"];
    readonly path: string;
    readonly itemId: string;
    readonly privilege: SecretPrivilege;
}

/** The subject of a question as OPA knows it, or the reason why OPA does not. */
interface Asker extends Pick<Subject, "name" | "kind"> {
    readonly subject: Subject | Refusal;
}

/** Who may do what, at one moment. */
export class Verdicts {
    readonly #grants: Grants;

    constructor(
        private readonly store: Store,
        private readonly settings: TenantSettings,
        nowMs: number,
    ) {
        this.#grants = new Grants(store, nowMs);
    }

    /** The verdict on one question. Throws when several folders or secrets have the path. */
    of(question: Question): Verdict {
        const item = this.#itemAt(question.path);
        const { subject } = this.#askerOf(question);
        if (typeof subject === "string") return refusedFor(subject);
        return item ? this.#judgeOf(subject, question)(item, question.privilege) : refusedFor("no-such-path");
    }

    /** The verdicts on everybody, for every folder and secret and every privilege. */
    all(given: Given): VerdictOn[] {
        const { folders, secrets } = this.store;
        const items = [...folders.values(), ...secrets.values()];
        const places = items.map((item) => ({ item, path: this.store.pathOf(item) }));
        return this.#everybody().flatMap(({ name, kind, subject }) => {
            const judged = typeof subject === "string" ? () => refusedFor(subject) : this.#judgeOf(subject, given);
            return places.flatMap(({ item, path }) =>
                secretPrivileges.map((privilege) => {
                    const about = { subject: name, kind, path, itemId: item.id, privilege };
                    return { ...about, ...judged(item, privilege) };
                }),
            );
        });
    }

    #judgeOf(subject: Subject, given: Given): (item: Item, privilege: SecretPrivilege) => Verdict {
        const rights = new Rights(this.#grants, subject, this.settings);
        return (item, privilege) => judge(rights, item, this.store.secrets.has(item.id), privilege, given);
    }

    #itemAt(pathOrId: string): Item | undefined {
        const { folders, secrets } = this.store;
        const withId = folders.get(pathOrId) ?? secrets.get(pathOrId);
        if (withId) return withId;
        const name = pathOrId.slice(pathOrId.lastIndexOf("/") + 1);
        const found = [...folders.values(), ...secrets.values()].filter(
            (item) => item.name === name && this.store.pathOf(item) === pathOrId,
        );
        const [item, ...others] = found;
        if (others.length === 0) return item;
        const ids = found.map(({ id }) => id).join(", ");
        throw new Error(`${pathOrId} is a path in several projects: verdict. Give one of the ids: ${ids}`);
    }

    #everybody(): Asker[] {
        const { users, opaUsers, workloadRoles } = this.store;
        const names = new Set([...[...users.values()].map(({ login }) => login), ...opaUsers.keys()]);
        return [
            ...[...names].map((name) => this.#person(name)),
            ...[...workloadRoles.values()].map((role) => workload(role.name, [role])),
        ];
    }

    #askerOf(who: Who): Asker {
        if ("person" in who) return this.#person(who.person);
        if ("claims" in who) return workload("a workload", rolesOf(who, this.store, this.settings));
        const { workloadRole } = who;
        const role = [...this.store.workloadRoles.values()].find(({ name }) => name === workloadRole);
        return role
            ? workload(role.name, [role])
            : { name: workloadRole, kind: "workload", subject: "no-such-subject" };
    }

    #person(name: string): Asker {
        const user = this.store.opaUsers.get(name);
        if (!user) {
            const isInOkta = this.store.userWithLogin(name) !== undefined;
            return { name, kind: "human", subject: isInOkta ? "not-in-opa" : "no-such-subject" };
        }
        const subject = user.status === "ACTIVE" ? userAsSubject(this.store, user) : "not-active";
        return { name, kind: user.userType, subject };
    }
}

function workload(name: string, roles: readonly WorkloadRole[]): Asker {
    return {
        name,
        kind: "workload",
        subject: roles.length > 0 ? workloadAsSubject(name, roles) : "no-workload-role",
    };
}
