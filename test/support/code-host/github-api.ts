import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { asked, inPath, page, sent } from "./answering";
import type { Repository, StoredChange, StoredComment, StoredIssue } from "./repository";

/** Who a token stands for. A workflow's own may not ask. */
export const gitHubTokens: Readonly<Record<string, string>> = {
    "workflow-token-0123456789": "github-actions[bot]",
    "personal-token-0123456789": "release-bot",
};

/** docs.github.com, REST API: issues, comments, pulls; "Using pagination"; "Rate limits"; errors as the API answered in 2026. */
export function mountGitHub(server: FastifyInstance, repository: Repository, origin: () => string): void {
    const at = "/repos/acme/secrets";
    const list = <Item>(request: FastifyRequest, reply: FastifyReply, items: readonly Item[]) =>
        page(request, reply, items, { usual: 30, origin: origin() });
    server.addHook("onRequest", async (request, reply) => {
        if (!isOfGitHub(request.url)) return;
        const reset = String(Math.floor(Date.now() / 1000) + 3600);
        reply.headers({
            ...{ "x-ratelimit-limit": "1000", "x-ratelimit-remaining": "990", "x-ratelimit-used": "10" },
            ...{ "x-ratelimit-reset": reset, "x-ratelimit-resource": "core", "x-github-request-id": "0A1B:2C3D:4E5F" },
        });
        if (loginOf(request) === undefined) await reply.code(401).send({ message: "Bad credentials", status: "401" });
    });
    server.get("/user", (request, reply) => {
        const login = loginOf(request);
        if (login !== "github-actions[bot]") return reply.send({ login, id: 7, type: "User" });
        return reply.code(403).send({ message: "Resource not accessible by integration", status: "403" });
    });
    server.get(`${at}/issues/:number/comments`, (request, reply) => {
        const found = repository.comments.filter(
            ({ on, isSystem }) => on === Number(inPath(request, "number")) && !isSystem,
        );
        return list(request, reply, found.map(commentOnWire));
    });
    server.post(`${at}/issues/:number/comments`, (request, reply) => {
        const text = sent(request, "body") ?? "";
        if (isTooLong(text)) return tooLong(reply, "IssueComment");
        const made = repository.comment(Number(inPath(request, "number")), loginOf(request) ?? "", text);
        return reply.code(201).send(commentOnWire(made));
    });
    server.patch(`${at}/issues/comments/:id`, (request, reply) => {
        const text = sent(request, "body") ?? "";
        if (isTooLong(text)) return tooLong(reply, "IssueComment");
        const found = repository.comments.find(({ id }) => id === Number(inPath(request, "id")));
        if (!found) return notFound(reply);
        found.text = text;
        return reply.send(commentOnWire(found));
    });
    server.get(`${at}/pulls`, (request, reply) => {
        const [head, base] = [asked(request, "head"), asked(request, "base")];
        const found = repository.changes
            .filter(({ isOpen }) => isOpen || asked(request, "state") === "all")
            .filter((one) => (head === undefined || one.branch === head) && (base === undefined || one.into === base));
        return list(request, reply, found.map(pullOnWire));
    });
    server.get(`${at}/pulls/:number/files`, (request, reply) => {
        const found = repository.changes.find(({ number }) => number === Number(inPath(request, "number")));
        const files = (found?.files ?? []).slice(0, 3000).map(({ path, before }) => ({
            filename: path,
            ...(before === undefined ? {} : { previous_filename: before }),
        }));
        return list(request, reply, files);
    });
    // "GitHub's REST API considers every pull request an issue".
    server.get(`${at}/issues`, (request, reply) => {
        const all = [
            ...repository.issues.map(issueOnWire),
            ...repository.changes.map((one) => ({
                ...issueOnWire({ ...one, by: "ana", title: one.branch, text: "" }),
                pull_request: { url: `https://api.example.com/pulls/${one.number}` },
            })),
        ].sort((one, other) => one.number - other.number);
        const found = asked(request, "state") === "all" ? all : all.filter(({ state }) => state === "open");
        return list(request, reply, asked(request, "direction") === "asc" ? found : found.reverse());
    });
    server.post(`${at}/issues`, (request, reply) => {
        const text = sent(request, "body") ?? "";
        if (isTooLong(text)) return tooLong(reply, "Issue");
        return reply
            .code(201)
            .send(issueOnWire(repository.open(loginOf(request) ?? "", sent(request, "title") ?? "", text)));
    });
    server.patch(`${at}/issues/:number`, (request, reply) => {
        const found = repository.issues.find(({ number }) => number === Number(inPath(request, "number")));
        if (!found) return notFound(reply);
        found.title = sent(request, "title") ?? found.title;
        found.text = sent(request, "body") ?? found.text;
        const state = sent(request, "state");
        if (state !== undefined) found.isOpen = state === "open";
        return reply.send(issueOnWire(found));
    });
}

const isOfGitHub = (url: string): boolean => !url.startsWith("/api/v4/");

const loginOf = ({ headers }: FastifyRequest): string | undefined =>
    gitHubTokens[(headers.authorization ?? "").replace(/^Bearer /, "")];

/** "Body is too long (maximum is 65536 characters)". */
const isTooLong = (text: string): boolean => text.length > 65_536;

const tooLong = (reply: FastifyReply, resource: string) =>
    reply.code(422).send({
        message: "Validation Failed",
        errors: [
            {
                resource,
                code: "unprocessable",
                field: "data",
                message: "Body is too long (maximum is 65536 characters)",
            },
        ],
    });

const notFound = (reply: FastifyReply) => reply.code(404).send({ message: "Not Found", status: "404" });

const commentOnWire = ({ id, text, by }: StoredComment) => ({ id, body: text, user: { login: by, id: by.length } });

const pullOnWire = ({ number, branch, commit, into, isOpen }: StoredChange) => ({
    ...{ number, state: isOpen ? "open" : "closed", head: { label: branch, sha: commit }, base: { ref: into } },
});

const issueOnWire = ({ number, title, text, isOpen, by }: StoredIssue) => ({
    ...{ number, title, body: text, state: isOpen ? "open" : "closed", user: { login: by } },
    html_url: `https://github.example.com/acme/secrets/issues/${number}`,
});
