import type { StreamState } from './decider.js';

/** Rows of one table, each a function of what its stream says. Pure, so a rebuild gives the same table. */
export interface StateProjection<State extends StreamState, Row extends object> {
  /** Schema and table, as `routing.unit_inbox`; also the name of its subscription, as `routing.unit-inbox`. */
  readonly table: string;
  /** Raise it when `rows` changes meaning: the runner rebuilds the table. */
  readonly version: number;
  /** The column that names a row within its stream. */
  readonly key: keyof Row & string;
  /** Every column of the table but those the runner adds (tenant_id, stream_id, position), with its SQL type. */
  readonly columns: {
    readonly [Column in keyof Row & string]: 'text' | 'int4' | 'int8' | 'bool' | 'timestamptz' | 'text[]' | 'json';
  };
  /** All rows of one stream as it stands; a row no longer named is removed. */
  rows(state: State): readonly Row[];
}
