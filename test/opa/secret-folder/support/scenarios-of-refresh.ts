import { payments } from "../../support/folder-ground";
import { answers, errors, inside, type Scenario, updates, withSecret } from "./scenario";

const getFolder = /\/secret_folders\/[^/]+$/;

/** What a refresh makes of a folder that was applied. */
export const afterwards: readonly Omit<Scenario, "run">[] = [
    { title: "nothing happened", under: [...answers, ...updates], verdict: "no change" },
    { title: "deleted by hand", happens: (h) => h.remove(inside), under: [...answers, ...errors], verdict: "gone" },
    {
        title: "deleted by hand with all its contents",
        happens: async (h) => {
            await withSecret(h);
            await h.remove(inside);
        },
        under: ["folderPath"],
        verdict: "gone",
    },
    { title: "the folder above deleted", happens: (h) => h.remove("teams"), under: errors, verdict: "gone" },
    {
        title: "the whole project deleted",
        happens: (_h, { store }) => store.removeProject([...store.projects.keys()][0] ?? ""),
        under: errors,
        verdict: "gone",
    },
    {
        title: "the whole resource group deleted",
        happens: (_h, { store }) => {
            store.removeProject([...store.projects.keys()][0] ?? "");
            store.resourceGroups.clear();
        },
        under: errors,
        verdict: "permission",
        says: ["pulumi state delete", "resource_admin"],
    },
    { title: "renamed", happens: (h) => h.rename(inside, "billing"), under: answers, verdict: "drift name" },
    {
        title: "renamed in upper case",
        happens: (h) => h.rename(inside, "PAYMENTS"),
        under: ["folderNameCase"],
        verdict: "drift name",
    },
    {
        title: "renamed and re-created elsewhere",
        happens: async (h) => {
            await h.remove(inside);
            await h.folder("payments", payments.description);
        },
        under: answers,
        verdict: "gone",
    },
    {
        title: "description edited",
        happens: (h) => h.describe(inside, "Somebody's words"),
        under: [...answers, ...updates],
        verdict: "drift description",
    },
    {
        title: "description cleared",
        happens: (h) => h.describe(inside, null),
        under: updates,
        verdict: "drift description",
    },
    {
        title: "name and description edited",
        happens: async (h) => {
            await h.describe(inside, "Somebody's words");
            await h.rename(inside, "billing");
        },
        under: ["folderPath"],
        verdict: "drift description, name",
    },
    {
        title: "the folder above renamed",
        happens: (h) => h.rename("teams", "squads"),
        under: answers,
        verdict: "no change",
    },
    { title: "filled with secrets", happens: withSecret, under: answers, verdict: "no change" },
    {
        title: "emptied",
        happens: async (h) => {
            await withSecret(h);
            await h.remove(`${inside}/database`);
        },
        under: answers,
        verdict: "no change",
    },
    {
        title: "replaced by another of the same name",
        happens: async (h) => {
            await h.remove(inside);
            await h.folder(inside, payments.description);
            await withSecret(h);
        },
        under: [...answers, ...errors],
        verdict: "gone",
    },
    {
        title: "role revoked, policy left",
        happens: (h) => h.revokeRole(),
        under: [...answers, ...errors],
        verdict: "no change",
    },
    {
        title: "role and policy revoked",
        happens: (h) => h.revokeEverything(),
        under: errors,
        verdict: "permission",
        says: ["resource_admin"],
    },
    {
        title: "deleted by hand, role revoked",
        happens: async (h) => {
            await h.remove(inside);
            h.revokeRole();
        },
        under: errors,
        verdict: "permission",
        says: ["Cannot determine whether", "resource_admin"],
    },
    {
        title: "deleted by hand, role delegated for the resource group only",
        happens: async (h) => {
            await h.remove(inside);
            h.delegateRole();
        },
        under: errors,
        verdict: "gone",
    },
    {
        title: "deleted by hand, role and policy revoked",
        happens: async (h) => {
            await h.remove(inside);
            h.revokeEverything();
        },
        under: errors,
        verdict: "permission",
        says: ["Cannot determine whether", "resource_admin"],
    },
    {
        title: "privileges revoked, role left",
        happens: (h) => h.revokePrivileges("list"),
        under: errors,
        verdict: "no change",
    },
    {
        title: "role and list privilege revoked",
        happens: (h) => {
            h.revokeRole();
            h.revokePrivileges("list");
        },
        under: errors,
        verdict: "permission",
        says: ["resource_admin"],
    },
    {
        title: "role revoked, policy asks for MFA",
        happens: (h) => {
            h.revokeRole();
            h.askForMfa();
        },
        under: [...errors, "conditionalList"],
        verdict: "permission",
        says: ["MFA is required"],
    },
    {
        title: "deleted by hand, role revoked, policy asks for MFA",
        happens: async (h) => {
            await h.remove(inside);
            h.revokeRole();
            h.askForMfa();
        },
        under: [...errors, "conditionalList", "emptyLists"],
        verdict: "permission",
        says: ["resource_admin"],
    },
    { title: "token expired", happens: (_h, tenant) => tenant.expireTokens(), under: errors, verdict: "no change" },
    {
        title: "key expired or rotated",
        happens: (_h, tenant) => {
            tenant.standing.hasOpaKey = false;
        },
        under: errors,
        verdict: "permission",
        says: ["OKTAPAM_KEY"],
    },
    {
        title: "wrong team",
        as: { team: "another" },
        under: errors,
        verdict: "permission",
        says: ["OKTAPAM_TEAM"],
    },
    {
        title: "service down",
        happens: (_h, tenant) => tenant.fail({ method: "GET", path: getFolder, status: 503, times: 99 }),
        under: errors,
        verdict: "unavailable",
    },
    {
        title: "service down for a moment",
        happens: (_h, tenant) => tenant.fail({ method: "GET", path: getFolder, status: 503, times: 3 }),
        under: errors,
        verdict: "no change",
    },
    {
        title: "connection lost",
        happens: (_h, tenant) => tenant.fail({ method: "GET", path: getFolder, drop: "before", times: 99 }),
        verdict: "unavailable",
    },
    {
        title: "answered by another program's page",
        happens: (_h, tenant) => tenant.fail({ method: "GET", path: getFolder, body: "<html>", times: 99 }),
        verdict: "unavailable",
    },
    {
        title: "answered 404 although it exists",
        happens: (_h, tenant) => tenant.fail({ method: "GET", path: getFolder, status: 404, times: 99 }),
        under: [...errors, "listItemPath"],
        verdict: "permission",
        says: ["exists, but", "list"],
    },
    {
        title: "deleted by hand, service down for listings",
        happens: async (h, tenant) => {
            await h.remove(inside);
            tenant.fail({ method: "GET", path: /\/(items|secret_folders)$/, status: 503, times: 99 });
        },
        under: errors,
        verdict: "unavailable",
        says: ["Cannot determine whether"],
    },
    {
        title: "deleted by hand, listing not allowed",
        happens: async (h, tenant) => {
            await h.remove(inside);
            tenant.fail({ method: "GET", path: /\/items$/, status: 404, times: 99 });
        },
        under: errors,
        verdict: "permission",
        says: ["Cannot determine whether", "resource_admin"],
    },
];
