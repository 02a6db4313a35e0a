import type { UnconfirmedChoices } from "../../../tenant";
import type { Scene } from "./scene";

/** What a setting changes: something to do and look at, and what is then to be seen, for each of its values in order. */
type Probe = readonly [look: (scene: Scene) => Promise<unknown>, ...seen: readonly unknown[]];

/** A probe for each of these settings. */
export type Probes<Name extends keyof UnconfirmedChoices> = { readonly [N in Name]: Probe };
