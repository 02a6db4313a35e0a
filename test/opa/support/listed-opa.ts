import { ApiFailure, type FailureKind } from "../../../resources/http/failure/api-failure";
import type { OpaConnection } from "../../../resources/opa/connection/connect";

/** What a listing answers: items, nothing stated, or a refusal. */
export type Answer = readonly object[] | "vague" | FailureKind;

/** A folder in a listing, of which OPA says that it has no description. */
export const folder = (id: string, more: object = {}) => ({ id, name: id, type: "folder", description: "", ...more });
export const secret = (id: string) => ({ id, name: id, type: "key_value" });

const projects = "/resource_groups/g/projects";

/**
 * An OPA that answers what these places list, one answer after the other, the last one for good: "" is the top of project "p" in
 * resource group "g", other places are folders. "groups", "group" and "projects" are what is above it. All else is not there.
 */
export function listedOpa(places: Readonly<Record<string, Answer | readonly Answer[]>>) {
    const asked: string[] = [];
    const known: typeof places = {
        group: [[{}]],
        groups: [{ id: "g", name: "g" }],
        projects: [project("p")],
        ...places,
    };
    const opa: OpaConnection = {
        teamPath: "",
        pause: async () => undefined,
        send: async ({ method, path }) => {
            const place = placeIn(path);
            const count = asked.push(place) && asked.filter((one) => one === place).length;
            const answer = answers(known[place] ?? "not-found");
            const now = answer[Math.min(count, answer.length) - 1] ?? "not-found";
            const ok = (body: unknown) => ({ status: 200, headers: new Headers(), body });
            if (place === "group" && typeof now !== "string") return ok({ id: "g", name: "g" });
            if (now === "vague") return ok({});
            if (typeof now !== "string") return ok({ list: now });
            throw new ApiFailure({ kind: now, said: "No", method, path });
        },
    };
    return { opa, asked };
}

/** A project in a listing. */
export const project = (id: string) => ({ id, name: id });

function placeIn(path: string): string {
    if (path === "/resource_groups") return "groups";
    if (path === "/resource_groups/g") return "group";
    if (path === projects) return "projects";
    return path.split("/secret_folders")[1]?.split("/")[1] ?? "";
}

function answers(given: Answer | readonly Answer[]): readonly Answer[] {
    const isSeveral = Array.isArray(given) && given.some((one) => typeof one === "string" || Array.isArray(one));
    return isSeveral ? (given as readonly Answer[]) : [given as Answer];
}
