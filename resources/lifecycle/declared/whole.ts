/**
 * Types by which the compiler names every place that must act on a new property: what a place reads, sends, compares or
 * shows is typed from the declared shape, so that a property it does not know of does not compile there.
 */

/** What is left of an object whose properties were all taken out: `const { name, ...rest } = declared; rest satisfies Nothing;`. */
export type Nothing = Readonly<Record<string, never>>;

/** Every property by name: one that may be absent is `undefined` then, and cannot be forgotten. */
export type Whole<Shape> = { readonly [Key in keyof Required<Shape>]: Shape[Key] };

/** The properties that users see: Pulumi shows nothing whose name begins with two underscores. */
type Shown<Declared> = Exclude<keyof Declared, `__${string}`>;

/** A public type that has every property of a declared one, or does not compile here. */
export type Showing<Declared, Public extends Record<Exclude<Shown<Declared>, keyof Public>, unknown>> = Public;

/**
 * The same schema, if all of these public types compile. The public types do not import ours, so they cannot check this
 * themselves.
 */
export type Shows<Schema, _PublicTypes extends readonly unknown[]> = Schema;
