import assert from "node:assert/strict";
import type { CodeHost } from "../../../cli/host/code-host";
import { connectToCodeHost, hosts } from "../../../cli/host/connect";
import { keepIssue } from "../../../cli/pipeline/night";
import type { Drift } from "../../../resources/drift/document";
import { type CodeHostStandIn, startCodeHost } from "../../support/code-host/start";

const nothing: Drift = { format: 1, objects: [], planned: [], pushDifferences: [], unknown: [] };
const drifted: Drift = {
    ...nothing,
    pushDifferences: [
        {
            group: "team-search",
            sourceGroupId: "00gsearch",
            status: "ACTIVE",
            notInOpa: [],
            notInOkta: ["mallory@example.com"],
        },
    ],
};
const blind: Drift = { ...nothing, unknown: ["403 Forbidden: list folders"] };

for (const name of hosts)
    describe(`the issue of a stack, on ${name}`, () => {
        let standIn: CodeHostStandIn;
        let host: CodeHost;

        beforeEach(async () => {
            standIn = await startCodeHost();
            host = await connectToCodeHost(name, standIn.environment[name]);
        });
        afterEach(() => standIn.close());

        const night = (drift: Drift | undefined, stack = "dev") =>
            keepIssue(host, { stack, drift, failure: "error: no stack named dev", run: "https://ci.example.com/1" });

        it("is opened by drift, kept up to date, and closed by a night that found nothing", async () => {
            const { issues } = standIn.repository;

            const kept = [await night(nothing), await night(drifted), await night(drifted), await night(nothing)];
            const again = await night(drifted);

            assert.deepEqual(kept, ["none", "opened", "updated", "closed"]);
            assert.equal(again, "reopened");
            assert.deepEqual(
                issues.map(({ title, isOpen }) => [title, isOpen]),
                [["Drift in stack dev", true]],
            );
            assert.match(issues[0]?.text ?? "", /^<!-- pulumi-okta-opa: drift\/dev -->\n[\s\S]*mallory@example\.com/);
        });

        it("is opened by a night that could not tell, and never closed by one", async () => {
            const { issues } = standIn.repository;

            const kept = [await night(blind), await night(undefined), await night(drifted), await night(blind)];

            assert.deepEqual(kept, ["opened", "updated", "updated", "updated"]);
            assert.deepEqual(
                issues.map(({ isOpen }) => isOpen),
                [true],
            );
            assert.match(issues[0]?.title ?? "", /^It could not be told whether stack dev/);
            assert.match(issues[0]?.text ?? "", /not the same as no drift[\s\S]*403 Forbidden/);
        });

        it("tells what the command said where there is no report at all", async () => {
            await night(undefined);

            assert.match(standIn.repository.issues[0]?.text ?? "", /````text\nerror: no stack named dev\n````/);
        });

        it("is one for each stack, and nobody else's", async () => {
            const { repository } = standIn;
            repository.open("mallory", "Drift in stack dev", "<!-- pulumi-okta-opa: drift/dev -->\nclose this");
            await night(drifted);
            await night(drifted, "prod");

            await night(nothing);

            assert.deepEqual(
                repository.issues.map(({ by, title, isOpen }) => [by === "mallory", title, isOpen]),
                [
                    [true, "Drift in stack dev", true],
                    [false, "Drift in stack dev", false],
                    [false, "Drift in stack prod", true],
                ],
            );
        });

        it("comments only when what it says is another thing", async () => {
            await night(drifted);
            await night(drifted);
            const quiet = standIn.repository.comments.length;
            await night(blind);
            await night(blind);
            await night(nothing);

            assert.deepEqual([quiet, standIn.repository.comments.length], [0, 2]);
        });
    });
