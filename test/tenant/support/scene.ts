import assert from "node:assert/strict";
import { startTenant, type Tenant, type TenantOptions } from "../../../tenant";
import type { SecretFolder } from "../../../tenant/store/opa-records";
import { type Answered, bodyOf } from "./asking";
import { Caller } from "./callers";

/** A mapping as the API answers it. */
export interface MappingOnWire {
    readonly id: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
    readonly status: string;
    readonly created: string;
    readonly lastUpdated: string;
    readonly lastPush?: string;
    readonly errorSummary?: string;
}

/** A tenant with everybody who calls it, and what a test needs to have made before it begins. */
export class Scene {
    readonly me: Caller;
    readonly resources: Caller;
    readonly security: Caller;
    readonly admin: Caller;

    /** A tenant of its own; the test closes it. */
    static async set(options: TenantOptions = {}): Promise<Scene> {
        return new Scene(await startTenant(options));
    }

    /** @param tenant One that runs, as seeded or as reset. */
    constructor(readonly tenant: Tenant) {
        this.me = new Caller(tenant);
        this.resources = new Caller(tenant, "resource-automation");
        this.security = new Caller(tenant, "security-automation");
        this.admin = new Caller(tenant, "administrator");
    }

    /** The path of the seeded OPA app's mappings. */
    get mappings(): string {
        return `/api/v1/apps/${this.tenant.opaAppId}/group-push/mappings`;
    }

    /** The path of the seeded project, below the team's. */
    get project(): string {
        const [project] = this.tenant.store.projects.values();
        return `/resource_groups/${project?.resourceGroupId}/projects/${project?.id}`;
    }

    /** The path of the project's folders, below the team's. */
    get folders(): string {
        return `${this.project}/secret_folders`;
    }

    /** The seeded folder at the top. */
    get teams(): SecretFolder {
        const [teams] = this.tenant.store.folders.values();
        assert.ok(teams);
        return teams;
    }

    /** The id of a seeded user. */
    userId(login: string): string {
        return this.tenant.store.userWithLogin(login)?.id ?? "";
    }

    /** Makes an Okta group with these members; resolves with its id. */
    async group(name: string, ...logins: readonly string[]): Promise<string> {
        const { id } = made<{ id: string }>(await this.me.okta("POST", "/api/v1/groups", { profile: { name } }));
        for (const login of logins) made(await this.me.okta("PUT", `/api/v1/groups/${id}/users/${this.userId(login)}`));
        return id;
    }

    /** Makes an Okta group of this name and members and a mapping to the same name. */
    async mapping(name: string, ...logins: readonly string[]): Promise<MappingOnWire> {
        const sourceGroupId = await this.group(name, ...logins);
        return made(await this.me.okta("POST", this.mappings, { sourceGroupId, targetGroupName: name }));
    }

    /** Reads a mapping. */
    async read(mappingId: string): Promise<MappingOnWire> {
        return made(await this.me.okta("GET", `${this.mappings}/${mappingId}`));
    }

    /** Makes a folder, in `teams` when nothing else is said; resolves with its id. */
    async folder(name: string, parentId: string | null = this.teams.id, who = this.me): Promise<string> {
        const place = parentId === null ? {} : { parent_folder_id: parentId };
        return made<{ id: string }>(await who.opa("POST", this.folders, { name, ...place })).id;
    }

    /** Makes a secret as an administrator; resolves with its id. */
    async secret(name: string, parentId = this.teams.id): Promise<string> {
        const body = { name, parent_folder_id: parentId, secret_jwe: "a.b.c.d.e" };
        return made<{ id: string }>(await this.admin.opa("POST", `${this.project}/secrets`, body)).id;
    }

    /** Makes an OPA group as an administrator, with these members; resolves with its id. */
    async opaGroup(name: string, roles: readonly string[] = [], ...members: readonly string[]): Promise<string> {
        const { id } = made<{ id: string }>(await this.admin.opa("POST", "/groups", { name, roles }));
        for (const member of members) made(await this.admin.opa("POST", `/groups/${name}/users`, { name: member }));
        return id;
    }

    /** Makes a policy as an administrator; resolves with it as answered. */
    async policy(body: unknown): Promise<Record<string, unknown>> {
        return made(await this.admin.opa("POST", "/security_policy", body));
    }
}

/** The body of an answer that must be a success. */
export function made<Body = Record<string, unknown>>(answered: Answered): Body {
    assert.ok(answered.status >= 200 && answered.status < 300, `${answered.status} ${answered.text}`);
    return bodyOf<Body>(answered);
}

/** A scene for each test of the suite that calls this: the tenant's options are the same for all of them. */
export function sceneForEach(options: TenantOptions = {}): { readonly scene: Scene } {
    let scene: Scene | undefined;
    beforeEach(async () => {
        scene = await Scene.set(options);
    });
    afterEach(async () => {
        await scene?.tenant.close();
        scene = undefined;
    });
    return {
        get scene() {
            assert.ok(scene, "no test is running");
            return scene;
        },
    };
}
