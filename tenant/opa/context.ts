import type { z } from "zod";
import type { Identity } from "../credentials";
import type { Call, Route } from "../http/answer";
import type { OpaUser } from "../store/opa-records";
import type { Rights } from "../verdict/rights";
import type { World } from "../world";
import { invalid, refused } from "./errors";

/** Who calls OPA. */
export interface OpaCaller {
    readonly user: OpaUser;
    readonly identity: Identity;
    /** True for the administrator, who stands for everything people do by hand and whom nothing restricts. */
    readonly isUnbound: boolean;
}

/** The input of an OPA operation. */
export interface OpaContext {
    readonly world: World;
    readonly call: Call;
    readonly caller: OpaCaller;
    readonly rights: Rights;
}

/** An operation of the OPA API. */
export type OpaRoute = Route<OpaContext>;

/** The path of a team. */
export const team = "/v1/teams/:team";

/** A path parameter that the route must have. */
export function param(context: OpaContext, name: string): string {
    return context.call.params[name] ?? "";
}

/** The body, read with a schema. Unknown fields are silently ignored (docs/contracts/opa-api.md 0.2). */
export function bodyOf<Schema extends z.ZodType>({ world, call }: OpaContext, schema: Schema): z.output<Schema> {
    const { settings } = world;
    if (!call.headers["content-type"]?.toLowerCase().startsWith("application/json")) throw refused(settings, 415);
    const result = schema.safeParse(parsed(call.text));
    if (result.success) return result.data;
    throw invalid(
        settings,
        ...result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })),
    );
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** The form of a time in OPA. */
export function timeOf(timeMs: number): string {
    return new Date(timeMs).toISOString();
}
