import { z } from "zod";
import type { Conditions } from "../../resources/http/connect";
import { readAs } from "../../resources/http/failure/read-as";
import { allPages } from "../../resources/http/paginate";
import type { ApiRequest } from "../../resources/http/send";
import type { CodeHost, Comment, Issue, IssueContent, Proposed } from "./code-host";
import { connectToHost, type HostApi } from "./connection";

/** What is needed to call GitLab's API. */
export interface GitLabAccess {
    /** For example https://gitlab.com/api/v4. */
    readonly address: string;
    readonly token: string;
    /** Id of the project, or its path. */
    readonly project: string;
}

const api: HostApi = {
    name: "gitlab",
    budgetHeaders: "ratelimit-",
    requestIdHeader: "x-request-id",
    remedies: {
        401: "Give a token that is valid now, as GITLAB_TOKEN: an access token of the project.",
        403: "Give a project access token with the role Reporter and the scope `api`.",
        404: "Check CI_PROJECT_ID, and that the token may see this project: GitLab hides what it may not see.",
    },
};

/** Of each list; GitLab gives no more (docs.gitlab.com, "REST API pagination"). */
const perPage = 100;

const author = z.object({ id: z.number() });
const note = z.object({ id: z.number(), body: z.string(), author, system: z.boolean().default(false) });
const issue = z.object({
    ...{ iid: z.number(), title: z.string(), description: z.string().nullish(), author, web_url: z.string() },
    state: z.enum(["opened", "closed"]),
});
const request = z.object({ iid: z.number(), sha: z.string().nullish() });
const diff = z.object({ old_path: z.string(), new_path: z.string() });

/** A project on GitLab. */
export async function gitLab(access: GitLabAccess, conditions?: Conditions): Promise<CodeHost> {
    const send = connectToHost(api, { ...access, proofOf: (token) => ({ "private-token": token }) }, conditions);
    const at = `/projects/${encodeURIComponent(access.project)}`;
    const all = <T>(path: string, item: z.ZodType<T>, query: ApiRequest["query"] = {}): Promise<readonly T[]> =>
        allPages(
            send,
            { method: "GET", path: `${at}${path}`, query: { ...query, per_page: String(perPage) } },
            (body) => z.array(item).parse(body),
        );
    const write = async <T>(method: "POST" | "PUT", path: string, body: object, answer: z.ZodType<T>): Promise<T> => {
        const asked = { method, path: `${at}${path}`, body };
        return readAs(asked, await send(asked), (text) => answer.parse(text));
    };
    const whoAmI = { method: "GET", path: "/user" } as const;
    const us = readAs(whoAmI, await send(whoAmI), (body) => author.parse(body).id);
    const issueOf = (one: z.infer<typeof issue>): Issue => ({
        ...{ number: one.iid, title: one.title, text: one.description ?? "", url: one.web_url },
        ...{ isOpen: one.state === "opened", isOurs: one.author.id === us },
    });
    const oldestFirst = { sort: "asc", order_by: "created_at" };
    return {
        // docs.gitlab.com, "Application limits": size of comments and descriptions of issues.
        longestText: 1_000_000,
        async comments(change): Promise<readonly Comment[]> {
            const notes = await all(`/merge_requests/${change}/notes`, note, oldestFirst);
            return notes
                .filter(({ system }) => !system)
                .map(({ id, body, author: by }) => ({ id, text: body, isOurs: by.id === us }));
        },
        async addComment(change, text) {
            await write("POST", `/merge_requests/${change}/notes`, { body: text }, note);
        },
        async changeComment(change, id, text) {
            await write("PUT", `/merge_requests/${change}/notes/${id}`, { body: text }, note);
        },
        async changeOf({ branch, commit, into }: Proposed) {
            const query = { state: "opened", source_branch: branch, target_branch: into };
            const open = await all("/merge_requests", request, query);
            return open.find(({ sha }) => sha === commit)?.iid;
        },
        async filesOf(change) {
            const diffs = await all(`/merge_requests/${change}/diffs`, diff);
            return [...new Set(diffs.flatMap(({ old_path: before, new_path: after }) => [before, after]))];
        },
        async issues() {
            return (await all("/issues", issue, { state: "all", scope: "all", ...oldestFirst })).map(issueOf);
        },
        async addIssue(content: IssueContent) {
            return issueOf(await write("POST", "/issues", onWire(content), issue));
        },
        async changeIssue(number, { isOpen, ...content }) {
            const event = isOpen === undefined ? {} : { state_event: isOpen ? "reopen" : "close" };
            return issueOf(await write("PUT", `/issues/${number}`, { ...onWire(content), ...event }, issue));
        },
        async addIssueComment(number, text) {
            await write("POST", `/issues/${number}/notes`, { body: text }, note);
        },
    };
}

const onWire = ({ title, text }: Partial<IssueContent>) => ({
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { description: text }),
});
