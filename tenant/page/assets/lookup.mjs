/** @import { State } from "../state.js" */

/** The objects of one state of the tenant, by the keys under which other objects refer to them. */
export class Lookup {
    /** @param {State} state */
    constructor(state) {
        this.state = state;
        this.users = byId(state.users);
        this.groups = byId(state.groups);
        this.apps = byId(state.apps);
        this.opaGroups = byId(state.opaGroups);
        this.deletedOpaGroups = byId(state.deletedOpaGroups);
        this.resourceGroups = byId(state.resourceGroups);
        this.projects = byId(state.projects);
        this.folders = byId(state.folders);
        this.secrets = byId(state.secrets);
        this.usersByLogin = new Map(state.users.map((user) => [user.login, user]));
        this.pushed = new Map(state.opaGroups.flatMap((group) => (group.pushedAs ? [[group.pushedAs, group]] : [])));
        const domains = new Set(state.users.map(({ login }) => login.slice(login.indexOf("@"))));
        /** The domain of all logins, with its "@"; empty when they have different ones. */
        this.commonDomain = domains.size === 1 ? [...domains].join() : "";
    }

    /**
     * A login without the domain that all logins share, or an OPA user's name.
     *
     * @param {string} login
     */
    shortName(login) {
        return this.commonDomain && login.endsWith(this.commonDomain)
            ? login.slice(0, -this.commonDomain.length)
            : login;
    }

    /**
     * The path of a folder or a secret in its project, for example `teams/payments`; undefined when there is none.
     *
     * @param {string} id
     * @returns {string | undefined}
     */
    pathOf(id) {
        const item = this.folders.get(id) ?? this.secrets.get(id);
        if (!item) return undefined;
        return item.parentId ? `${this.pathOf(item.parentId) ?? "(gone)"}/${item.name}` : item.name;
    }
}

/**
 * @template {{ readonly id: string }} Row
 * @param {readonly Row[]} rows
 * @returns {ReadonlyMap<string, Row>}
 */
function byId(rows) {
    return new Map(rows.map((row) => [row.id, row]));
}
