import assert from "node:assert/strict";
import { ApiFailure } from "../../../resources/http/failure/api-failure";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { OpaConnection } from "../../../resources/opa/connection/connect";
import { groupsAsDeclared } from "../../../resources/opa/security-policy/steps/groups-as-declared";
import { policyFromWire } from "../../../resources/opa/security-policy/wire/wire";

interface Group {
    readonly id: string;
    readonly name: string;
}

const [payments, billing] = [
    { id: "g1", name: "payments" },
    { id: "g2", name: "billing" },
];

/** What OPA has by id, and by name. */
interface Opa {
    readonly byId?: readonly Group[] | "forbidden" | "unavailable";
    readonly byName?: readonly Group[];
}

function opaWith({ byId = [payments, billing], byName = [] }: Opa): OpaConnection {
    return {
        teamPath: "",
        pause: async () => undefined,
        send: async ({ method, path, query = {} }) => {
            if (typeof byId === "string") throw new ApiFailure({ kind: byId, said: "No", method, path });
            const ok = (body: unknown) => ({ status: 200, headers: new Headers(), body });
            const ids = query["id"];
            if (path === "/groups") return ok({ list: byId.filter(({ id }) => !ids || [ids].flat().includes(id)) });
            const named = byName.find(({ name }) => path === `/groups/${name}`);
            if (named) return ok(named);
            throw new ApiFailure({ kind: "not-found", said: "No", method, path });
        },
    };
}

describe("the groups of a live policy", () => {
    const look = async (given: Opa, there: readonly object[], earlier: Properties = {}) => {
        const live = policyFromWire({ id: "p1", name: "p1", principals: { user_groups: there }, rules: [] });
        const { groups, gone, seen } = await groupsAsDeclared(opaWith(given), live, earlier);
        return { groups, gone: gone.map(({ id }) => id), seen: [...seen.keys()].sort() };
    };
    const declared = (...userGroups: object[]) => ({ principals: { userGroups } });

    it("are named as OPA names them now, but for those that are declared by their id", async () => {
        const there = [payments, { ...billing, name: "former" }];

        assert.deepEqual(await look({}, there), {
            groups: [{ name: "billing" }, { name: "payments" }],
            gone: [],
            seen: ["g1", "g2"],
        });
        assert.deepEqual((await look({}, there, declared({ id: "g1" }))).groups, [{ id: "g1" }, { name: "billing" }]);
        assert.deepEqual((await look({}, [payments, payments])).groups, [{ name: "payments" }]);
        assert.deepEqual((await look({}, [])).groups, []);
    });

    it("are the same under another name where a push brings the only one", async () => {
        const earlier = { ...declared({ name: "old name" }), pushedBy: ["app/source/target"], userGroupIds: ["g1"] };

        assert.deepEqual((await look({}, [payments, billing], earlier)).groups, [
            { name: "billing" },
            { name: "old name" },
        ]);
    });

    it("are gone when OPA has none of that id, whatever has the name now", async () => {
        const lost = { groups: [{ name: "billing" }], gone: ["g1"], seen: ["g2"] };

        assert.deepEqual(await look({ byId: [billing] }, [payments, billing]), lost);
        assert.deepEqual(await look({ byId: [billing] }, [{ id: "g1" }, billing]), lost);
        const again = [{ id: "g9", name: "payments" }];
        assert.deepEqual(await look({ byId: [billing], byName: again }, [payments, billing]), lost);
    });

    it("are there when they are found by name, though the list lacks them", async () => {
        assert.deepEqual(await look({ byId: [billing], byName: [payments] }, [payments]), {
            groups: [{ name: "payments" }],
            gone: [],
            seen: ["g1"],
        });
    });

    it("are taken as they are where groups may not be read, unless one is declared by name", async () => {
        const hidden = { byId: "forbidden" } as const;

        assert.deepEqual(await look(hidden, [billing, payments], declared({ id: "g1" })), {
            groups: [{ id: "g1" }, { id: "g2" }],
            gone: [],
            seen: [],
        });
        await assert.rejects(look(hidden, [payments], declared({ name: "payments" })), { kind: "forbidden" });
        await assert.rejects(look(hidden, [payments], declared({ id: "g2" }, { name: "payments" })), {
            kind: "forbidden",
        });
        await assert.rejects(look({ byId: "unavailable" }, [payments], declared({ id: "g1" })), {
            kind: "unavailable",
        });
    });
});
