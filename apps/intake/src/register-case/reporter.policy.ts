import type { Channel, Confidentiality, RequestNature } from '@bihuan/case';

type ReporterKind = 'CITIZEN' | 'GRID_WORKER' | 'DEVICE' | 'UNIT' | 'VOLUNTEER_TEAM';

const kindByChannel: Readonly<Partial<Record<Channel, ReporterKind>>> = {
  GRID_APP: 'GRID_WORKER',
  IOT_ALARM: 'DEVICE',
  VIDEO_ALARM: 'DEVICE',
  SMART_CITY: 'UNIT',
  SUPERIOR: 'UNIT',
  POLICE_110: 'UNIT',
};

/** Who reports, by the credential's role, else by the channel (channels.md §1). */
export const reporterKindOf = (role: string, channel: Channel): ReporterKind =>
  role === 'GRID_WORKER' ? 'GRID_WORKER' : (kindByChannel[channel] ?? 'CITIZEN');

/** A system that hands in over the network may ask twice: only its ticket number tells the second from a new matter. */
export const needsTicketNo = (role: string): boolean => role === 'INTEGRATOR';

interface Told {
  readonly nature: RequestNature;
  readonly channel: Channel;
  readonly subject?: unknown;
  readonly confidentiality?: Confidentiality | undefined;
}

/**
 * 保密级别: a report (举报) is confidential, a citizen without any identity is anonymous. What the reporter asks for
 * counts only upwards: the level never falls.
 */
export function confidentialityOf({ nature, channel, subject, confidentiality }: Told, role: string): Confidentiality {
  if (reporterKindOf(role, channel) === 'CITIZEN' && subject === undefined) return 'ANONYMOUS';
  if (confidentiality === 'ANONYMOUS') return 'CONFIDENTIAL';
  return nature === 'REPORT' ? 'CONFIDENTIAL' : (confidentiality ?? 'NORMAL');
}
