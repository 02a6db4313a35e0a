import { say } from "../../http/output/say";
import { type Checked, checked } from "../../lifecycle/declared/check";
import type { Properties } from "../../lifecycle/declared/plain";
import { holdsUnknown } from "../../lifecycle/declared/unknown";
import type { Showing, Shows } from "../../lifecycle/declared/whole";
import { differences } from "../../lifecycle/diff";
import type { Kind, Verdict } from "../../lifecycle/kind";
import { existingIdIn, lookedAtExisting } from "../../lifecycle/run/existing";
import { asInputs, markIn, noting, settled } from "../../lifecycle/run/owner-mark";
import { sayIfUnmarked } from "../../lifecycle/run/take-over";
import { keeping } from "../../lifecycle/run/unfinished";
import type { Patience } from "../../lifecycle/waiting/wait-until";
import type { OpaConnection } from "../connection/connect";
import { projectKeyOf } from "../containers";
import { effects, isSame, type LiveFolder } from "./declared/effects";
import { type Declared, declaredSchema, type FolderKey, idOf, keyOf, pathMistakes } from "./declared/schema";
import type { ListedOpaSecretFolder } from "./list-secret-folders";
import type { OpaSecretFolder, OpaSecretFolderArgs } from "./opa-secret-folder";
import { establish } from "./steps/create";
import { remove } from "./steps/delete";
import { existingLately, takeOver } from "./steps/existing";
import { placeOf } from "./steps/find-place";
import { isProvenGone, tellSuccessor } from "./steps/gone";
import { refuseReplacement } from "./steps/loss";
import { rightsSettle } from "./steps/make";
import { nameTakenMistakes, withoutNameTaken } from "./steps/name-taken";
import { readFolder } from "./steps/read";
import { refuseReplacingFull } from "./steps/replace";
import { asDeclared, lyingIn, outputsOf, rememberedFrom, staysInOpa } from "./steps/state";
import { converge } from "./steps/update";
import { privilegeMissing } from "./tree/missing-right";
import { below, type Place, said } from "./tree/tree";

/** The life of a secret folder. `connect` is called late: credentials are needed for calls, not for plans. */
export function secretFolder(connect: () => OpaConnection, patience: Patience = rightsSettle): Kind {
    return {
        declared: declaredSchema satisfies Shows<
            typeof declaredSchema,
            [
                Showing<Declared, OpaSecretFolderArgs>,
                Showing<Declared, OpaSecretFolder>,
                Showing<Record<keyof LiveFolder, string>, ListedOpaSecretFolder>,
            ]
        >,

        check(news, olds = {}): Checked {
            const { inputs, mistakes } = checked(declaredSchema, withoutNameTaken(news));
            const wrong = mistakes.length > 0 ? mistakes : pathMistakes(inputs);
            return { inputs, mistakes: [...wrong, ...nameTakenMistakes(news, olds)] };
        },

        async look(inputs) {
            const { resourceGroup, project, parentFolder, name, description, onExisting } = inputs;
            const needed = [resourceGroup, project, parentFolder, name, description, onExisting];
            return lookedAtExisting(inputs, needed, async (id, known) => {
                const declared = declaredSchema.parse(known);
                await existingLately(await placeIn(connect(), declared, undefined), declared, id);
            });
        },

        diff(olds, news): Verdict {
            const { update, replace } = differences(effects, olds, news, isSame);
            const elsewhere = replace.filter((property) => !holdsUnknown(news[property]));
            if (elsewhere.length > 0) refuseReplacement(olds, news, elsewhere);
            // An unknown place usually turns out to be the same one. The engine asks again once it is known, and another one is
            // refused then.
            const replaces = news["allowReplacement"] === true ? replace : [];
            return { changes: update.length + replace.length > 0, replaces, deleteBeforeReplace: false };
        },

        async lookBeforeReplacing(id, olds, news, replaces) {
            const known = replaces.filter((property) => !holdsUnknown(news[property]));
            if (known.length === 0 || staysInOpa(olds)) return;
            await refuseReplacingFull(rememberedFrom(connect(), keyOf(id), olds), olds, known);
        },

        async create(inputs, claim) {
            const opa = connect();
            const declared = declaredSchema.parse(inputs);
            const meant = await placeIn(opa, declared, declared.createParents ? patience : undefined);
            const { project } = meant;
            // The folder's id is not known yet, so its name there is claimed: nobody else in this program may create it.
            claim(
                `the folder "${below(meant, { id: "", name: declared.name }).path}" of project ${project.key.projectId}`,
            );
            const existingId = existingIdIn(declared);
            const established = await (existingId === undefined
                ? establish(meant, declared, patience)
                : takeOver(meant, declared, existingId));
            const { live, parent, mark, adoptedAt, trouble, isAsItIs } = established;
            const key = { ...project.key, folderId: live.folderId };
            claim(idOf(key));
            const outputs = outputsOf(key, noting(lyingIn(declared, meant, parent), mark), parent, adoptedAt);
            if (isAsItIs) return { id: idOf(key), outputs };
            await keeping(
                idOf(key),
                () => outputs,
                async () => {
                    if (trouble) throw trouble;
                    const folder = rememberedFrom(opa, key, outputs);
                    const { live: now } = await converge(folder, declared, patience, { live, parent });
                    if (!adoptedAt) sayIfUnmarked(`secret folder "${now.name}" (${now.folderId})`, now.mark, mark);
                },
            );
            return { id: idOf(key), outputs: settled(outputs) };
        },

        async read(id, outputs) {
            const opa = connect();
            const key = keyOf(id);
            const folder = rememberedFrom(opa, key, outputs);
            const found = await readFolder(folder, outputs);
            if (found) {
                const { live, parent } = found;
                const inputs = asDeclared(key, outputs, live, parent);
                return { id, inputs: asInputs(inputs), outputs: outputsOf(key, inputs, parent, outputs["adoptedAt"]) };
            }
            if (!(await isProvenGone(folder))) throw new Error(privilegeMissing(folder.name, "open", "list"));
            await tellSuccessor(folder, outputs["path"]);
            return undefined;
        },

        async update(id, olds, news) {
            const opa = connect();
            const key = keyOf(id);
            const declared = declaredSchema.parse(news);
            const { parent } = await converge(rememberedFrom(opa, key, olds), declared, patience);
            requireSamePlace(key, olds, parent);
            return outputsOf(key, settled(noting(declared, markIn(olds))), parent, olds["adoptedAt"]);
        },

        async delete(id, outputs, _successor, replacement) {
            if (outputs["onDelete"] === "retain") return;
            if (outputs["onDelete"] === "if-created" && outputs["adoptedAt"] !== undefined) {
                say(keptAsAdopted(outputs));
                return;
            }
            const folder = rememberedFrom(connect(), keyOf(id), outputs);
            // Whoever declared that the contents go with the folder did not mean a replacement.
            await remove({ ...folder, replacement }, replacement ? undefined : outputs["deleteContents"]);
        },
    };
}

/** Where the folder is declared to be. */
async function placeIn(opa: OpaConnection, declared: Declared, making: Patience | undefined): Promise<Place> {
    const project = { opa, key: await projectKeyOf(opa, declared.resourceGroup, declared.project) };
    const remedy = "Create it first, or declare createParents: true.";
    return placeOf(project, declared.parentFolder, { making, remedy });
}

/** Only a creation that could not determine where its folder is leaves this to the next run. */
function requireSamePlace({ folderId }: FolderKey, olds: Properties, parent: Place): void {
    if ((parent.folderIds.at(-1) ?? "") === olds["parentFolderId"]) return;
    throw new Error(
        `Secret folder ${folderId} is in ${said(parent)}, not where it is declared, and OPA cannot move it. ` +
            "Delete it in the OPA console, run `pulumi refresh`, then `pulumi up` to re-create it.",
    );
}

const keptAsAdopted = ({ path, folderId }: Properties): string =>
    `Kept secret folder ${path} (${folderId}): it was adopted. Declare onDelete: "delete" to delete adopted folders as well.`;
