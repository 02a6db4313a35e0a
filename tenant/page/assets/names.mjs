/** @import { State } from "../state.js" */

/** The names behind ids, also of objects that were deleted since they were last seen. */
export class Names {
    /** @type {Map<string, string>} */
    #byId = new Map();

    /**
     * Learns the names in a state of the tenant.
     *
     * @param {State} state
     */
    learn(state) {
        const { groups, apps, opaGroups, deletedOpaGroups, resourceGroups, projects, folders, secrets, policies } =
            state;
        const named = [
            groups,
            opaGroups,
            deletedOpaGroups,
            resourceGroups,
            projects,
            folders,
            secrets,
            policies,
        ].flat();
        for (const { id, name } of named) this.#byId.set(id, name);
        for (const { id, label } of apps) this.#byId.set(id, label);
        for (const { id, login } of state.users) this.#byId.set(id, login);
        for (const mapping of state.mappings) {
            const source = this.#byId.get(mapping.sourceGroupId);
            if (source !== undefined) this.#byId.set(mapping.id, `push of ${source}`);
        }
    }

    /**
     * The name of the object with this id, if the page has ever seen it.
     *
     * @param {string} id
     */
    of(id) {
        return this.#byId.get(id);
    }
}
