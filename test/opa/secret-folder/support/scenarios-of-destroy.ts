import { payments } from "../../support/folder-ground";
import { answers, errors, inside, type Scenario, withSecret } from "./scenario";

const losing = { ...payments, deleteContents: inside };
const deletion = { method: "DELETE", path: /\/secret_folders\/[^/]+$/ } as const;

/** What deleting a folder says. */
export const deleting: readonly Omit<Scenario, "run">[] = [
    { title: "empty", under: [...answers, "nonEmptyFolderDelete"], verdict: "done" },
    {
        title: "holding a secret",
        happens: withSecret,
        under: [...answers, "nonEmptyFolderDelete"],
        verdict: "refused",
        says: ["contains 1 secret", `${inside}/database`, 'onDelete: "retain"', `deleteContents: "${inside}"`],
    },
    {
        title: "holding a folder with secrets",
        happens: async (h) => {
            await h.folder(`${inside}/ci`);
            await h.secret(`${inside}/ci/token`);
        },
        under: [...answers, "nonEmptyFolderDelete"],
        verdict: "refused",
        says: ["contains 1 secret and 1 folder", `${inside}/ci/token`],
    },
    {
        title: "holding an empty folder",
        happens: (h) => h.folder(`${inside}/ci`),
        under: ["nonEmptyFolderDelete"],
        verdict: "refused",
        says: ["contains 1 folder"],
    },
    {
        title: "holding a secret, deleteContents applied",
        applied: losing,
        happens: withSecret,
        under: [...answers, "nonEmptyFolderDelete"],
        losesContents: true,
        verdict: ({ nonEmptyFolderDelete }) => (nonEmptyFolderDelete === "refused" ? "refused" : "done"),
        says: ["Empty it by hand"],
    },
    {
        title: "holding a secret, deleteContents of another path than it has now",
        applied: losing,
        happens: async (h) => {
            await withSecret(h);
            await h.rename("teams", "squads");
        },
        under: [...answers, "nonEmptyFolderDelete"],
        verdict: "refused",
        says: ['another path, "teams/payments"', 'deleteContents: "squads/payments"'],
    },
    {
        title: "holding a secret, to be retained",
        applied: { ...payments, onDelete: "retain" },
        happens: withSecret,
        under: ["nonEmptyFolderDelete"],
        verdict: "done",
    },
    {
        title: "folder_delete revoked, role left",
        happens: (h) => h.revokePrivileges("folder_delete"),
        under: errors,
        verdict: "permission",
        says: ["folder_delete"],
    },
    {
        title: "role delegated for the resource group only",
        happens: (h) => h.delegateRole(),
        under: errors,
        verdict: "done",
    },
    {
        title: "role revoked, policy left",
        happens: (h) => h.revokeRole(),
        under: errors,
        verdict: "permission",
        says: ["Cannot determine what", "resource_admin"],
    },
    {
        title: "role and policy revoked",
        happens: (h) => h.revokeEverything(),
        under: errors,
        verdict: "permission",
        says: ["resource_admin"],
    },
    {
        title: "its contents cannot be listed",
        happens: async (h, tenant) => {
            await withSecret(h);
            tenant.fail({ method: "GET", path: /\/items$/, status: 403, times: 99 });
        },
        under: errors,
        verdict: "permission",
        says: ["Cannot determine what"],
    },
    {
        title: "role revoked, policy asks for MFA",
        happens: (h) => {
            h.revokeRole();
            h.askForMfa();
        },
        under: [...errors, "conditionalList"],
        verdict: "permission",
        says: ["MFA"],
    },
    {
        title: "policy asks for MFA",
        happens: (h) => h.askForMfa(),
        under: errors,
        verdict: "permission",
        says: ["MFA"],
    },
    { title: "already gone", happens: (h) => h.remove(inside), under: [...answers, ...errors], verdict: "done" },
    {
        title: "already gone, role revoked",
        happens: async (h) => {
            await h.remove(inside);
            h.revokeRole();
        },
        under: errors,
        verdict: "permission",
        says: ["Cannot determine whether"],
    },
    {
        title: "the answer to its deletion is lost",
        happens: (_h, tenant) => tenant.fail({ ...deletion, drop: "after" }),
        under: [...answers, ...errors],
        verdict: "done",
    },
    {
        title: "service down",
        happens: (_h, tenant) => tenant.fail({ ...deletion, status: 503, times: 99 }),
        under: errors,
        verdict: "unavailable",
    },
];
