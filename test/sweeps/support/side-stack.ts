import assert from "node:assert/strict";
import { OpaSecretFolder, OpaSecurityPolicy } from "../../../resources";
import type { Simulation } from "../../support/stack/simulation";
import { type Outcome, Stack } from "../../support/stack/stack-of";
import type { SideRun, Single } from "./events";
import { place } from "./teams";
import { assertFitToRead } from "./witness";

/** Another stack, which nobody has told of the first one: it declares what is there already, and one thing by two names. */
export class SideStack {
    readonly #stack: Stack;

    constructor(
        private readonly simulation: Simulation,
        private readonly first: Stack,
    ) {
        this.#stack = new Stack(simulation, "scratch", "side");
    }

    /** Throws unless each object in state is there as before, and no object is in both states. */
    async run({ do: what, declared, targets }: SideRun): Promise<void> {
        const { tenant } = this.simulation;
        const folderId = this.first.resource("red-folder")?.id;
        const options = targets ? { targets: targets.map(urnOf) } : {};
        const program = () => {
            for (const one of declared) declare[one](folderId);
        };
        const there = new Set(this.#kept());
        const outcome: Outcome = await (what === "side up"
            ? this.#stack.up(program, options)
            : this.#stack.destroy(options));
        assertFitToRead(outcome, tenant, this.#stack);
        for (const id of this.#kept()) {
            const { folders, policies } = tenant.store;
            const isThere = folders.has(id.split("/").at(-1) ?? "") || policies.has(id);
            assert.ok(isThere || !there.has(id), "what one resource manages was deleted with another");
        }
        const ids = new Set(this.first.state.resources.map(({ id }) => id));
        assert.ok(!this.#kept().some((id) => ids.has(id)), "an object is managed by two stacks");
    }

    #kept(): readonly string[] {
        return this.#stack.state.resources.filter(({ isCustom }) => isCustom).map(({ id }) => id);
    }
}

const single = { resourceGroup: place.resourceGroup, project: place.project, parentFolder: place.parentFolder };

const declare: Readonly<Record<Single, (folderId: string | undefined) => void>> = {
    a: () => void new OpaSecretFolder("a", { ...single, name: "single" }),
    b: () => void new OpaSecretFolder("b", { ...single, name: "single" }),
    "red's folder": () =>
        void new OpaSecretFolder("red", { ...single, name: "red", description: "Secrets of team red" }),
    "red's policy"(folderId) {
        if (folderId === undefined) return;
        new OpaSecurityPolicy("red", {
            name: "team-red secrets",
            description: "Secrets of team red",
            resourceGroup: place.resourceGroup,
            principals: { userGroups: [{ name: "team-red" }] },
            rules: [{ name: "red", secretFolderId: folderId, privileges: ["manage"] }],
        });
    },
};

const urnOf = (name: Single) => `urn:pulumi:side::scratch::pulumi-nodejs:dynamic/opa:SecretFolder::${name}`;
