import type { Operation } from "../../http/serve";
import type { World } from "../../world";
import type { AccessTokens } from "../authenticate";
import type { OktaCaller } from "../context";
import { refused } from "../errors";

export class OAuth implements AccessTokens {
    readonly operations: readonly Operation[] = [];
    constructor(readonly world: World) {}
    callerOf(): Promise<OktaCaller> {
        throw refused("token");
    }
    expireAll(): void {}
    clear(): void {}
}
