// Brokers start, stop and elect leaders in seconds, not in milliseconds. (One project of several takes no `testTimeout`.)
import.meta.jest.setTimeout(60_000);
