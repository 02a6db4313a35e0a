import { TeamSecretsSpace } from "pulumi-okta-opa";

const payments = new TeamSecretsSpace("payments", {
    members: ["ana@example.com", "ben@example.com"],
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
});

export const group = payments.groupName;
export const folder = payments.folderPath;
export const policy = payments.policyName;
