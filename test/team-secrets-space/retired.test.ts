import assert from "node:assert/strict";
import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../resources";
import { overdue, retirementMistakes } from "../../resources/team-secrets-space/declared/retired";
import { teamsIn } from "../../resources/team-secrets-space/teams/teams-in";
import { byHandOn } from "../opa/support/by-hand";
import { Simulation } from "../support/stack/simulation";
import { Stack } from "../support/stack/stack-of";
import { place } from "../sweeps/support/teams";

const [ana, dario, chloe] = ["ana@example.com", "dario@example.com", "chloe@example.com"];
const retired = { reason: "moved to risk", until: "2093-12-31" };
const args = {
    ...place,
    members: [ana],
    folders: ["prod"],
    access: {
        owners: { members: [dario], privileges: "manage" as const },
        auditors: { members: [chloe], privileges: "list" as const },
    },
};
const payments = (declared: TeamSecretsSpaceArgs) => () => {
    new TeamSecretsSpace("payments", declared);
};

describe("a space that is retired", function () {
    this.timeout(60_000);
    let simulation: Simulation;
    let stack: Stack;
    before(async () => {
        simulation = await Simulation.start();
    });
    beforeEach(async () => {
        await simulation.reset();
        stack = new Stack(simulation);
        await up(args);
        await byHandOn(simulation.tenant).secret("teams/payments/prod/key");
    });
    after(() => simulation.close());

    async function up(declared: TeamSecretsSpaceArgs) {
        const outcome = await stack.up(payments(declared));
        assert.deepEqual(outcome.errors, []);
        simulation.tenant.clock.flush();
        return outcome;
    }

    const may = (person: string, privilege: "list" | "secret_reveal") =>
        simulation.tenant.verdict({ person, path: "teams/payments/prod/key", privilege }).answer;

    /** What is there besides policies. */
    function kept() {
        const { groups, mappings, opaGroups, folders, secrets } = simulation.tenant.store;
        const ofTeam = <T extends { readonly name: string }>(all: Iterable<T>) =>
            [...all].map(({ name }) => name).filter((name) => name.startsWith("team-"));
        return {
            groups: ofTeam(groups.values()),
            inOpa: ofTeam(opaGroups.values()),
            pushes: [...mappings.values()].map(({ status }) => status),
            folders: [...folders.keys()],
            secrets: [...secrets.keys()],
        };
    }

    it("gives nobody access, and keeps its groups, their pushes, its folders and what is in them", async () => {
        assert.equal(may(ana, "secret_reveal"), "allowed");
        const before = kept();

        const { done } = await up({ ...args, retired });

        assert.deepEqual(
            [ana, dario, chloe].map((one) => may(one, "list")),
            ["refused", "refused", "refused"],
        );
        assert.deepEqual(kept(), before);
        assert.deepEqual([...new Set(done.map(({ op }) => op))], ["update"]);
    });

    it("says so in the descriptions of the folder and the policies, and not in those of Okta's groups", async () => {
        await up({ ...args, retired });

        const { groups, policies, folders } = simulation.tenant.store;
        const texts = [...folders.values(), ...policies.values()]
            .filter(({ name }) => /payments/.test(name))
            .map(({ description }) => description?.replace(/ \[pulumi:.*/, ""));
        assert.deepEqual(
            [...new Set(texts)],
            ["Retired, kept until 2093-12-31: moved to risk. Secrets of team payments"],
        );
        const group = [...groups.values()].find(({ name }) => name === "team-payments");
        assert.equal(group?.description, "Secrets of team payments");
    });

    it("has nothing to be done the second time, and says nothing of people who get no access anyway", async () => {
        await up({ ...args, retired });
        const user = simulation.tenant.store.userWithLogin(dario) ?? assert.fail();
        user.status = "SUSPENDED";

        const { done, said } = await up({ ...args, retired });

        assert.deepEqual([done, said], [[], []]);
    });

    it("gives access again as soon as it is no longer retired", async () => {
        await up({ ...args, retired });

        await up(args);

        assert.deepEqual(
            [ana, dario].map((one) => may(one, "secret_reveal")),
            ["allowed", "allowed"],
        );
    });

    it("keeps the levels that it names", async () => {
        await up({ ...args, retired: { ...retired, keeps: ["auditors"] } });

        assert.deepEqual(
            [ana, dario, chloe].map((one) => may(one, "list")),
            ["refused", "refused", "allowed"],
        );
    });

    it("can be so from the beginning", async () => {
        const other = new Stack(simulation, "other");
        const outcome = await other.up(() => {
            new TeamSecretsSpace("archive", { ...place, members: [ana], retired });
        });

        assert.deepEqual(outcome.errors, []);
        simulation.tenant.clock.flush();
        const { answer } = simulation.tenant.verdict({ person: ana, path: "teams/archive", privilege: "list" });
        assert.equal(answer, "refused");
    });

    it("is not deleted with its contents when it is removed, and can be had back as it was", async () => {
        await up({ ...args, retired });

        const { errors } = await stack.up(() => undefined);

        assert.match(errors.join("\n"), /"teams\/payments\/prod" .* was not deleted, because it contains 1 secret/);
        assert.match(
            errors.join("\n"),
            /declare that again: with retired: \{ reason: "…" \} it keeps everything and gives nobody access/,
        );

        await up({ ...args, retired });
        assert.equal(may(ana, "list"), "refused");
        await up(args);
        assert.equal(may(ana, "secret_reveal"), "allowed");
    });

    it("is deleted with its contents, without giving access to anybody, once that is declared", async () => {
        const done = { reason: "moved to risk" };
        await up({ ...args, retired: done });
        await up({ ...args, retired: done, deleteContents: "teams/payments" });
        assert.equal(may(ana, "list"), "refused");

        assert.deepEqual((await stack.up(() => undefined)).errors, []);

        assert.deepEqual([...simulation.tenant.store.secrets.keys()], []);
    });
});

describe("what a retirement declares", () => {
    const mistakesOf = (declared: object) =>
        teamsIn([{ name: "payments", members: [ana], ...declared }], {}).mistakes.map(
            ({ property, reason }) => `${property}: ${reason}`,
        );

    it("is a reason, and a day that there is", () => {
        assert.deepEqual(mistakesOf({ retired: { reason: "moved", until: "2096-02-29" } }), []);
        assert.deepEqual(mistakesOf({ retired: true }), [
            'teams[0].retired: true: give a reason, for example { reason: "moved to risk", until: "2033-12-31" }.',
        ]);
        assert.deepEqual(mistakesOf({ retired: { reason: "moved", until: "2033-02-29" } }), [
            'teams[0].retired.until: "2033-02-29": is not a day. Write it in quotes, for example "2033-12-31".',
        ]);
        assert.deepEqual(mistakesOf({ retired: { reason: "" } }), [
            'teams[0].retired.reason: "": is empty. Say why, for whoever finds the folder years from now.',
        ]);
    });

    it("keeps levels that there are, and that see names only", () => {
        const access = {
            owners: { members: [dario], privileges: "manage" },
            auditors: { opaGroup: "a", privileges: "list" },
        };
        const keeps = (...levels: string[]) => mistakesOf({ access, retired: { reason: "moved", keeps: levels } });

        assert.deepEqual(keeps("auditors"), []);
        assert.deepEqual(keeps("owners", "support"), [
            'teams[0].retired.keeps[0]: "owners": grants folder_create, folder_update, folder_delete, secret_create, secret_update, ' +
                "secret_reveal, secret_delete. What a retired space keeps grants list and nothing else.",
            'teams[0].retired.keeps[1]: "support": is not one of the space\'s levels of access. Declare it in access, or remove it.',
        ]);
    });

    it("does not go with deleting what is to be kept until a later day", () => {
        const mistakes = (today: string) =>
            retirementMistakes(
                { reason: "moved", until: "2033-12-31" },
                { access: {}, deleteContents: "teams/payments" },
                today,
            );

        assert.deepEqual(
            mistakes("2033-12-31").map(({ property }) => property),
            ["deleteContents"],
        );
        assert.deepEqual(mistakes("2034-01-01"), []);
    });

    it("is remembered once its day has passed", () => {
        const told = (today: string) => overdue({ reason: "moved", until: "2033-12-31" }, today);

        assert.deepEqual(told("2033-12-31"), []);
        assert.match(told("2034-01-01").join(), /was to be kept until 2033-12-31, which has passed/);
    });
});
