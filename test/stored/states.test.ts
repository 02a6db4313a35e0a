import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { version as inWork } from "../../package.json";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { stateFormat } from "../../resources/lifecycle/declared/remembered";
import { Simulation } from "../support/stack/simulation";
import { type Outcome, Stack } from "../support/stack/stack-of";
import { partsOf, State } from "../support/stack/state";
import { declaredSchemas, declaredShape } from "./support/declared-shape";
import { keptConfig, keptPrograms } from "./support/kept-programs";
import { keptStack, statesFolder, textOf } from "./support/kept-stack";
import { makeStates } from "./support/make-states";

const versions = readdirSync(statesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

describe("the state that a version wrote", function () {
    this.timeout(120_000);
    let simulation: Simulation;

    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    for (const version of versions) {
        for (const [name, programFor] of Object.entries(keptPrograms)) {
            const kept = (): Stack => keptStack(version, name, simulation);
            const program = () => programFor(simulation.tenant);

            it(`is what is declared, with a refresh or without: ${version}, ${name}`, async () => {
                for (const isRefreshed of [false, true]) {
                    assertQuiet(await kept().preview(program(), { isRefreshed }), simulation);
                    assertQuiet(await kept().up(program(), { isRefreshed }), simulation);
                }
            });

            it(`can be refreshed, which finds nothing changed: ${version}, ${name}`, async () => {
                const stack = kept();
                const before = stack.state.resources.length;

                assertQuiet(await stack.refresh(), simulation);

                assert.equal(stack.state.resources.length, before);
            });

            it(`can be destroyed, with all that it has: ${version}, ${name}`, async () => {
                const stack = kept();
                const made = stack.state.resources.filter(({ isCustom, type }) => isCustom && !isOnlyRead(type));
                const found = stack.state.resources.filter(({ type }) => isOnlyRead(type));

                const { errors } = await stack.destroy();

                assert.deepEqual([errors, stack.state.resources], [[], []]);
                const left = [...made, ...found].filter(({ id }) => isThere(id, simulation));
                assert.deepEqual(left, found);
            });

            it(`means the same without any property that has a default: ${version}, ${name}`, async () => {
                const stack = kept();
                const without = stack.state.resources.map((one) => ({
                    ...one,
                    inputs: withoutDefaults(one.type, one.inputs),
                    outputs: withoutDefaults(one.type, one.outputs),
                }));
                const older = () => {
                    const { project, stack: of } = kept();
                    return new Stack(simulation, project, of, keptConfig, new State(without));
                };

                assert.notDeepEqual(without, stack.state.resources);
                assertQuiet(await older().preview(program()), simulation);
                assertQuiet(await older().refresh(), simulation);
            });
        }

        it(`holds no credential: ${version}`, () => {
            const text = readdirSync(`${statesFolder}/${version}`)
                .map((file) => textOf(version, file))
                .join("");

            const { credentials } = simulation.tenant;
            for (const secret of [credentials.oktaApiToken, credentials.opaKeySecret, credentials.opaKeyId]) {
                assert.ok(!text.includes(secret));
            }
        });

        it(`has the same shape in the same format: ${version}`, () => {
            const { format, shape } = JSON.parse(textOf(version, "shape.json")) as ReturnType<typeof declaredShape>;
            if (format !== stateFormat) {
                assert.ok(version !== inWork && format < stateFormat, `Run \`npm run states\`, for ${version}.`);
                return;
            }
            assert.deepEqual(
                declaredShape().shape,
                shape,
                version === inWork
                    ? "What may be declared has changed: run `npm run states`, and say why in test/stored/states/README.md."
                    : "What may be declared has changed since a release: raise stateFormat (decisions/0016).",
            );
        });
    }

    it(`has the properties that the version in work writes: ${inWork}`, async () => {
        const written = new Map<string, readonly string[]>();
        await simulation.close();
        await makeStates((name, stack) => written.set(name, propertiesOf(stack)));
        simulation = await Simulation.start();

        for (const [name, properties] of written) {
            assert.deepEqual(
                properties,
                propertiesOf(keptStack(inWork, name, simulation)),
                "What state keeps has changed: run `npm run states`, and say why in test/stored/states/README.md.",
            );
        }
    });
});

function assertQuiet({ errors, done }: Outcome, { tenant }: Simulation): void {
    const writes = tenant.requests.filter((one) => one.writes).map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(
        { errors, done: done.map(({ op, urn }) => `${op} ${partsOf(urn).name}`), writes },
        { errors: [], done: [], writes: [] },
    );
}

/** Whether the objects of such resources are not theirs. */
const isOnlyRead = (type: string): boolean => type === "pulumi-nodejs:dynamic/okta:ExistingGroup";

/** Whether the tenant has the object of this resource id. */
function isThere(id: string, { tenant: { store } }: Simulation): boolean {
    const pushes = [...store.mappings.values()].map((one) => `${one.appId}/${one.sourceGroupId}/${one.targetGroupId}`);
    const folder = store.folders.has(id.split("/").at(-1) ?? "");
    return folder || store.groups.has(id) || store.policies.has(id) || pushes.includes(id);
}

function withoutDefaults(type: string, bag: Properties): Properties {
    const shape = declaredSchemas[type]?.shape ?? {};
    return Object.fromEntries(
        Object.entries(bag).filter(([key, value]) => {
            const byDefault = shape[key]?.safeParse(undefined);
            return !byDefault?.success || JSON.stringify(byDefault.data) !== JSON.stringify(value);
        }),
    );
}

/** The properties of each resource, in the order of their names. */
const propertiesOf = ({ state }: Stack): readonly string[] =>
    state.resources
        .map(({ urn, inputs, outputs }) => `${urn} ${Object.keys(inputs).sort()} ${Object.keys(outputs).sort()}`)
        .sort();
