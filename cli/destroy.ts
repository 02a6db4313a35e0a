import { Command } from "commander";
import { connectToOpa } from "../resources/opa/connection/connect";
import { fatesIn, type Told, type WholeStack, wholeStackIn } from "./destroy/whole-stack";
import { configOfProject } from "./doctor/stack-config";
import { destroy, stateOf } from "./pipeline/engine";
import { tell, tellAside } from "./terminal";

/** The command's exit codes, beside that of a wrong call. */
const codes = { deleted: 0, failed: 1, couldNotSee: 3, refused: 4 } as const;

const about =
    "Says what `pulumi destroy` would delete and what each folder holds, and deletes nothing unless --confirm names the stack once more. `pulumi " +
    "destroy` runs no program: no budget stops it, and it takes everybody's access away before it finds a folder that holds something. This command " +
    "looks first, and deletes nothing as long as there is one. Started in the folder of the Pulumi project. Ends with 0 when everything is deleted, " +
    "with 1 when `pulumi destroy` failed, with 2 when it was called wrongly, with 3 when a folder could not be looked into, with 4 when it refused: " +
    "with 3 and 4 nothing was written.";

interface Asked {
    readonly stack: string;
    readonly confirm?: string;
}

/** `pulumi-okta-opa destroy`: a whole stack, once somebody has seen what that is. */
export function destroyCommand(): Command {
    return new Command("destroy")
        .summary("say what a destroy of the stack deletes; delete it if that is confirmed")
        .description(about)
        .requiredOption("--stack <name>", "the stack, as `pulumi stack ls` shows it")
        .option("--confirm <stack>", "the name of the stack once more: delete all of that")
        .action(run);
}

async function run({ stack, confirm }: Asked): Promise<void> {
    const folder = process.cwd();
    const whole = wholeStackIn(await stateOf(stack, folder));
    const config = configOfProject(stack, folder);
    const connect = () => connectToOpa(config, "resource");
    const fates = await fatesIn(whole, connect);
    tell([inWords(stack, whole), ...fates.map(({ what }) => `  ${what}`)].join("\n"));
    const reasons = whyNot(stack, confirm, whole, fates);
    if (reasons.length > 0) {
        tellAside(["Nothing was deleted.", ...reasons].join("\n"));
        process.exitCode = fates.some(({ stops }) => stops === "it was not seen") ? codes.couldNotSee : codes.refused;
        return;
    }
    const { code } = await destroy(stack, folder);
    process.exitCode = code === 0 ? codes.deleted : codes.failed;
}

function inWords(stack: string, { objects, spaces }: WholeStack): string {
    const names = spaces.length > 0 ? `: ${spaces.map((name) => `"${name}"`).join(", ")}` : "";
    const what = [...objects].map(([type, count]) => `${count} ${type}`).join(", ") || "nothing";
    return `Stack ${stack} has ${spaces.length} ${spaces.length === 1 ? "space" : "spaces"}${names}. \`pulumi destroy\` deletes ${what}.`;
}

function whyNot(
    stack: string,
    confirm: string | undefined,
    whole: WholeStack,
    fates: readonly Told[],
): readonly string[] {
    const isAny = (why: Told["stops"]) => fates.some(({ stops }) => stops === why);
    const isNamed = confirm === undefined || confirm === stack;
    const reasons = [
        ...(isAny("it holds something") ? [emptied] : []),
        ...(isAny("it was not seen")
            ? ["A folder that cannot be looked into may hold secrets: correct what it says."]
            : []),
        ...(whole.protected > 0
            ? [
                  `Pulumi refuses to delete ${whole.protected} of the resources, which are protected. If they are to go, too: pulumi state unprotect --all --stack ${stack}`,
              ]
            : []),
        ...(isNamed ? [] : [`--confirm names "${confirm}", and the stack is "${stack}".`]),
    ];
    if (reasons.length > 0 || confirm !== undefined) return reasons;
    return [`If all of that is meant: pulumi-okta-opa destroy --stack ${stack} --confirm ${stack}`];
}

const emptied =
    "Move or delete what the folders hold first, or end the access of their teams and keep everything: retired: { reason: … }.";
