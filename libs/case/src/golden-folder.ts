/** Where the recorded events lie, one file for each type and version: `<EventType>.v<N>.json`. */
export const goldenFolder = new URL('./golden/', import.meta.url);
