import type { Tenant } from "./start-tenant";

/** What a person who has just started a tenant wants to know of it. */
export function welcomeTo(tenant: Tenant): string {
    const { url, control, environment } = tenant;
    const lines = Object.entries(environment).map(([name, value]) => `    export ${name}=${value}`);
    return `A simulated Okta org with Okta Privileged Access, on this machine only. Ctrl-C ends it, and it forgets all.

    ${url}/  what is in it, as it changes: open it in a browser
    ${control}/state  the same as JSON; ${control}/requests  the calls so far

In it:
${contents(tenant)}

So that pulumi finds it, in the shell that runs it:
${lines.join("\n")}

The calls, as they come:`;
}

function contents({ store, opaAppId }: Tenant): string {
    const people = [...store.users.values()].filter(({ status }) => status === "ACTIVE").map(({ login }) => login);
    const named = (objects: Iterable<{ readonly name: string }>) => [...objects].map(({ name }) => name).join(", ");
    return [
        `people            ${people.join(", ")}`,
        `OPA app           ${opaAppId}`,
        `resource group    ${named(store.resourceGroups.values())}`,
        `project           ${named(store.projects.values())}`,
        `folder            ${named(store.folders.values())}`,
    ]
        .map((line) => `    ${line}`)
        .join("\n");
}
