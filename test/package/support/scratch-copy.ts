import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../../..");

/** What to put in place of what in a file. */
export type Edit = readonly [is: string, becomes: string];

const options: ts.CompilerOptions = {
    ...ts.parseJsonConfigFileContent(
        ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config,
        ts.sys,
        root,
    ).options,
    types: ["node"],
};

const host = ts.createCompilerHost(options);
const read = new Map<string, ts.SourceFile | undefined>();

/** Unedited files are read once for all copies. */
function sourceFile(name: string): ts.SourceFile | undefined {
    if (!read.has(name)) read.set(name, host.getSourceFile(name, ts.ScriptTarget.ES2022));
    return read.get(name);
}

let before: ts.Program | undefined;

/**
 * The files of `resources`, sorted, in which the compiler has something to say once these edits are made in a copy that exists
 * in memory only. Throws when an edit does not fit its file, or when an error does not name the property: the copy is broken
 * then, not incomplete.
 */
export function namedPlaces(property: string, edits: Readonly<Record<string, Edit>>): readonly string[] {
    const edited = new Map(Object.entries(edits).map(([file, edit]) => [join(root, file), withEdit(file, edit)]));
    const copy: ts.CompilerHost = {
        ...host,
        getSourceFile: (name) => edited.get(resolve(name)) ?? sourceFile(name),
    };
    const program = ts.createProgram({
        rootNames: [join(root, "resources/index.ts"), join(root, "resources/provider.ts")],
        options,
        host: copy,
        ...(before ? { oldProgram: before } : {}),
    });
    before = program;
    const found = affected(program, [...edited.keys()]).flatMap((file) => program.getSemanticDiagnostics(file));
    const places = found.map((one) => {
        const said = ts.flattenDiagnosticMessageText(one.messageText, "\n");
        const place = relative(root, one.file?.fileName ?? "");
        if (!said.includes(`'${property}'`) && !said.includes(`${property}:`) && !said.includes(`"${property}"`))
            throw new Error(`${place}: ${said}`);
        return place;
    });
    return [...new Set(places)].sort();
}

/** The files that were edited, and those that import them, however far around: in no other can an edit matter. */
function affected(program: ts.Program, edited: readonly string[]): readonly ts.SourceFile[] {
    const files = program.getSourceFiles().filter(({ fileName }) => relative(root, fileName).startsWith("resources/"));
    const importers = new Map<string, ts.SourceFile[]>();
    for (const file of files) {
        for (const { fileName } of ts.preProcessFile(file.text).importedFiles) {
            const imported = `${resolve(dirname(file.fileName), fileName)}.ts`;
            importers.set(imported, [...(importers.get(imported) ?? []), file]);
        }
    }
    const reached = new Set(edited);
    for (const path of reached) for (const { fileName } of importers.get(path) ?? []) reached.add(fileName);
    return files.filter(({ fileName }) => reached.has(fileName));
}

function withEdit(file: string, [is, becomes]: Edit): ts.SourceFile {
    const text = readFileSync(join(root, file), "utf8");
    if (text.split(is).length !== 2) throw new Error(`${file} does not have exactly one "${is}".`);
    return ts.createSourceFile(
        join(root, file),
        text.replace(is, () => becomes),
        ts.ScriptTarget.ES2022,
        true,
    );
}
