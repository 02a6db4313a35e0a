import type { Difference } from "./conformance";

/** Where Okta is known to answer otherwise than its specification says (docs/contracts/okta-api.md 1, 2). */
export const oktaDifferences: readonly Difference[] = [
    { why: "create answers 200: recorded", fits: /^createGroupPushMapping 200: the status/, isByChoice: true },
    { why: "delete answers 200: recorded", fits: /^deleteGroupPushMapping 200: the status/, isByChoice: true },
    { why: "a missing app is 404: the vendor's tests", fits: /^(list|create)GroupPushMappings? 404: the status/ },
    {
        why: "an ACTIVE mapping is not deleted, 400: the vendor's tests",
        fits: /^deleteGroupPushMapping 400: the status/,
    },
    { why: "a search that cannot be read is 400: recorded", fits: /^list(Groups|Users) 400: the status/ },
    { why: "a bad token is 401: the vendor's table of errors", fits: /^\w+ 401: the status/ },
    { why: "groups link to their owners: recorded", fits: /^\w+ 200 \S*\/_links\/owners: the field/ },
    {
        why: "a group without a description has null: a choice",
        fits: /^\w+ 200 (\S*\/profile\/description: must be string|\S*\/profile: must match a schema in anyOf)$/,
        isByChoice: true,
    },
    { why: "a mapped target is not deleted, 400: a choice", fits: /^deleteGroup 400: the status/, isByChoice: true },
];

/** Where OPA is known to answer otherwise than its specification says (docs/contracts/opa-api.md 2, 3, 4, 5). */
export const opaDifferences: readonly Difference[] = [
    { why: "errors are not described but for 403: 0.1", fits: /^\w+ (400|404|429): the status/ },
    { why: "a bad token and a missing role are 401: 1.2", fits: /^\w+ 401: the status/ },
    {
        why: "flags that are false are dropped: 3.4, a choice",
        fits: /\/privilege_value: must (have required property '\w+'|match exactly one schema in oneOf)$/,
        isByChoice: true,
    },
    {
        why: "an update is answered 204: 5.1, 5.2, a choice",
        fits: /^UpdateResourceGroup(Project)? 204( : must be object$|: the status)/,
        isByChoice: true,
    },
    {
        why: "a living group's deleted_at is null: 4.2, a choice",
        fits: /^\w+ 20[01] (\/list\/\d+)?\/deleted_at: must be string$/,
        isByChoice: true,
    },
];

/** The same of what else is read of Okta. */
export const furtherOktaDifferences: readonly Difference[] = [
    { why: "a bad token is 401: the vendor's table of errors", fits: /^\w+ 401: the status/ },
    { why: "groups link to their owners: recorded", fits: /^\w+ 200 \S*\/_links\/owners: the field/ },
    {
        why: "an app has a name: of every kind of app in the specification, but not of apps as such",
        fits: /^listAssignedApplicationsForGroup 200 \/\*\/name: the field/,
    },
];

/** The same of what else is read of OPA. */
export const furtherOpaDifferences: readonly Difference[] = [
    { why: "errors of people and service users are not described: 0.1", fits: /User(s|Keys)? 40[14]: the status/ },
    {
        why: "a key that was never used has null: the sample",
        fits: /^ListServiceUserKeys 200 \S+\/last_used: must be string/,
    },
    {
        why: "the names of errors are the same everywhere: 6.3",
        fits: /^\w+Workload\w+ 40[14] \/nottype: must be equal/,
    },
];

/** The two forms of OPA's other errors (docs/contracts/opa-api.md 6.3). */
export const opaError =
    /^\{"(nottype|type)":"\w+","code":\d+,"message":".+"\}$|^\{"message":".+","errors":\[\{"path":".*\}\]\}$/;
