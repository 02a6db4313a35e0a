import assert from "node:assert/strict";
import type { Tenant } from "../../tenant";
import { inventoryOf } from "./support/inventory";
import { arrivalOf, engineTestMs, payments, type Scene, said, startTeams } from "./support/scene";

/** The writing calls of a first up, in groups: which one is the run's last. The engine makes the folder while the mapping is made. */
const lastCalls = [
    { what: "the mapping is made", method: "POST", path: /group-push\/mappings$/, expected: [false] },
    { what: "the mapping is activated", method: "PATCH", path: /group-push\/mappings\/\w+$/, expected: [true] },
    { what: "the folder is made", method: "POST", path: /\/secret_folders$/, expected: [false, true] },
    { what: "the policy is made", method: "POST", path: /\/security_policy$/, expected: [false] },
] as const;

describe("a run that is killed, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    let untroubled: readonly string[];

    before(async () => {
        scene = await startTeams([payments]);
        await scene.up();
        untroubled = namesIn(scene);
        await scene.close();
    });
    afterEach(() => scene.close());

    for (const { what, method, path, expected } of lastCalls) {
        it(`when ${what} is finished by the next, with nothing made twice and nothing forgotten`, async () => {
            scene = await startTeams([payments]);
            const { tenant } = scene;
            // Done, but the answer never comes: the run waits for it when it is killed.
            tenant.fail({ method, path, delayMs: 600_000 });

            await scene.killedDuring(arrivalOf(tenant, method, path), "up", "--yes", "--skip-preview");
            tenant.clock.flush();
            await scene.succeed("cancel", "--yes");
            // Of a mapping that is active and that state does not have, nothing proves any more that its group was created for it.
            const isKept = isActive(tenant) && !(await isInState(scene, "okta:GroupPushMapping"));
            const told = said(await scene.succeed("up", "--yes", "--refresh", "--run-program"));
            await scene.succeed("refresh", "--yes", "--clear-pending-creates", "--run-program", "--skip-preview");
            await scene.succeed("preview", "--expect-no-changes");
            tenant.clock.flush();

            assert.deepEqual(namesIn(scene), untroubled);
            await scene.succeed("destroy", "--yes", "--skip-preview");
            tenant.clock.flush();
            const left = inventoryOf(tenant).filter((line) => line.includes("payments"));
            assert.deepEqual(
                left.map((line) => line.replace(/ \{.*/, "")),
                isKept ? ["OPA group", "Okta group"] : [],
            );
            assert.equal(/Destroying will keep the target group in app/.test(told), isKept, told);
            assert.ok(expected.some((one) => one === isKept));
        });
    }
});

async function isInState(scene: Scene, type: string): Promise<boolean> {
    const { deployment } = JSON.parse(await scene.state()) as { deployment: { resources?: { type: string }[] } };
    return (deployment.resources ?? []).some((one) => one.type.endsWith(type));
}

function isActive({ store }: Tenant): boolean {
    return [...store.mappings.values()].some(({ status }) => status === "ACTIVE");
}

/** Everything a team has, by name: ids differ from run to run. */
function namesIn({ tenant: { store } }: Scene): readonly string[] {
    const rows = [
        ...store.groups.values(),
        ...store.opaGroups.values(),
        ...store.folders.values(),
        ...store.policies.values(),
    ];
    const mappings = [...store.mappings.values()].map(({ status }) => `mapping ${status}`);
    return [...rows.map(({ name }) => name), ...mappings].sort();
}
