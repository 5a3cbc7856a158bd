/** A field of an error; looked for by name, because an error of another realm is no instance of ours. */
const fieldOf = (error: unknown, name: 'code' | 'message'): string => {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
};

/** Code of a fault of Node.js, as `ENOENT`; empty without one. */
export const codeOf = (error: unknown): string => fieldOf(error, 'code');

/** What an error says; empty when it is none. */
export const messageOf = (error: unknown): string => fieldOf(error, 'message');
