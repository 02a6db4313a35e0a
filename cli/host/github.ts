import { z } from "zod";
import type { Conditions } from "../../resources/http/connect";
import { ApiFailure } from "../../resources/http/failure/api-failure";
import { readAs } from "../../resources/http/failure/read-as";
import { allPages } from "../../resources/http/paginate";
import type { ApiRequest, Send } from "../../resources/http/send";
import type { CodeHost, Comment, Issue, IssueContent, Proposed } from "./code-host";
import { connectToHost, type HostApi } from "./connection";

/** What is needed to call GitHub's API. */
export interface GitHubAccess {
    /** For example https://api.github.com. */
    readonly address: string;
    readonly token: string;
    /** `owner/name`. */
    readonly repository: string;
    /** The user of the token, where the token cannot tell, as that of a workflow cannot. */
    readonly login: string;
}

const api: HostApi = {
    name: "github",
    budgetHeaders: "x-ratelimit-",
    requestIdHeader: "x-github-request-id",
    remedies: {
        401: "Give a token that is valid now, as GITHUB_TOKEN.",
        403: "Give the job the permissions `pull-requests: write` and, for an issue, `issues: write`.",
        404: "Check GITHUB_REPOSITORY, and that the token may see this repository: GitHub hides what it may not see.",
    },
};

/** Of each list; GitHub gives no more (docs.github.com, "Using pagination in the REST API"). */
const perPage = 100;

/** The most files of a change that GitHub lists (docs.github.com, "List pull requests files"). */
const mostFiles = 3000;

const user = z.object({ login: z.string() }).nullable();
const comment = z.object({ id: z.number(), body: z.string().nullish(), user });
const issue = z.object({
    ...{ number: z.number(), title: z.string(), body: z.string().nullish(), state: z.enum(["open", "closed"]), user },
    html_url: z.string(),
    pull_request: z.unknown().optional(),
});
const pull = z.object({ number: z.number(), head: z.object({ sha: z.string() }) });
const file = z.object({ filename: z.string(), previous_filename: z.string().optional() });

/** A repository on GitHub. */
export async function gitHub(access: GitHubAccess, conditions?: Conditions): Promise<CodeHost> {
    const send = versioned(
        connectToHost(api, { ...access, proofOf: (token) => ({ authorization: `Bearer ${token}` }) }, conditions),
    );
    const us = await ourLogin(send, access.login);
    const at = `/repos/${access.repository.split("/").map(encodeURIComponent).join("/")}`;
    const all = <T>(path: string, item: z.ZodType<T>, query: ApiRequest["query"] = {}): Promise<readonly T[]> =>
        allPages(
            send,
            { method: "GET", path: `${at}${path}`, query: { ...query, per_page: String(perPage) } },
            (body) => z.array(item).parse(body),
        );
    const write = async <T>(method: "POST" | "PATCH", path: string, body: object, answer: z.ZodType<T>): Promise<T> => {
        const request = { method, path: `${at}${path}`, body };
        return readAs(request, await send(request), (text) => answer.parse(text));
    };
    const isOurs = (one: z.infer<typeof user>) => one?.login === us;
    const issueOf = (one: z.infer<typeof issue>): Issue => ({
        ...{ number: one.number, title: one.title, text: one.body ?? "", url: one.html_url },
        ...{ isOpen: one.state === "open", isOurs: isOurs(one.user) },
    });
    const addComment = async (number: number, text: string) => {
        await write("POST", `/issues/${number}/comments`, { body: text }, comment);
    };
    return {
        longestText: 65_536,
        async comments(change): Promise<readonly Comment[]> {
            const found = await all(`/issues/${change}/comments`, comment);
            return found.map(({ id, body, user: author }) => ({ id, text: body ?? "", isOurs: isOurs(author) }));
        },
        addComment,
        async changeComment(_, id, text) {
            await write("PATCH", `/issues/comments/${id}`, { body: text }, comment);
        },
        async changeOf({ branch, commit, into }: Proposed) {
            const open = await all("/pulls", pull, { state: "open", head: branch, base: into });
            return open.find(({ head }) => head.sha === commit)?.number;
        },
        async filesOf(change) {
            const files = await all(`/pulls/${change}/files`, file);
            if (files.length >= mostFiles) throw new Error(`Change ${change} touches more files than GitHub lists.`);
            return files.flatMap(({ filename, previous_filename: before }) => [filename, ...(before ? [before] : [])]);
        },
        async issues() {
            const found = await all("/issues", issue, { state: "all", sort: "created", direction: "asc" });
            // Gitea, whose API is much the same, says null of an issue.
            return found.filter((one) => (one.pull_request ?? null) === null).map(issueOf);
        },
        async addIssue(content: IssueContent) {
            return issueOf(await write("POST", "/issues", onWire(content), issue));
        },
        async changeIssue(number, { isOpen, ...content }) {
            const state = isOpen === undefined ? {} : { state: isOpen ? "open" : "closed" };
            return issueOf(await write("PATCH", `/issues/${number}`, { ...onWire(content), ...state }, issue));
        },
        addIssueComment: addComment,
    };
}

const onWire = ({ title, text }: Partial<IssueContent>) => ({
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { body: text }),
});

/** Asks for the version of the API that this is written for. */
const versioned =
    (send: Send): Send =>
    (request) =>
        send({
            ...request,
            headers: {
                ...request.headers,
                accept: "application/vnd.github+json",
                "x-github-api-version": "2022-11-28",
            },
        });

/** The token of a workflow may not ask who it is; it is refused with 403. */
async function ourLogin(send: Send, usual: string): Promise<string> {
    const request = { method: "GET", path: "/user" } as const;
    try {
        return readAs(request, await send(request), (body) => z.object({ login: z.string() }).parse(body).login);
    } catch (failure) {
        if (failure instanceof ApiFailure && failure.kind === "forbidden") return usual;
        throw failure;
    }
}
