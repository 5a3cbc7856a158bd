import { type CommandMeta, newId, type NewEvent } from '@bihuan/kernel';
import { commandMeta } from './command-meta.js';

/** The stream of a new note. */
export const newNote = (): string => `note-${newId()}`;

/** A text is taken down. */
export const noteTaken = (text: string, told: object = {}): NewEvent => ({
  type: 'NoteTaken',
  data: { text, ...told },
});

/** Metadata as the envelope of a recorded event wants it: ids that are ids. */
export const noteMeta = (told: Partial<CommandMeta> = {}): CommandMeta =>
  commandMeta({ correlationId: 'c'.repeat(32), commandId: newId(), ...told });
