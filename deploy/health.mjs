// HEALTHCHECK of the image, in which there is no curl: whether the service takes requests.
const { PORT = '3000' } = process.env;
const { status } = await fetch(`http://127.0.0.1:${PORT}/health/ready`, { signal: AbortSignal.timeout(4_000) });
process.exit(status === 200 ? 0 : 1);
