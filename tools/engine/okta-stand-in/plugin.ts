import { type Configuration, readConfiguration } from "./configuration";
import { getUser } from "./get-user";
import { group } from "./group";
import { groupMemberships } from "./group-memberships";
import { connect, type Okta, toldAs } from "./okta";
import type { Properties } from "./properties";
import type { ResourceType } from "./resource";

const resourceTypes: ReadonlyMap<string, ResourceType> = new Map([
    ["okta:group/group:Group", group],
    ["okta:index/groupMemberships:GroupMemberships", groupMemberships],
]);

let okta: Okta | undefined;

/** Takes the configuration and, with an API token, tries it twice, as the real plugin does. */
export async function configure(config: Properties): Promise<void> {
    const configuration: Configuration = readConfiguration(config);
    okta = connect(configuration);
    if (!configuration.isTried) return;
    const me = () => connected().get("/api/v1/users/me");
    // The real plugin has two clients and tries each of them.
    await toldAs("[ERROR] failed validate configuration: error with v3 SDK client", me);
    await toldAs("[ERROR] failed validate configuration: error with v2 SDK client", me);
}

/** The connection made by `configure`. */
export function connected(): Okta {
    if (!okta) throw new Error("The Okta stand-in was used before it was configured.");
    return okta;
}

/** The resource type that a URN names. */
export function typeOf(urn: string): ResourceType {
    const token = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const type = resourceTypes.get(token);
    if (type) return type;
    throw new Error(`The Okta stand-in does not know ${token}. Use Pulumi's own Okta plugin for it.`);
}

/** Answers a function of the Okta package. */
export function invoke(token: string, args: Properties): Promise<Properties> {
    if (token === "okta:user/getUser:getUser") return getUser(connected(), args);
    throw new Error(`The Okta stand-in does not know ${token}. Use Pulumi's own Okta plugin for it.`);
}
