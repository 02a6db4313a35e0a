import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { refuseLoss } from "../../../resources/opa/security-policy/steps/loss";
import { declaredGroups, pinnedGroup, stillPinned } from "../../../resources/opa/security-policy/steps/pinned-group";
import { policyFromWire } from "../../../resources/opa/security-policy/wire/wire";
import { serverRule } from "../support/policy-hand";

const pushed: Properties = {
    pushedBy: ["app/source/target"],
    principals: { userGroups: [{ name: "team" }] },
    userGroupIds: ["g1"],
};

describe("the group that a policy was given by a name", () => {
    it("is the one of its id, whatever it is called by now, where a push brings it alone", () => {
        assert.deepEqual(pinnedGroup(pushed), { name: "team", id: "g1" });
        assert.deepEqual(stillPinned(pushed, ["app/source/target"]), { name: "team", id: "g1" });
    });

    it("is another one as soon as another push brings it, or none", () => {
        for (const pushedBy of [["app/source/other"], [], undefined, ["app/source/target", "app/source/other"]]) {
            assert.equal(stillPinned(pushed, pushedBy), undefined);
        }
    });

    it("is not known where state does not tell which it was", () => {
        for (const other of [
            { pushedBy: undefined },
            { pushedBy: [] },
            { pushedBy: "app/source/target" },
            { userGroupIds: undefined },
            { userGroupIds: [] },
            { userGroupIds: ["g1", "g2"] },
            { userGroupIds: "g1" },
            { principals: undefined },
            { principals: { userGroups: [] } },
            { principals: { userGroups: [{ id: "g1" }] } },
            { principals: { userGroups: [{ name: "team" }, { name: "other" }] } },
        ]) {
            assert.equal(pinnedGroup({ ...pushed, ...other }), undefined, JSON.stringify(other));
        }
    });

    it("is one of those in state, which may have none", () => {
        assert.deepEqual(declaredGroups(pushed), [{ name: "team" }]);
        for (const principals of [undefined, null, {}, { userGroups: "team" }]) {
            assert.deepEqual(declaredGroups({ principals }), []);
        }
    });
});

describe("a policy with rules on other things than secrets", () => {
    const deleted = (rules: object[], outputs: Properties = {}) =>
        refuseLoss(policyFromWire({ id: "p1", name: "all", rules }), outputs);

    it("is not deleted with those that are not declared, which are named", () => {
        assert.throws(
            () => deleted([serverRule("ssh"), serverRule("root")]),
            /"all" \(p1\) was not deleted, .*not declared: "ssh" \(server_based_resource\), "root" \(server_based_resource\)\. Move/,
        );
    });

    it("is deleted with those that are declared, and without any", () => {
        const { name, ...raw } = serverRule("ssh");

        deleted([]);
        deleted([serverRule("ssh")], { rules: [{ name, raw }] });
        assert.throws(() => deleted([serverRule("ssh"), serverRule("root")], { rules: [{ name, raw }] }), /: "root"/);
    });
});
