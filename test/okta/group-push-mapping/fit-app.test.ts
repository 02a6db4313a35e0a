import assert from "node:assert/strict";
import type { Send } from "../../../resources/http/send";
import { declaredSchema } from "../../../resources/okta/group-push-mapping/declared/schema";
import { requireApp } from "../../../resources/okta/group-push-mapping/steps/preflight";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";

const appConfig = {
    distinguishedName: "ou=teams,dc=example,dc=com",
    groupScope: "GLOBAL",
    groupType: "SECURITY",
    samAccountName: "team-payments",
    type: "ACTIVE_DIRECTORY",
};

describe("an app that a group is pushed to", () => {
    /** Okta answers these apps, one after the other, the last one for good. */
    const required = (apps: readonly object[], more: object = {}) => {
        let asked = 0;
        const send: Send = async ({ path }) => {
            const ok = (body: unknown) => ({ status: 200, headers: new Headers(), body });
            if (path.endsWith("/groups")) return ok([]);
            const app = apps[Math.min(asked, apps.length - 1)];
            asked += 1;
            return ok({ id: "0oaapp", name: "some_app", label: "App", status: "ACTIVE", features: [], ...app });
        };
        const declared = { appId: "0oaapp", sourceGroupId: "00gsource", targetGroupName: "team", ...more };
        return requireApp(new AppMappings(send, "0oaapp"), declaredSchema.parse(declared));
    };
    const fit = { features: ["PUSH_NEW_USERS", "GROUP_PUSH"] };

    it("has group push among its features, or is a directory, whose features need not say so", async () => {
        assert.equal((await required([fit])).id, "0oaapp");
        assert.equal((await required([{ name: "active_directory" }])).name, "active_directory");
        assert.equal((await required([{}], { appConfig })).id, "0oaapp");
        await assert.rejects(
            required([{ features: ["PUSH_NEW_USERS"] }]),
            /cannot push groups: GROUP_PUSH is not among/,
        );
        await assert.rejects(required([{ features: null }]), /cannot push groups/);
    });

    it("is active", async () => {
        await assert.rejects(required([{ ...fit, status: "INACTIVE" }]), /App "App" \(0oaapp\) is INACTIVE/);
        await assert.rejects(required([{ name: "active_directory", status: "INACTIVE" }]), /is INACTIVE/);
    });
});
