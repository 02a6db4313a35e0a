import { Ids } from "../ids";
import type {
    AppAssignment,
    GroupPushMapping,
    GroupRule,
    OAuthClient,
    OktaApp,
    OktaGroup,
    OktaUser,
} from "./okta-records";
import type {
    DeletedProject,
    OpaGroup,
    OpaUser,
    Project,
    ResourceGroup,
    Secret,
    SecretFolder,
    SecurityPolicy,
    WorkloadConnection,
    WorkloadRole,
} from "./opa-records";

/** Everything the tenant holds. Every map is keyed by id unless its comment says otherwise. */
export class Store {
    readonly ids = new Ids();

    readonly users = new Map<string, OktaUser>();
    readonly groups = new Map<string, OktaGroup>();
    /** User ids by group id. */
    readonly memberships = new Map<string, Set<string>>();
    readonly apps = new Map<string, OktaApp>();
    /** Assignments by app id, then by group id. */
    readonly appAssignments = new Map<string, Map<string, AppAssignment>>();
    /** Ids of the users who are assigned directly, by app id. */
    readonly directAssignments = new Map<string, Set<string>>();
    readonly groupRules = new Map<string, GroupRule>();
    readonly mappings = new Map<string, GroupPushMapping>();
    /** `seq` by mapping id, also for deleted mappings: a cursor may name one. */
    readonly mappingSeqs = new Map<string, number>();
    readonly oauthClients = new Map<string, OAuthClient>();

    /** By name. */
    readonly opaUsers = new Map<string, OpaUser>();
    readonly opaGroups = new Map<string, OpaGroup>();
    readonly resourceGroups = new Map<string, ResourceGroup>();
    readonly projects = new Map<string, Project>();
    readonly deletedProjects = new Map<string, DeletedProject>();
    readonly folders = new Map<string, SecretFolder>();
    readonly secrets = new Map<string, Secret>();
    readonly policies = new Map<string, SecurityPolicy>();
    readonly workloadConnections = new Map<string, WorkloadConnection>();
    readonly workloadRoles = new Map<string, WorkloadRole>();
    /** The last names of deleted folders, secrets and resource groups. */
    readonly lastNames = new Map<string, string>();

    /** Empties everything, so that ids start over too. */
    clear(): void {
        this.ids.reset();
        for (const map of Object.values(this)) if (map instanceof Map) map.clear();
    }

    /** The Okta user with this login. */
    userWithLogin(login: string): OktaUser | undefined {
        return [...this.users.values()].find((user) => user.login.toLowerCase() === login.toLowerCase());
    }

    /** The members of an Okta group, by id. */
    membersOf(groupId: string): Set<string> {
        const members = this.memberships.get(groupId) ?? new Set<string>();
        this.memberships.set(groupId, members);
        return members;
    }

    /** Whether the app is assigned to the user, directly or through one of the user's groups. */
    isAssigned(appId: string, userId: string): boolean {
        return this.isAssignedDirectly(appId, userId) || this.#isAssignedByGroup(appId, userId);
    }

    /** Whether the app is assigned to the user directly. */
    isAssignedDirectly(appId: string, userId: string): boolean {
        return this.directAssignments.get(appId)?.has(userId) ?? false;
    }

    #isAssignedByGroup(appId: string, userId: string): boolean {
        const assigned = this.appAssignments.get(appId)?.keys() ?? [];
        return [...assigned].some((groupId) => this.memberships.get(groupId)?.has(userId));
    }

    /** The OPA group with this name: the one that is not deleted, else the one that was deleted last. */
    opaGroupNamed(name: string): OpaGroup | undefined {
        const named = [...this.opaGroups.values()].filter((group) => group.name === name);
        return named.find((group) => group.deletedAtMs === undefined) ?? named.at(-1);
    }

    /** The folder and all its parents, in order from the folder to the root. */
    lineOf(folderId: string): SecretFolder[] {
        const line: SecretFolder[] = [];
        for (let folder = this.folders.get(folderId); folder; folder = this.folders.get(folder.parentId ?? "")) {
            line.push(folder);
        }
        return line;
    }

    /** The folders and secrets directly in the folder. */
    itemsOf(folderId: string): (SecretFolder | Secret)[] {
        return [...this.folders.values(), ...this.secrets.values()].filter((item) => item.parentId === folderId);
    }

    /** The folders and secrets directly in a folder, or at the top of a project. */
    *itemsAt({ parentId, projectId }: Pick<SecretFolder, "parentId" | "projectId">): Iterable<SecretFolder | Secret> {
        for (const item of [...this.folders.values(), ...this.secrets.values()]) {
            if (item.parentId === parentId && item.projectId === projectId) yield item;
        }
    }

    /** A folder's or a secret's path from the top of its project, for example `teams/payments`. */
    pathOf(item: SecretFolder | Secret): string {
        const parents = item.parentId ? this.lineOf(item.parentId).reverse() : [];
        return [...parents, item].map((part) => part.name).join("/");
    }

    /** Removes a resource group, which must be empty. */
    removeResourceGroup(resourceGroupId: string): void {
        this.#remove(this.resourceGroups, resourceGroupId);
    }

    /** Removes a project with everything in it. Returns the ids of everything that was in it. */
    removeProject(projectId: string): ReadonlySet<string> {
        const items = [...this.folders.values(), ...this.secrets.values()];
        const goneIds = new Set(items.filter((item) => item.projectId === projectId).map(({ id }) => id));
        this.projects.delete(projectId);
        return this.#removeItems(goneIds);
    }

    /** Removes a secret. Returns its id. */
    removeSecret(secretId: string): ReadonlySet<string> {
        return this.#removeItems(new Set([secretId]));
    }

    /** Removes a folder with everything in it. Returns the ids of everything removed. */
    removeFolder(folderId: string): ReadonlySet<string> {
        const goneIds = new Set([folderId]);
        // Parents are older than what lies in them, so one pass over each map is enough.
        for (const items of [this.folders, this.secrets]) {
            for (const item of items.values()) if (goneIds.has(item.parentId ?? "")) goneIds.add(item.id);
        }
        return this.#removeItems(goneIds);
    }

    #removeItems(ids: ReadonlySet<string>): ReadonlySet<string> {
        for (const items of [this.folders, this.secrets]) for (const id of ids) this.#remove(items, id);
        return ids;
    }

    #remove(objects: Map<string, { readonly name: string }>, id: string): void {
        const object = objects.get(id);
        if (object) this.lastNames.set(id, object.name);
        objects.delete(id);
    }
}
