import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { writeFiles } from "../../cli/adopt/write-files";
import type { Found } from "../../resources/adopt/draft/found";
import { verdictOf } from "../../resources/adopt/match/verdict";
import { documentOf } from "../../resources/adopt/output/document";
import { checkFiles } from "../../resources/team-secrets-space/files/check-files";
import { startTenant, type Tenant } from "../../tenant";
import { makeUser } from "../../tenant/store/make-okta";
import { plenty } from "../opa/support/connected";
import { inFolderWith } from "../team-secrets-space/support/team-folder";
import { adopted } from "./support/adopting";
import { ByHand } from "./support/by-hand";
import { ambiguities, differences, type Kind, type Made, styles } from "./support/kinds";

const all = 500;
const ambiguous = all * 0.05;
const different = all * 0.1;

/** A space with what it is to come out as; undefined: clean. */
interface Seeded {
    readonly made: Made;
    readonly kind: Kind | undefined;
}

function seeded(tenant: Tenant): readonly Seeded[] {
    const hand = new ByHand(tenant);
    const logins = Array.from({ length: 60 }, (_one, index) => {
        const login = `person.${index}@example.com`;
        return makeUser(tenant.store, 0, { login, firstName: "Person", lastName: String(index) }).login;
    });
    const makers = Object.values(styles);
    const [, , , , , withFolderInside] = makers;
    return Array.from({ length: all }, (_one, index): Seeded => {
        const isKind = index < ambiguous + different;
        const kinds = Object.values(index < ambiguous ? ambiguities : differences);
        const kind = isKind ? kinds[index % kinds.length] : undefined;
        // Where all have folders inside that policies name, each is a request: here as many have as fit in the measure.
        const usual = makers.filter((one) => one !== withFolderInside);
        const make = index % 40 === 39 ? withFolderInside : usual[index % usual.length];
        const style = kind ? styles["the Workflows flow"] : make;
        assert.ok(style);
        const made = style(hand, `squad-${String(index).padStart(3, "0")}`, logins.slice(index % 50, (index % 50) + 4));
        kind?.make(hand, made);
        return { made, kind };
    });
}

/** What came out otherwise than it was made. */
function wrongOf({ made, kind }: Seeded, team: Found | undefined): readonly string[] {
    const verdict = team && verdictOf(team.reasons);
    const wanted = kind?.verdict ?? "clean";
    if (!team || verdict !== wanted) return [`${made.name}: ${verdict}, made as ${wanted}`];
    if (kind) return team.declaration ? [`${made.name}: declared`] : [];
    const links = linksOf(team);
    const isMade = team.declaration?.team.members !== undefined;
    const truth = isMade
        ? [made.policy.id, made.folder.id, made.group.id, made.mappingId, undefined]
        : [made.policy.id, made.folder.id, undefined, undefined, made.group.name];
    return isDeepStrictEqual(links, truth) ? [] : [`${made.name}: ${JSON.stringify(links)}`];
}

function linksOf({ declaration }: Found) {
    const { policy, folder, group, mapping } = declaration?.existing ?? {};
    return [policy?.id, folder?.id, group?.id, mapping?.id, declaration?.team.group];
}

describe("five hundred spaces that were made by hand", function () {
    this.timeout(300_000);
    let tenant: Tenant;

    before(async () => {
        tenant = await startTenant({ settings: { ...plenty, oktaRequestsPerMinute: 1_000_000 } });
    });
    after(() => tenant.close());

    it("are linked without one wrong link: all clean ones are taken, and no other, in at most 60 calls beside members' pages", async () => {
        const spaces = seeded(tenant);
        const names = new Set(spaces.map(({ made }) => made.folder.name));
        tenant.clearRequests();

        const { adoption, seen } = await adopted(tenant, { appId: tenant.opaAppId });

        const byFolder = new Map(adoption.teams.map((team) => [team.matched.folder.id, team]));
        const wrong = spaces.flatMap((space) => wrongOf(space, byFolder.get(space.made.folder.id)));
        assert.deepEqual(wrong, []);
        assert.equal(adoption.teams.filter(({ matched }) => names.has(matched.folder.name)).length, all);
        assert.equal(adoption.teams.filter(({ declaration }) => declaration).length, all - ambiguous - different);

        const isMembers = (target: string) => /^\/api\/v1\/groups\/[^/]+\/users/.test(target);
        const others = tenant.requests.filter(({ path }) => !isMembers(path));
        assert.deepEqual(
            others.filter(({ writes }) => writes),
            [],
        );
        assert.ok(others.length <= 60, `${others.length} calls`);

        // What hands have made is more than a file may say by itself.
        const platform =
            'default: { privileges: manage, groupNames: ["*"], opaGroups: [platform-admins], minimum: {} }\n';
        await inFolderWith({ "platform.yaml": platform }, (home) => {
            const folder = join(home, "teams");
            const places = { folder, area: "squads", schema: undefined, existingFile: join(home, "existing.yaml") };
            const { written, left } = writeFiles(documentOf(adoption, seen), places);
            assert.deepEqual([written.length, left], [all - ambiguous - different + 1, []]);
            assert.deepEqual(checkFiles(folder), { count: all - ambiguous - different, mistakes: [] });
            const again = writeFiles(documentOf(adoption, seen), places);
            assert.deepEqual([again.written, again.left, existsSync(places.existingFile)], [[], [], true]);
        });
    });
});
