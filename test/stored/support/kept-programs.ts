import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy, TeamSecretsSpace } from "../../../resources";
import type { Tenant } from "../../../tenant";
import type { Program } from "../../support/stack/program";

/** Where the seeded organisation has room. */
const place = { resourceGroup: "platform", project: "team-secrets" };

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
        const [app] = [...tenant.store.apps.values()].filter(({ name }) => name === "okta_privileged_access_sso");
        const groupNamed = (wanted: string) =>
            [...tenant.store.groups.values()].find(({ name, type }) => name === wanted && type !== "APP_GROUP")?.id ??
            "";
        const appId = app?.id ?? "";
        new GroupPushMapping("plain", { appId, sourceGroupId: groupNamed("All staff"), targetGroupName: "staff" });
        new GroupPushMapping("full", {
            appId,
            sourceGroupId: groupNamed("Contractors"),
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
};
