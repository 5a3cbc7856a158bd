import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc in a second; fixed at 100 on Linux, whatever the kernel counts in. */
const TICK_MS = 10;

/** Fields of /proc/<pid>/stat after the name, which may hold blanks and brackets; undefined when it is gone. */
function statOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // ended between the look at the list and this one, or no Linux
  }
}

const sum = (fields, ...places) => places.reduce((total, place) => total + Number(fields[place]), 0) * TICK_MS;

/** Processor time of a process, its threads included, in ms; NaN where it cannot be told. */
export function cpuMsOf(pid) {
  const fields = statOf(pid);
  return fields ? sum(fields, 11, 12) : NaN;
}

/** The same of a process with its children, those that have ended included. */
export function cpuMsOfFamily(pid) {
  const own = statOf(pid);
  if (!own) return NaN;
  const children = allStats().filter((fields) => fields[1] === String(pid));
  return sum(own, 11, 12, 13, 14) + children.reduce((total, fields) => total + sum(fields, 11, 12), 0);
}

/** The same of a process with all that descend from it, those that have ended included. */
export function cpuMsOfTree(pid) {
  const own = statOf(pid);
  if (!own) return NaN;
  const all = allStats();
  const below = (parent) =>
    all.filter((fields) => fields[1] === parent).flatMap((child) => [child, ...below(child[PID])]);
  return [own, ...below(String(pid))].reduce((total, fields) => total + sum(fields, 11, 12, 13, 14), 0);
}

const PID = 'pid';
const allStats = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const fields = statOf(pid);
      return fields ? [Object.assign(fields, { [PID]: pid })] : [];
    });

/** The same of all children of this process that have ended. */
export function cpuMsOfEnded() {
  const own = statOf(process.pid);
  return own ? sum(own, 13, 14) : NaN;
}
