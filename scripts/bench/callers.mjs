/**
 * So many callers, each with one call on its way until the time is over, or a call answers false because there is nothing
 * left to do; answers calls a second and how long each took.
 */
export async function runCallers(call, callers, seconds) {
  const latenciesMs = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  const caller = async () => {
    for (let before = began; before < end;) {
      before = performance.now();
      if ((await call()) === false) return;
      latenciesMs.push(performance.now() - before);
      before = performance.now();
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const commands = latenciesMs.length;
  return { perSecond: commands / ((performance.now() - began) / 1_000), commands, latenciesMs };
}
