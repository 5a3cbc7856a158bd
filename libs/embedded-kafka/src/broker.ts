import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverEnvironment } from '@bihuan/child-server';
import type { NodePlan, Users } from './cluster-plan.js';
import { KafkaFault } from './kafka-fault.js';
import { membersAt } from './members.js';

/** How a node is run: its own folder, the command line, and the users that may log in. */
export type BrokerLaunch = {
  readonly folder: string;
  readonly command: readonly string[];
  readonly users: Users | undefined;
};

/** One node of a running cluster. */
export type KafkaNode = {
  readonly id: number;
  /** `127.0.0.1:<port>`, the same across restarts. */
  readonly address: string;
  /** Of the process that runs, or ran last. */
  readonly pid: number;
  /** SIGKILL; what was acknowledged is there after the next start. */
  kill(): Promise<void>;
  /** SIGTERM, and waits. */
  stop(): Promise<void>;
  /** Again on the same folder and port, until it serves. Among three it needs a second one that runs. */
  start(): Promise<void>;
};

const STOP_MS = 10_000;
const START_MS = 60_000;
const POLL_MS = 25;

/** A node as the process that it runs in. */
export class Broker implements KafkaNode {
  readonly id: number;
  readonly address: string;
  readonly #how: BrokerLaunch;
  #child: ChildProcess | undefined;
  /** Where in its log the present run begins. */
  #logStart = 0;

  constructor({ id, port }: NodePlan, how: BrokerLaunch) {
    this.id = id;
    this.address = `127.0.0.1:${port}`;
    this.#how = how;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  async start(): Promise<void> {
    if (this.#isRunning()) return;
    this.launch();
    await this.serves([this.id]);
  }

  /** Begins to run; `serves` says when it is ready. */
  launch(): void {
    const { folder, command } = this.#how;
    // Its own file and no pipe to us: what it says is there whoever of the two dies.
    const log = openSync(join(folder, 'broker.log'), 'a', 0o600);
    this.#logStart = fstatSync(log).size;
    // A group of its own: Ctrl-C goes to the whole group, and the broker must outlive the app that is still closing.
    const told: SpawnOptions = { cwd: folder, env: serverEnvironment(), detached: true, stdio: ['ignore', log, log] };
    this.#child = spawn(command[0] ?? '', command.slice(1), told);
    // One that cannot run has no process id, and counts as ended.
    this.#child.once('error', () => undefined);
    closeSync(log);
    // Lets this process end although the broker still runs.
    this.#child.unref();
  }

  /**
   * Waits until it serves together with all of these.
   * @throws KafkaFault PORT_TAKEN, BROKER_EXITED, BROKER_SILENT, with the end of its log.
   */
  async serves(ids: readonly number[], patienceMs = START_MS): Promise<void> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const members = await membersAt(this.address, this.#how.users);
      if (!this.#isRunning()) throw this.#exited();
      if (ids.every((id) => members.includes(id))) return;
      if (performance.now() > deadline) {
        throw new KafkaFault(
          'BROKER_SILENT',
          `Broker ${this.id} does not serve after ${patienceMs} ms:\n${this.#lastWords()}`,
        );
      }
      await pause(POLL_MS);
    }
  }

  /** Ends the process and waits, at most so long before it is killed. */
  async end(signal: NodeJS.Signals, patienceMs = STOP_MS): Promise<void> {
    const child = this.#child;
    if (child === undefined || !this.#isRunning()) return;
    child.ref();
    const exited = once(child, 'exit');
    child.kill(signal);
    // A broker that cannot reach its controllers waits for them when it stops; killed it loses nothing either.
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await exited;
    clearTimeout(timer);
  }

  #isRunning(): boolean {
    return this.#child?.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  #exited(): KafkaFault {
    const said = this.#lastWords();
    const taken = /bind to (\S+): Address already in use/.exec(said)?.[1];
    if (taken !== undefined) return new KafkaFault('PORT_TAKEN', `${taken} is taken by another program: end that one.`);
    const ended = this.#child?.exitCode ?? this.#child?.signalCode;
    return new KafkaFault('BROKER_EXITED', `Broker ${this.id} ended while starting (${ended}):\n${said}`);
  }

  #lastWords(): string {
    return readFileSync(join(this.#how.folder, 'broker.log')).subarray(this.#logStart).toString().slice(-3_000);
  }
}
