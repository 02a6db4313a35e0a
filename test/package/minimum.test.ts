import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import manifest from "../../package.json";

const read = (...path: readonly string[]) => readFileSync(join(checkout, ...path), "utf8");

describe("the oldest Pulumi and Node for the package", () => {
    const [, pulumi = ""] = /const oldest = "(3\.\d+)";/.exec(read("resources", "require-pulumi.ts")) ?? [];
    const docs = readdirSync(join(checkout, "docs")).filter((name) => name.endsWith(".md"));
    const pages = [read("README.md"), ...docs.map((name) => read("docs", name))].map((text) =>
        text.replaceAll(/\s+/g, " "),
    );

    it("are the same in the program, among the dependencies, and wherever a reader is told", () => {
        const node = manifest.engines.node.replace(/^>=(\d+\.\d+)\.0$/, "$1");
        const told = (pattern: RegExp) => [
            ...new Set(pages.flatMap((text) => [...text.matchAll(pattern)].map(([, it]) => it))),
        ];

        assert.equal(manifest.peerDependencies["@pulumi/pulumi"], `>=${pulumi}.0 <4`);
        assert.deepEqual(told(/Pulumi (?:CLI, )?(3\.\d+) or later/g), [pulumi]);
        assert.deepEqual(told(/Node (\d+\.\d+) or later/g), [node]);
        assert.match(
            read("README.md").split("## Use it with your org")[1] ?? "",
            new RegExp(`Pulumi ${pulumi} or later`),
        );
    });
});
