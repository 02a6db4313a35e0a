import {
    ExistingOktaGroup,
    GroupPushMapping,
    OpaSecretFolder,
    OpaSecurityPolicy,
    TeamSecretsSpace,
} from "../../../resources";
import type { Tenant } from "../../../tenant";
import type { Program } from "../../support/stack/program";

/** Where the seeded organisation has room. */
const place = { resourceGroup: "platform", project: "team-secrets" };

/** The configuration of their stacks. */
export const keptConfig: Readonly<Record<string, string>> = {
    "pulumi-okta-opa:approvals": JSON.stringify({
        oncall: { id: "request-1", name: "Ask the owners", lasts: "8h" },
    }),
};

/** The id of one of Okta's own groups. */
const groupId = ({ store }: Tenant, wanted: string): string =>
    [...store.groups.values()].find(({ name, type }) => name === wanted && type !== "APP_GROUP")?.id ?? "";

/**
 * The programs whose state is kept: a few spaces, and each resource alone, with hardly anything declared and with much of it.
 * They stay as they are, since each version must find nothing to change with them.
 */
export const keptPrograms: Readonly<Record<string, (tenant: Tenant) => Program>> = {
    spaces: () => () => {
        const within = { ...place, parentFolder: "teams" };
        new TeamSecretsSpace("payments", { ...within, members: ["ana@example.com", "ben@example.com"] });
        new TeamSecretsSpace("search", { ...within, members: ["chloe@example.com"], privileges: ["manage"] });
        new TeamSecretsSpace("cards", { ...within, members: [], folderName: "cards-vault", groupName: "card-people" });
    },

    "group-push-mapping": (tenant) => () => {
        const appId = tenant.opaAppId;
        new GroupPushMapping("plain", {
            appId,
            sourceGroupId: groupId(tenant, "All staff"),
            targetGroupName: "staff",
        });
        new GroupPushMapping("full", {
            appId,
            sourceGroupId: groupId(tenant, "Contractors"),
            targetGroupName: "all-people",
            status: "INACTIVE",
            deleteTargetGroupOnDestroy: "if-created",
            onExistingTarget: "link",
            onExistingMapping: "adopt",
            waitForPush: 0,
        });
    },

    "secret-folder": () => () => {
        new OpaSecretFolder("plain", { ...place, parentFolder: "teams", name: "plain" });
        new OpaSecretFolder("full", {
            ...place,
            parentFolder: "teams/inner",
            createParents: true,
            name: "full",
            description: "All that can be said of a folder",
            onExisting: "adopt",
            onDelete: "delete",
            deleteContents: "teams/inner/full",
            allowReplacement: true,
        });
    },

    "security-policy": (tenant) => () => {
        const secretFolderId = [...tenant.store.folders.values()].find(({ name }) => name === "teams")?.id ?? "";
        const group = { name: "platform-admins" };
        new OpaSecurityPolicy("plain", {
            name: "plain",
            resourceGroup: place.resourceGroup,
            principals: { userGroups: [group] },
            rules: [{ name: "read", secretFolderId, privileges: ["reveal"] }],
        });
        new OpaSecurityPolicy("full", {
            name: "full",
            description: "All that can be said of a policy",
            active: false,
            scope: "team",
            principals: { userGroups: [group], workloadRoles: [] },
            waitForGroups: 0,
            onExisting: "adopt",
            rules: [
                {
                    name: "manage",
                    secretFolderId,
                    privileges: ["manage"],
                    conditions: [
                        { conditionType: "mfa", reAuthFrequencyInSeconds: 3600 },
                        {
                            conditionType: "access_request",
                            requestTypeId: "request-1",
                            requestTypeName: "Ask the owners",
                            expiresAfterSeconds: 3600,
                        },
                    ],
                },
                { name: "contribute", secretFolderId, privileges: ["contribute"] },
            ],
        });
    },

    levels: () => () => {
        const within = { ...place, parentFolder: "teams" };
        new TeamSecretsSpace("warehouse", {
            ...within,
            group: "All staff",
            privileges: "write-only",
            conditions: { mfa: "any", mfaEvery: "1h" },
            folders: ["dev", "prod/eu"],
            access: {
                developers: { group: "All staff", folder: "dev", privileges: "contribute", conditions: "none" },
                oncall: {
                    group: "Contractors",
                    folder: "prod/eu",
                    privileges: "reveal",
                    conditions: { approval: "oncall" },
                },
                auditors: { opaGroup: "platform-admins", privileges: "list" },
                deploy: { workloadRole: "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11", privileges: ["secret_reveal"] },
                owners: {
                    members: ["ana@example.com"],
                    privileges: "manage",
                    conditions: { mfa: "phishing-resistant", mfaEvery: "each-time" },
                },
            },
        });
        new TeamSecretsSpace("archive", {
            ...within,
            members: ["dario@example.com"],
            access: { readers: { members: ["emma@example.com"], privileges: "list" } },
            retired: { reason: "The team is now part of warehouse", until: "2027-06-30", keeps: ["readers"] },
        });
    },

    "existing-group": (tenant) => () => {
        const appId = tenant.opaAppId;
        const { groupId: sourceGroupId, name } = new ExistingOktaGroup("plain", { group: "All staff" });
        new GroupPushMapping("plain", { appId, sourceGroupId, targetGroupName: name });
        const knownId = groupId(tenant, "Contractors");
        new ExistingOktaGroup("full", { group: "Contractors", appId, knownId, maxMembers: 500 });
    },
};
