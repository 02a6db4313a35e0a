import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { engineTestMs } from "./support/scene";
import { startWorkspace, type Workspace } from "./support/workspace";

const urn = "urn:pulumi:dev::scratch::pulumi-nodejs:dynamic:Resource::root";

/** What docs/contracts/pulumi-engine.md 2.2 says of replacements that users ask for. */
describe("the calls that a dynamic provider gets from the real engine", function () {
    this.timeout(engineTestMs);
    let workspace: Workspace;

    beforeEach(async () => {
        workspace = await startWorkspace({ program: { "index.ts": program } });
        declare({ trigger: "1" });
        await calls("up");
    });
    afterEach(() => workspace.close());

    const declare = (config: { readonly trigger: string; readonly value?: string }) =>
        workspace.configure(
            Object.fromEntries(Object.entries(config).map(([key, value]) => [`scratch:${key}`, value])),
        );

    /** What a command that must end well calls, resource by resource. */
    async function calls(...args: string[]): Promise<Readonly<Record<string, string>>> {
        const log = join(workspace.folder, "calls.log");
        rmSync(log, { force: true });
        const yes = args[0] === "state" ? ["--yes"] : ["--yes", "--skip-preview"];
        const { code, stdout, stderr } = await workspace.pulumi(...args, ...yes);
        assert.equal(code, 0, `${stdout}${stderr}`);
        if (args[0] === "state") return {};
        const lines = readFileSync(log, "utf8").trim().split("\n");
        return Object.fromEntries(
            ["root", "hanging", "with"].map((name) => [
                name,
                lines
                    .flatMap((line) => (line.endsWith(` ${name}`) ? [line.slice(0, -name.length - 1)] : []))
                    .join(", "),
            ]),
        );
    }

    /** What the others get when the root is deleted to be replaced. */
    const others = {
        // Its diff says that another root replaces it, so it goes before the root does.
        hanging: "diff with an unknown root, delete, check anew, create",
        // It has the option replaceWith.
        with: "delete, check anew, create",
    };

    it("are these when a replacement is asked for that deletes first", async () => {
        const asked = await calls("up", "--replace", urn);
        await calls("state", "taint", urn);
        const tainted = await calls("up");
        declare({ trigger: "2" });
        const triggered = await calls("up");

        assert.deepEqual(asked, { ...others, root: "check anew, delete, create" });
        assert.deepEqual(tainted, asked);
        assert.deepEqual(triggered, { ...others, root: "check, check anew, delete, create" });
    });

    it("are these of a change with replaceOnChanges, and of destroy --run-program", async () => {
        declare({ trigger: "1", value: "changed" });

        const changed = await calls("up");
        const destroyed = await calls("destroy", "--run-program");

        assert.deepEqual(changed, { root: "check, diff, update", hanging: "check, diff", with: "check, diff" });
        assert.deepEqual(destroyed, { root: "delete", hanging: "delete", with: "delete" });
    });
});

const program = `
import { Config, type CustomResourceOptions, dynamic, type Input } from "@pulumi/pulumi";

const note = (call: string, name: string) => require("node:fs").appendFileSync("calls.log", call + " " + name + "\\n");
const provider = {
    check: async (olds: any, news: any) => {
        note(olds.name === undefined ? "check anew" : "check", news.name);
        return { inputs: news };
    },
    diff: async (_id: string, olds: any, news: any) => {
        const isUnknown = news.root === "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
        note(isUnknown ? "diff with an unknown root" : "diff", olds.name);
        return { changes: olds.value !== news.value || olds.root !== news.root, replaces: olds.root === news.root ? [] : ["root"] };
    },
    create: async (inputs: any) => {
        note("create", inputs.name);
        return { id: require("node:crypto").randomUUID(), outs: inputs };
    },
    update: async (_id: string, _olds: any, news: any) => {
        note("update", news.name);
        return { outs: news };
    },
    delete: async (_id: string, outputs: any) => note("delete", outputs.name),
};
class Noted extends dynamic.Resource {
    constructor(name: string, props: Record<string, Input<string>>, options?: CustomResourceOptions) {
        super(provider, name, { name, ...props }, options);
    }
}

const config = new Config();
const root = new Noted("root", { value: config.get("value") ?? "first" }, {
    deleteBeforeReplace: true,
    replaceOnChanges: ["*"],
    replacementTrigger: config.require("trigger"),
});
new Noted("hanging", { root: root.id });
new Noted("with", {}, { replaceWith: [root] });
`;
