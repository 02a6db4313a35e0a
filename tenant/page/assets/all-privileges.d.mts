/** All privileges on secrets: the tenant makes this module of what it knows (page-routes.ts). */
export const allPrivileges: readonly string[];
