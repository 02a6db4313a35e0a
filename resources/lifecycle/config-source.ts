/**
 * Where a provider method finds stack configuration: what Pulumi hands to `configure`.
 * Keys are always qualified ("okta:apiToken"); a value is a string, undefined when absent.
 */
export interface ConfigSource {
    get(key: string): string | undefined;
}
