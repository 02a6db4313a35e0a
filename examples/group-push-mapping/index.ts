import * as okta from "@pulumi/okta";
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping } from "pulumi-okta-opa";

const auditors = new okta.group.Group("auditors", { name: "auditors", description: "Read the books" });

// The members of the Okta group are pushed to a group of the same name in the app, which is made if it is not there.
const push = new GroupPushMapping("auditors", {
    appId: new Config().require("appId"),
    sourceGroupId: auditors.id,
    targetGroupName: "auditors",
});

export const { status, lastPush } = push;
