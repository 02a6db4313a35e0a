const origin = "https://acme.example.com";
const [appId, sourceId, targetId] = ["0oa1appappappappap17", "00g1sourcesourceso17", "00g1targettargetta17"];
const userId = "00u1useruseruserus17";

const links = {
    app: { href: `${origin}/api/v1/apps/${appId}` },
    sourceGroup: { href: `${origin}/api/v1/groups/${sourceId}` },
    targetGroup: { href: `${origin}/api/v1/groups/${targetId}` },
};

const mapping = (more: Readonly<Record<string, string>>, status: string) => ({
    created: "2026-03-25T06:09:58Z",
    id: "gPm1mappingmappingm7",
    ...more,
    sourceGroupId: sourceId,
    status,
    targetGroupId: targetId,
    _links: links,
});

const user = (login: string) => ({
    id: userId,
    status: "ACTIVE",
    created: "2025-03-13T23:36:46.000Z",
    activated: "2025-03-13T23:36:46.000Z",
    statusChanged: "2025-03-13T23:36:46.000Z",
    lastLogin: null,
    lastUpdated: "2025-03-13T23:36:46.000Z",
    passwordChanged: null,
    type: { id: "oty1typetypetypetyp7" },
    profile: {
        firstName: "Ana",
        lastName: "Almeida",
        mobilePhone: null,
        secondEmail: null,
        login,
        email: login,
    },
    credentials: { provider: { type: "OKTA", name: "OKTA" } },
    _links: { self: { href: `${origin}/api/v1/users/${userId}` } },
});

const group = (name: string, description: string) => ({
    id: sourceId,
    created: "2026-03-25T06:09:44.000Z",
    lastUpdated: "2026-03-25T06:09:44.000Z",
    lastMembershipUpdated: "2026-03-25T06:09:44.000Z",
    objectClass: ["okta:user_group"],
    type: "OKTA_GROUP",
    profile: { name, description },
    _links: {
        logo: [
            { name: "medium", href: `${origin}/assets/medium.png`, type: "image/png" },
            { name: "large", href: `${origin}/assets/large.png`, type: "image/png" },
        ],
        owners: { href: `${origin}/api/v1/groups/${sourceId}/owners` },
        users: { href: `${origin}/api/v1/groups/${sourceId}/users` },
        apps: { href: `${origin}/api/v1/groups/${sourceId}/apps` },
    },
});

const linksOf = (path: string, query: string, next?: string) => [
    `<${origin}${path}${query}>; rel="self"`,
    ...(next === undefined ? [] : [`<${origin}${path}${next}>; rel="next"`]),
];

const mappings = `/api/v1/apps/${appId}/group-push/mappings`;
const changed = { lastUpdated: "2026-03-25T06:10:12Z" };

/**
 * What Okta was recorded to answer (docs/contracts/okta-api.md 1, 2), in its form, order and formats; values are our
 * own.
 */
export const recorded = {
    created: { status: 200, body: mapping(changed, "ACTIVE") },
    read: { status: 200, body: mapping(changed, "ACTIVE") },
    stopped: { status: 200, body: mapping(changed, "INACTIVE") },
    deleted: { status: 200, text: "", contentLength: ["0"], contentType: [] },
    listed: { status: 200, links: linksOf(mappings, "?limit=100"), body: [mapping(changed, "ACTIVE")] },
    listedPushed: {
        status: 200,
        links: linksOf(mappings, "?limit=100"),
        body: [mapping({ lastPush: "2026-03-25T06:12:02Z", lastUpdated: "2026-03-25T06:12:02Z" }, "ACTIVE")],
    },
    listedInError: {
        status: 200,
        links: linksOf(mappings, "?limit=100"),
        body: [mapping({ lastPush: "2025-05-13T12:26:44Z", lastUpdated: "2025-05-13T12:28:46Z" }, "ERROR")],
    },
    listedNone: { status: 200, links: linksOf(mappings, "?limit=100"), body: [] },
    groupCreated: { status: 200, body: group("Some team", "") },
    groupDeleted: { status: 204, text: "", contentLength: [], contentType: [] },
    memberAdded: { status: 204, text: "", contentLength: [], contentType: [] },
    membersListed: {
        status: 200,
        links: linksOf(`/api/v1/groups/${sourceId}/users`, "?limit=200"),
        body: [user("ana@example.com")],
    },
    usersFound: {
        status: 200,
        links: linksOf(
            "/api/v1/users",
            "?limit=1&search=profile.firstName+sw+%22a%22+or+profile.firstName+sw+%22b%22",
            "?after=(cursor)&limit=1&search=profile.firstName+sw+%22a%22+or+profile.firstName+sw+%22b%22",
        ),
        body: [user("ana@example.com")],
    },
    userMissing: {
        status: 404,
        body: {
            errorCode: "E0000007",
            errorSummary: `Not found: Resource not found: ${userId} (User)`,
            errorLink: "E0000007",
            errorId: "oae1error_errorerror-err7",
            errorCauses: [],
        },
    },
    searchUnreadable: {
        status: 400,
        body: {
            errorCode: "E0000031",
            errorSummary: "Invalid search criteria.",
            errorLink: "E0000031",
            errorId: "oae1error_errorerror-err7",
            errorCauses: [{ errorSummary: "Invalid search syntax." }],
        },
    },
} as const;
