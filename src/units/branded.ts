declare const brand: unique symbol;

/** A number the compiler remembers the unit of; made only by the constructor that checked it. */
export type Branded<Unit extends string> = number & { readonly [brand]: Unit };
