declare const PLACES: Record<string, number>;

/** Where the texts stand in a language's list that are needed here, by `build.mjs`. */
export const places = PLACES;
