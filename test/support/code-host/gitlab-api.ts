import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { asked, inPath, page, sent } from "./answering";
import type { Repository, StoredChange, StoredComment, StoredIssue } from "./repository";

/** Who a token stands for: the bot of a project access token. */
export const gitLabTokens: Readonly<Record<string, string>> = { "glpat-0123456789abcdefghij": "project_42_bot" };

/** docs.gitlab.com: REST API of notes, issues, merge requests; "Pagination"; "Rate limits"; "Application limits". */
export function mountGitLab(server: FastifyInstance, repository: Repository, origin: () => string): void {
    const at = "/api/v4/projects/:project";
    const list = <Item>(request: FastifyRequest, reply: FastifyReply, items: readonly Item[]) =>
        page(request, reply, items, { usual: 20, origin: origin() });
    server.addHook("onRequest", async (request, reply) => {
        if (!request.url.startsWith("/api/v4/")) return;
        const reset = String(Math.floor(Date.now() / 1000) + 60);
        reply.headers({
            ...{ "ratelimit-limit": "2000", "ratelimit-remaining": "1990", "ratelimit-observed": "10" },
            ...{ "ratelimit-reset": reset, "x-request-id": "01JF9Z" },
        });
        if (userOf(request) === undefined) await reply.code(401).send({ message: "401 Unauthorized" });
        else if (/^\/api\/v4\/projects\/(?!42\/|acme%2Fsecrets\/)/.test(request.url)) {
            await reply.code(404).send({ message: "404 Project Not Found" });
        }
    });
    server.get("/api/v4/user", (request) => ({ id: idOf(userOf(request) ?? ""), username: userOf(request) }));
    server.get(`${at}/merge_requests/:iid/notes`, (request, reply) => {
        const found = repository.comments.filter(({ on }) => on === Number(inPath(request, "iid"))).map(noteOnWire);
        // The newest first, unless asked otherwise.
        return list(request, reply, asked(request, "sort") === "asc" ? found : found.reverse());
    });
    for (const kind of ["merge_requests", "issues"]) {
        server.post(`${at}/${kind}/:iid/notes`, (request, reply) => {
            const text = sent(request, "body") ?? "";
            if (text.length > 1_000_000) return tooLong(reply, "note");
            const made = repository.comment(Number(inPath(request, "iid")), userOf(request) ?? "", text);
            return reply.code(201).send(noteOnWire(made));
        });
    }
    server.put(`${at}/merge_requests/:iid/notes/:id`, (request, reply) => {
        const found = repository.comments.find(({ id }) => id === Number(inPath(request, "id")));
        if (!found) return reply.code(404).send({ message: "404 Not found" });
        if (found.by !== userOf(request)) return reply.code(403).send({ message: "403 Forbidden" });
        found.text = sent(request, "body") ?? found.text;
        return reply.send(noteOnWire(found));
    });
    server.get(`${at}/merge_requests`, (request, reply) => {
        const [source, target] = [asked(request, "source_branch"), asked(request, "target_branch")];
        const found = repository.changes
            .filter(({ isOpen }) => isOpen || asked(request, "state") !== "opened")
            .filter((one) => source === undefined || one.branch === source)
            .filter((one) => target === undefined || one.into === target);
        return list(request, reply, found.map(requestOnWire));
    });
    server.get(`${at}/merge_requests/:iid/diffs`, (request, reply) => {
        const found = repository.changes.find(({ number }) => number === Number(inPath(request, "iid")));
        const diffs = (found?.files ?? []).map(({ path, before }) => ({ new_path: path, old_path: before ?? path }));
        return list(request, reply, diffs);
    });
    server.get(`${at}/issues`, (request, reply) => {
        const all = repository.issues.map(issueOnWire);
        const found = asked(request, "state") === "opened" ? all.filter(({ state }) => state === "opened") : all;
        return list(request, reply, asked(request, "sort") === "asc" ? found : found.reverse());
    });
    server.post(`${at}/issues`, (request, reply) => {
        const text = sent(request, "description") ?? "";
        if (text.length > 1_000_000) return tooLong(reply, "description");
        return reply
            .code(201)
            .send(issueOnWire(repository.open(userOf(request) ?? "", sent(request, "title") ?? "", text)));
    });
    server.put(`${at}/issues/:iid`, (request, reply) => {
        const found = repository.issues.find(({ number }) => number === Number(inPath(request, "iid")));
        if (!found) return reply.code(404).send({ message: "404 Not found" });
        found.title = sent(request, "title") ?? found.title;
        found.text = sent(request, "description") ?? found.text;
        const event = sent(request, "state_event");
        if (event !== undefined) found.isOpen = event === "reopen";
        return reply.send(issueOnWire(found));
    });
}

const userOf = ({ headers }: FastifyRequest): string | undefined => gitLabTokens[String(headers["private-token"])];

const tooLong = (reply: FastifyReply, field: string) =>
    reply.code(400).send({ message: { [field]: ["is too long (maximum is 1000000 characters)"] } });

/** The same number for the same name. */
const idOf = (name: string): number =>
    [...name].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7) % 9973;

const noteOnWire = ({ id, text, by, isSystem }: StoredComment) => ({
    ...{ id, body: text, system: isSystem, author: { id: idOf(by), username: by } },
});

const requestOnWire = ({ number, branch, commit, into, isOpen }: StoredChange) => ({
    ...{ iid: number, source_branch: branch, target_branch: into, sha: commit, state: isOpen ? "opened" : "closed" },
});

const issueOnWire = ({ number, title, text, isOpen, by }: StoredIssue) => ({
    ...{ iid: number, title, description: text, state: isOpen ? "opened" : "closed" },
    ...{ author: { id: idOf(by) }, web_url: `https://gitlab.example.com/acme/secrets/-/issues/${number}` },
});
