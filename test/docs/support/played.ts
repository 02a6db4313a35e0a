import { place } from "../../engine/support/scene";
import { type Desk, search, startDesk } from "./desk";

const files = { "teams/consumer/search.yaml": search };

/** How the desk of a page is laid before its blocks are run, by the page's path. */
export const played: Readonly<Record<string, () => Promise<Desk>>> = {
    "README.md": () => startDesk({}, files),
    "docs/adopt.md": () => forgotten(),
    "docs/audit.md": () =>
        applied(
            "mkdir ../main snapshots",
            "cp -R Pulumi.yaml Pulumi.dev.yaml teams ../main",
            "sed -i.bak s/ben@/chloe@/ teams/consumer/search.yaml && rm teams/consumer/search.yaml.bak",
            "npx pulumi-okta-opa access diff --base ../main --head . --stack dev --json > review.json || [ $? = 7 ]",
            "pulumi up",
            "npx pulumi-okta-opa access snapshot snapshots/first.json --with-time",
        ),
    "docs/doctor.md": () => startDesk(place, files),
    "docs/drift.md": () => applied("pulumi preview --refresh --run-program --json > preview.json"),
    "docs/lost-state.md": () => applied("pulumi stack rm dev --yes --force --preserve-config"),
    "docs/recipes.md": () => forgotten(),
    "docs/review.md": () =>
        applied(
            "npx pulumi-okta-opa access snapshot access.json --with-time",
            "mkdir ../main",
            "cp -R Pulumi.yaml Pulumi.dev.yaml teams ../main",
            "sed s/ben@/chloe@/ ../main/teams/consumer/search.yaml > teams/consumer/search.yaml",
        ),
    "docs/start-with-an-org.md": () => startDesk({}, files),
};

/** A desk with a team that is in Okta and OPA, and of which the stack knows nothing. */
const forgotten = () => applied("pulumi stack rm dev --yes --force --preserve-config", "pulumi stack init dev");

/** A desk with a team that is applied, and what has been done since. */
async function applied(...since: readonly string[]): Promise<Desk> {
    const desk = await startDesk(place, files);
    await desk.up();
    desk.tenant.clock.flush();
    for (const line of since) await desk.must(line);
    return desk;
}
