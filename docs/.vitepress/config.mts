import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";

/** The pages of the checkout as a site: `npm run docs:site` writes it to `.site`. On a page, links to sources are plain text. */
export default defineConfig({
    title: "pulumi-okta-opa",
    description: "A team's secrets in Okta Privileged Access, declared with Pulumi",
    srcDir: "..",
    outDir: fileURLToPath(new URL("../../.site", import.meta.url)),
    cacheDir: fileURLToPath(new URL("../../.site-cache", import.meta.url)),
    srcExclude: ["**/node_modules/**", ".engine/**", ".demo/**", "docs/api/**", "dist/**", "template/*/**"],
    rewrites: (page) => page.replace(/(^|\/)README\.md$/, "$1index.md"),
    cleanUrls: false,
    markdown: {
        config(markdown) {
            const renderLink = markdown.renderer.rules.link_open;
            markdown.renderer.rules.link_open = (tokens, at, options, env, self) => {
                const token = tokens[at];
                const href = token?.attrGet("href") ?? "";
                if (token !== undefined && isSource(href)) token.attrs = null;
                else token?.attrSet("href", href.replace(/README\.md(?=#|$)/, "index.md"));
                return renderLink?.(tokens, at, options, env, self) ?? self.renderToken(tokens, at, options);
            };
        },
    },
    themeConfig: {
        search: { provider: "local" },
        outline: "deep",
        nav: [
            { text: "Start", link: "/docs/" },
            { text: "Changelog", link: "/CHANGELOG" },
        ],
        sidebar: [
            {
                text: "Start",
                items: [
                    { text: "What it is", link: "/" },
                    { text: "Offline, in ten minutes", link: "/docs/start-offline" },
                    { text: "With an org", link: "/docs/start-with-an-org" },
                    { text: "With what exists", link: "/docs/adopt" },
                    { text: "From a Workflows flow", link: "/docs/from-workflows" },
                    { text: "Beside other tools", link: "/docs/comparison" },
                ],
            },
            {
                text: "Every day",
                items: [
                    { text: "TeamSecretsSpace", link: "/resources/team-secrets-space/" },
                    { text: "Recipes", link: "/docs/recipes" },
                    { text: "Many teams", link: "/docs/many-teams" },
                    { text: "Testing your program", link: "/docs/testing-your-program" },
                    { text: "Troubleshooting", link: "/docs/troubleshooting" },
                    { text: "Doctor", link: "/docs/doctor" },
                ],
            },
            {
                text: "Review and GitOps",
                items: [
                    { text: "Review of a change", link: "/docs/review" },
                    { text: "GitOps", link: "/docs/gitops" },
                    { text: "Drift", link: "/docs/drift" },
                ],
            },
            {
                text: "When it matters",
                items: [
                    { text: "Threat model", link: "/docs/threat-model" },
                    { text: "A key has leaked", link: "/docs/key-leaked" },
                    { text: "The pipeline is down", link: "/docs/pipeline-down" },
                    { text: "State is lost", link: "/docs/lost-state" },
                ],
            },
            {
                text: "Resources",
                items: [
                    { text: "GroupPushMapping", link: "/resources/okta/group-push-mapping/" },
                    { text: "OpaSecretFolder", link: "/resources/opa/secret-folder/" },
                    { text: "OpaSecurityPolicy", link: "/resources/opa/security-policy/" },
                    { text: "The simulated tenant", link: "/tenant/" },
                    { text: "What it costs", link: "/docs/speed" },
                ],
            },
        ],
    },
});

/** Whether a link leads to a file of the checkout that is no page, or to a folder. */
function isSource(href: string): boolean {
    if (/^[a-z]+:|^#/.test(href)) return false;
    // Folders whose names begin with a dot are no part of the site.
    if (/(^|\/)\.[a-z]/.test(href)) return true;
    const path = href.split("#")[0] ?? "";
    return !/\.md$/.test(path) && !/^\/docs\/|\.(png|svg)$/.test(path);
}
