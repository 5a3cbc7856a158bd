import { type Fault, faultOf, type FaultWatcher } from './broker-fault.js';

/** What stands in the way of something that goes on trying: told once, not with each try. */
export class Hindrance {
  private fault: Fault | undefined;
  private readonly told = new Set<string>();

  constructor(
    private readonly what: string,
    private readonly watcher: FaultWatcher,
  ) {}

  /** Why it does not go on; undefined while it does. */
  get reason(): string | undefined {
    return this.fault?.reason;
  }

  met(error: unknown): Fault {
    const fault = faultOf(error);
    this.fault = fault;
    const key = `${fault.code} ${fault.topic ?? ''}`;
    if (!this.told.has(key)) this.watcher.hindered(this.what, fault);
    this.told.add(key);
    return fault;
  }

  /** It goes well again. */
  passed(): void {
    this.fault = undefined;
    if (this.told.size > 0) this.watcher.hindered(this.what, undefined);
    this.told.clear();
  }

  /** Another does it: what stood in the way is that one's to say, and is no news if it is met again. */
  leftToAnother(): void {
    this.fault = undefined;
  }
}
