import assert from "node:assert/strict";
import type { Tenant } from "../../../tenant";

/** Adds an active app of Okta Privileged Access beside the tenant's own; resolves with its id. */
export function anotherApp({ store, opaAppId }: Tenant): string {
    const own = store.apps.get(opaAppId);
    assert.ok(own);
    const id = "0oaanotheropa0000000";
    store.apps.set(id, { ...own, id, label: "Another OPA" });
    return id;
}
