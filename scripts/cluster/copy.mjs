import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { start } from './program.mjs';

const LOOK_MS = 500;
const START_LOOK_MS = 50;
const ANSWER_MS = 2_000;
/** It drains for five seconds; whoever needs longer than this hangs. */
const STOP_MS = 15_000;
const BACKOFF_MS = { first: 500, most: 30_000 };
/** One that ran so long is started again at once, however often it has died before. */
const STEADY_MS = 60_000;
const READY = / is ready: \S+:(\d+) {3}metrics: port (\d+)/;

/** One copy of a service as a child process: started, watched, started again when it dies, stopped. */
export class Copy {
  state = 'new';
  pid;
  port;
  metricsPort;
  #child;
  #isStopping = false;
  #watching;
  #backoffMs = BACKOFF_MS.first;

  constructor({ service, number, env, log, changed }) {
    Object.assign(this, { service, number, env, log, changed });
  }

  get isReady() {
    return this.state === 'ready';
  }

  run() {
    this.#watching ??= this.#live();
  }

  /** SIGTERM, and SIGKILL for one that hangs. */
  async stop() {
    this.#isStopping = true;
    if (this.#child) {
      this.#becomes('stopping');
      this.#child.kill('SIGTERM');
      const killer = setTimeout(() => this.#child?.kill('SIGKILL'), STOP_MS);
      await this.#watching;
      clearTimeout(killer);
    }
    this.#becomes('stopped');
  }

  async #live() {
    while (!this.#isStopping) {
      const since = performance.now();
      await this.#once();
      if (this.#isStopping) return;
      if (performance.now() - since > STEADY_MS) this.#backoffMs = BACKOFF_MS.first;
      this.#becomes(`ended; again in ${this.#backoffMs / 1_000} s`);
      await pause(this.#backoffMs);
      this.#backoffMs = Math.min(this.#backoffMs * 2, BACKOFF_MS.most);
    }
  }

  /** One life of the process, from its start to its end. */
  async #once() {
    const output = openSync(this.log, 'a', 0o600);
    const from = statSync(this.log).size;
    const child = start(this.service, [], { env: this.env, output });
    closeSync(output);
    const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
    this.#child = child;
    this.pid = child.pid;
    this.#becomes('starting');
    await Promise.race([ended, this.#watch(child, from)]);
    await ended;
    this.#child = undefined;
    this.pid = this.port = this.metricsPort = undefined;
  }

  async #watch(child, from) {
    const isAlive = () => child.exitCode === null && child.signalCode === null;
    for (; isAlive() && this.port === undefined; await pause(START_LOOK_MS)) this.#readPorts(from);
    for (; isAlive() && !this.#isStopping; await pause(LOOK_MS)) {
      const isReady = await answersReady(this.port);
      if (isAlive() && !this.#isStopping) this.#becomes(isReady ? 'ready' : 'not ready');
    }
  }

  /** It listens on ports that the system chose, and says which. */
  #readPorts(from) {
    const [, port, metricsPort] = READY.exec(textAfter(this.log, from)) ?? [];
    if (port === undefined) return;
    this.port = Number(port);
    this.metricsPort = Number(metricsPort);
  }

  #becomes(state) {
    if (state === this.state) return;
    this.state = state;
    this.changed(this);
  }
}

/** What a file holds behind a place: its beginning may be the log of months. */
function textAfter(file, from) {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.alloc(fstatSync(handle).size - from);
    readSync(handle, buffer, 0, buffer.length, from);
    return buffer.toString();
  } finally {
    closeSync(handle);
  }
}

async function answersReady(port) {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}
