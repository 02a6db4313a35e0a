import assert from "node:assert/strict";
import { allPages, readPages } from "../../resources/http/paginate";
import type { ApiRequest, Send } from "../../resources/http/send";

const request: ApiRequest = { method: "GET", path: "/things", query: { status: "ACTIVE", limit: 2 } };
const itemsOf = (body: unknown) => body as readonly unknown[];

/** Plays pages: the items, and the Link header. Remembers what was asked. */
function pages(...answers: [readonly unknown[], string?][]): { send: Send; asked: string[] } {
    const asked: string[] = [];
    return {
        asked,
        send: async ({ path, query = {} }) => {
            asked.push(`${path} ${JSON.stringify(query)}`);
            const [body, link] = answers[Math.min(asked.length, answers.length) - 1] ?? [[]];
            return { status: 200, headers: new Headers(link === undefined ? [] : [["link", link]]), body };
        },
    };
}

describe("all pages", () => {
    it("are followed on the configured host, with the request's own filters", async () => {
        const next =
            '<https://other.test/things?limit=2>; rel="self", <https://other.test/things?after=b%2Cc&limit=2>; rel="next"';
        const { send, asked } = pages([[1, 2], next], [[3], '<https://other.test/things?limit=2>; rel="self"']);

        assert.deepEqual(await allPages(send, request, itemsOf), [1, 2, 3]);
        assert.deepEqual(asked, [
            '/things {"status":"ACTIVE","limit":2}',
            '/things {"status":"ACTIVE","limit":"2","after":"b,c"}',
        ]);
    });

    it("are found behind an empty page", async () => {
        const { send } = pages([[], '</things?after=1>; rel="next"'], [[], '</things?after=2>; rel="next"'], [[1]]);

        assert.deepEqual(await allPages(send, request, itemsOf), [1]);
    });

    it("end without next, even when there is a way back", async () => {
        const { send, asked } = pages([[1], '</things?offset=0>; rel="prev"']);

        assert.deepEqual(await allPages(send, request, itemsOf), [1]);
        assert.equal(asked.length, 1);
    });

    it("may not end with a full page that has no Link header at all, where `limit` is asked for", async () => {
        const { send } = pages([[1, 2]]);

        await assert.rejects(allPages(send, request, itemsOf), {
            kind: "unavailable",
            message: /has no Link header, so further pages may exist/,
        });
        assert.deepEqual(await allPages(pages([[1]]).send, request, itemsOf), [1]);
        assert.deepEqual(await allPages(pages([[1, 2]]).send, { method: "GET", path: "/things" }, itemsOf), [1, 2]);
    });

    it("are an error when a page comes with another success than 200", async () => {
        for (const status of [202, 203, 204, 206]) {
            const send: Send = async () => ({ status, headers: new Headers(), body: [] });

            await assert.rejects(allPages(send, request, itemsOf), { kind: "unavailable" });
        }
    });

    it("are known by when the first of them left", async () => {
        const left = [5_000, 9_000];
        const { send } = pages([[1], '</things?after=1>; rel="next"'], [[2]]);
        const timed: Send = async (page) => {
            const timeMs = left.shift() ?? 0;
            return { ...(await send(page)), sentAt: { timeMs, steadyMs: timeMs } };
        };

        const { seenAt } = await readPages(timed, request, itemsOf);

        assert.deepEqual(seenAt, { timeMs: 5_000, steadyMs: 5_000 });
    });

    it("are an error when they lead in a circle, of any length", async () => {
        const circle = pages(
            [[1], '</things?after=1>; rel="next"'],
            [[2], '</things?after=2>; rel="next"'],
            [[3], '</things?after=1>; rel="next"'],
        );

        await assert.rejects(allPages(circle.send, request, itemsOf), {
            kind: "unavailable",
            message: /lead in a circle/,
        });
        assert.equal(circle.asked.length, 3);
        const toItself = pages([[1], '</things?status=ACTIVE&limit=2>; rel="next"']);
        await assert.rejects(allPages(toItself.send, request, itemsOf), { message: /lead in a circle/ });
        assert.equal(toItself.asked.length, 2);
    });

    it("are an error when the way on can't be read, rather than a short list", async () => {
        for (const link of ["<<<", "https://no.brackets; rel=next", '<http://[>; rel="next"']) {
            await assert.rejects(allPages(pages([[1], link]).send, request, itemsOf), { kind: "unavailable" }, link);
        }
    });

    it("are an error when a page is not a list", async () => {
        const { send } = pages([[1]]);
        const parse = () => {
            throw new TypeError("body is not iterable: secret");
        };

        await assert.rejects(allPages(send, request, parse), {
            name: "ApiFailure",
            message: /^The answer is not as the API documents it: GET \/things, 200/,
        });
    });

    it("may be very many, and very large", async () => {
        let page = 0;
        const large = Array.from({ length: 200_000 }, (_, index) => index);
        const send: Send = async () => {
            page += 1;
            const headers = new Headers(page < 50 ? { link: `</things?after=${page}>; rel="next"` } : {});
            return { status: 200, headers, body: page === 1 ? large : [page] };
        };

        assert.equal((await allPages(send, request, itemsOf)).length, 200_049);
    });
});
