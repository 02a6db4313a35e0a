import assert from "node:assert/strict";
import { secretPrivileges } from "../../../tenant/store/opa-records";
import type { Life } from "../../support/life-of";
import { consoleOf } from "../support/console";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";
import { type Run, told } from "../support/verdict";

describe("a secret folder whose place has a policy with MFA beside one without", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => ground.tenant.reset());
    after(() => ground.tenant.close());

    /** A second policy on "teams", with every privilege for the service user's group, after MFA. */
    async function guard() {
        const { opa, create } = consoleOf(ground.tenant);
        const group = ground.tenant.store.opaGroupNamed("automation");
        const privilege = Object.fromEntries(secretPrivileges.map((name) => [name, true]));
        const policy = {
            name: "with MFA",
            active: true,
            principals: { user_groups: [{ id: group?.id }] },
            rules: [
                {
                    name: "after MFA",
                    resource_type: "secret_based_resource",
                    resource_selector: {
                        selectors: [
                            { selector_type: "secret_folder", selector: { secret_folder: { id: ground.teamsId } } },
                        ],
                    },
                    privileges: [{ privilege_type: "secret", privilege_value: privilege }],
                    conditions: [{ condition_type: "mfa", condition_value: { re_auth_frequency_in_seconds: 1800 } }],
                },
            ],
        };
        const id = await create("/security_policy", policy);
        const to = (user_groups: readonly object[]) =>
            opa("PUT", `/security_policy/${id}`, { ...policy, principals: { user_groups } });
        return { leave: () => to([]), enter: () => to(policy.principals.user_groups) };
    }

    const play = (life: Life, run: Run) => told(life, run, payments);

    it("is managed as ever where each rule has its own MFA", async () => {
        ground.tenant.settings.overlappingMfa = "each-its-own";
        const life = ground.life();
        await guard();

        const verdicts = [];
        for (const run of ["up", "preview --refresh", "destroy"] as const)
            verdicts.push((await play(life, run)).verdict);

        assert.deepEqual(verdicts, ["done", "no change", "done"]);
    });

    it("is refused where the strictest MFA applies, with a remedy that works", async () => {
        ground.tenant.settings.overlappingMfa = "strictest";
        const life = ground.life();
        const policy = await guard();

        for (const run of ["up", "destroy"] as const) {
            const refused = await play(life, run);
            await policy.leave();
            const remedied = await play(life, run);
            await policy.enter();

            assert.deepEqual([refused.verdict, remedied.verdict], ["permission", "done"]);
            assert.match(refused.text, /its conditions are not met; MFA is required/);
            assert.match(refused.text, /take it out of every policy that asks for MFA there/);
        }
    });
});
